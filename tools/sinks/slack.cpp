#include "sinks/slack.hpp"

#include "sinks/form.hpp"
#include "sinks/slack_blocks.hpp"
#include "sinks/slack_markup.hpp"
#include "sinks/text_rules.hpp"

#include <regex>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* bad = "invalid_payload";
constexpr std::size_t most_text = 40'000;
constexpr std::size_t most_attachments = 100;

class payload_checker {
public:
  payload_checker(const json& body, objections& out)
      : body_{body}, out_{out}, form_{body, "", bad, out} {}

  std::vector<std::string> check() {
    check_text();
    if (const auto* blocks = form_.list("blocks")) {
      check_blocks(*blocks, "blocks", out_, mentions_);
    }
    if (const auto* all = form_.list("attachments")) {
      check_attachments(*all);
    }
    form_.boolean("unfurl_links");
    form_.boolean("unfurl_media");
    form_.object("metadata");
    form_.text("thread_ts");
    form_.expect({"text", "blocks", "attachments", "unfurl_links", "mrkdwn",
                  "unfurl_media", "metadata", "thread_ts"});
    return std::move(mentions_);
  }

private:
  void check_text() {
    const auto* text = form_.text("text");
    if (text != nullptr && characters(*text) > most_text) {
      form_.flag("text", "cut at 40000 characters");
    }
    if (text != nullptr) {
      read(*text, "text");
    }
    if ((text == nullptr || text->empty()) && lacks("blocks")
        && lacks("attachments")) {
      out_.refuse("no_text", "there is nothing to show");
    }
  }

  bool lacks(const char* list) const {
    return !body_.contains(list) || body_[list].empty();
  }

  void check_attachments(const json& all) {
    if (all.size() > most_attachments) {
      out_.refuse("too_many_attachments",
                  "attachments: " + std::to_string(all.size())
                      + " members, at most 100");
    }
    std::size_t index = 0;
    for (const auto& one : all) {
      check_attachment(one, "attachments[" + std::to_string(index++) + "]");
    }
  }

  void check_attachment(const json& at, const std::string& path) {
    form f{at, path, bad, out_};
    f.expect({"color", "fallback", "pretext", "author_name", "author_link",
              "title", "title_link", "text", "fields", "footer", "ts",
              "mrkdwn_in", "blocks", "image_url", "thumb_url"});
    check_color(f);
    for (const auto* name :
         {"fallback", "pretext", "title", "text", "footer", "author_name"}) {
      if (const auto* text = f.text(name)) {
        read(*text, path + "." + name);
      }
    }
    f.address("title_link");
    f.number("ts");
    f.list("mrkdwn_in");
    if (const auto* fields = f.list("fields")) {
      check_fields(*fields, path + ".fields");
    }
    if (const auto* blocks = f.list("blocks")) {
      check_blocks(*blocks, path + ".blocks", out_, mentions_);
    }
  }

  void check_color(form& f) {
    static const std::regex shape{"good|warning|danger|#?[0-9a-fA-F]{6}"};
    const auto* color = f.text("color");
    if (color != nullptr && !std::regex_match(*color, shape)) {
      f.flag("color", "'" + *color + "' is none");
    }
  }

  void check_fields(const json& fields, const std::string& path) {
    std::size_t index = 0;
    for (const auto& one : fields) {
      const auto at = path + "[" + std::to_string(index++) + "]";
      form f{one, at, bad, out_};
      f.expect({"title", "value", "short"});
      f.text("title");
      f.boolean("short");
      if (const auto* value = f.text("value")) {
        read(*value, at + ".value");
      }
    }
  }

  void read(const std::string& text, const std::string& path) {
    const auto found = read_markup(text, path, out_);
    mentions_.insert(mentions_.end(), found.begin(), found.end());
  }

  const json& body_;
  objections& out_;
  form form_;
  std::vector<std::string> mentions_;
};

} // namespace

finding check_slack(const request& r) {
  objections out;
  std::vector<std::string> mentions;
  const auto body = json::parse(r.body, nullptr, false);
  if (!r.says_json()) {
    out.refuse(bad, "the content type is not application/json");
  } else if (!body.is_object()) {
    out.refuse(bad, "the body is no JSON object");
  } else {
    mentions = payload_checker{body, out}.check();
  }
  finding f;
  f.problems = out.all();
  f.notes = {{"mentions", mentions}};
  f.answer.status = out.refused() ? 400 : 200;
  f.answer.type = "text/plain";
  f.answer.body = out.refused() ? out.code() : "ok";
  return f;
}

} // namespace bellwether::sinks
