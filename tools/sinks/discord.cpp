#include "sinks/discord.hpp"

#include "sinks/form.hpp"
#include "sinks/text_rules.hpp"

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* bad = "50035";
constexpr std::size_t most_embeds = 10;
constexpr std::size_t most_fields = 25;
constexpr std::size_t most_embedded = 6000;
constexpr std::int64_t most_color = 0xFFFFFF;

class message_checker {
public:
  message_checker(const json& body, objections& out)
      : out_{out}, form_{body, "", bad, out} {}

  void check() {
    const auto* content = form_.text("content", {0, 2000});
    form_.text("username", {1, 80});
    form_.address("avatar_url");
    form_.boolean("tts");
    const auto* mentions = form_.object("allowed_mentions");
    const auto* embeds = form_.list("embeds", {0, most_embeds});
    form_.expect({"content", "username", "avatar_url", "tts", "embeds",
                  "allowed_mentions", "flags"});
    if (embeds != nullptr) {
      check_embeds(*embeds);
    }
    if ((content == nullptr || content->empty())
        && (embeds == nullptr || embeds->empty())) {
      out_.refuse("50006", "the message is empty");
    }
    if (mentions == nullptr || !mentions->contains("parse")
        || !(*mentions)["parse"].empty()) {
      form_.flag("allowed_mentions", "lets texts mention people");
    }
  }

private:
  void check_embeds(const json& embeds) {
    std::size_t index = 0;
    for (const auto& embed : embeds) {
      check_embed(embed, "embeds[" + std::to_string(index++) + "]");
    }
    if (embedded_ > most_embedded) {
      form_.refuse("embeds", std::to_string(embedded_)
                                 + " characters in all, at most 6000");
    }
  }

  void check_embed(const json& embed, const std::string& path) {
    form f{embed, path, bad, out_};
    count(f.text("title", {0, 256}));
    count(f.text("description", {0, 4096}));
    f.address("url");
    f.expect({"title", "description", "url", "color", "timestamp", "fields",
              "footer", "author", "type", "image", "thumbnail"});
    const auto* at = f.text("timestamp");
    if (at != nullptr && !is_moment(*at)) {
      f.refuse("timestamp", "is no moment as ISO 8601 has it");
    }
    check_color(embed, f);
    check_member(f, path, "footer", "text", 2048);
    check_member(f, path, "author", "name", 256);
    if (const auto* fields = f.list("fields", {0, most_fields})) {
      check_fields(*fields, path + ".fields");
    }
  }

  static void check_color(const json& embed, form& f) {
    if (!f.has("color")) {
      return;
    }
    const auto& color = embed["color"];
    if (!color.is_number_integer() || color < 0 || color > most_color) {
      f.refuse("color", "is no number from 0 to 16777215");
    }
  }

  void check_member(form& f, const std::string& path, const char* name,
                    const char* text, std::size_t most) {
    if (const auto* member = f.object(name)) {
      form inner{*member, path + "." + name, bad, out_};
      count(inner.text(text, {1, most}, need::required));
    }
  }

  void check_fields(const json& fields, const std::string& path) {
    std::size_t index = 0;
    for (const auto& field : fields) {
      form f{field, path + "[" + std::to_string(index++) + "]", bad, out_};
      count(f.text("name", {1, 256}, need::required));
      count(f.text("value", {1, 1024}, need::required));
      f.boolean("inline");
      f.expect({"name", "value", "inline"});
    }
  }

  void count(const std::string* text) {
    embedded_ += text == nullptr ? 0 : characters(*text);
  }

  objections& out_;
  form form_;
  std::size_t embedded_ = 0;
};

reply answer_to(const objections& out) {
  if (!out.refused()) {
    return {204, "", "", {}};
  }
  const bool empty = out.code() == "50006";
  return json_reply(400, {{"code", std::stoi(out.code())},
                          {"message", empty ? "Cannot send an empty message"
                                            : "Invalid Form Body"},
                          {"errors", out.refusals()}});
}

} // namespace

finding check_discord(const request& r) {
  objections out;
  const auto body = json::parse(r.body, nullptr, false);
  if (!r.says_json() || body.is_discarded()) {
    out.refuse("50109", "the body is no JSON, or does not say so");
  } else {
    message_checker{body, out}.check();
  }
  finding f;
  f.problems = out.all();
  f.answer = answer_to(out);
  return f;
}

} // namespace bellwether::sinks
