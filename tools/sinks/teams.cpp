#include "sinks/teams.hpp"

#include "sinks/form.hpp"

#include <regex>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* bad = "BadRequest";
constexpr std::size_t most_bytes = 28UL * 1024;
constexpr bounds not_empty{1};

/// Walks through an adaptive card.
class card_checker {
public:
  explicit card_checker(objections& out) : out_{out} {}

  void check_card(const json& card, const std::string& path) {
    static const std::regex version_shape{R"(1\.[0-6])"};
    form f{card, path, bad, out_};
    f.choice("type", {"AdaptiveCard"}, need::required);
    const auto* version = f.text("version", {}, need::required);
    if (version != nullptr && !std::regex_match(*version, version_shape)) {
      f.refuse("version", "is none that Teams shows");
    }
    check_all(f, path, "body", true, need::required);
    check_all(f, path, "actions", false, need::optional);
    f.expect({"$schema", "type", "version", "body", "actions", "msteams",
              "fallbackText", "speak", "lang"});
  }

private:
  /// Elements, or actions, of a list.
  void check_all(form& f, const std::string& path, const char* name,
                 bool elements, need how) {
    const auto* list = f.list(name, {}, how);
    std::size_t index = 0;
    for (const auto& one : list == nullptr ? json::array() : *list) {
      const auto at = path + "." + name + "[" + std::to_string(index++) + "]";
      elements ? check_element(one, at) : check_action(one, at);
    }
  }

  void check_element(const json& at, const std::string& path) {
    form f{at, path, bad, out_};
    const auto* type = f.text("type", {}, need::required);
    if (type == nullptr) {
      return;
    }
    if (*type == "TextBlock") {
      f.text("text", not_empty, need::required);
    } else if (*type == "FactSet") {
      check_facts(f, path);
    } else if (*type == "Container" || *type == "Column") {
      check_all(f, path, "items", true, need::required);
    } else if (*type == "ColumnSet") {
      check_all(f, path, "columns", true, need::required);
    } else if (*type == "Image") {
      f.address("url", true, need::required);
    } else if (*type == "ActionSet") {
      check_all(f, path, "actions", false, need::required);
    } else {
      f.refuse("type", "'" + *type + "' is not known here");
    }
  }

  void check_facts(form& f, const std::string& path) {
    const auto* facts = f.list("facts", {1}, need::required);
    std::size_t index = 0;
    for (const auto& one : facts == nullptr ? json::array() : *facts) {
      form fact{one, path + ".facts[" + std::to_string(index++) + "]", bad,
                out_};
      fact.text("title", not_empty, need::required);
      fact.text("value", {}, need::required);
      fact.only({"title", "value"});
    }
  }

  void check_action(const json& at, const std::string& path) {
    form f{at, path, bad, out_};
    // Teams drops Action.Submit of cards that come through a webhook.
    f.choice("type", {"Action.OpenUrl"}, need::required);
    f.text("title", not_empty, need::required);
    f.address("url", false, need::required);
  }

  objections& out_;
};

void check_message(const json& body, objections& out) {
  constexpr const char* card_type = "application/vnd.microsoft.card.adaptive";
  form f{body, "", bad, out};
  f.choice("type", {"message"}, need::required);
  f.expect({"type", "attachments", "summary"});
  const auto* all = f.list("attachments", {1, 1}, need::required);
  if (all == nullptr) {
    return;
  }
  form attachment{all->front(), "attachments[0]", bad, out};
  attachment.choice("contentType", {card_type}, need::required);
  attachment.expect({"contentType", "contentUrl", "content"});
  if (const auto* card = attachment.object("content", need::required)) {
    card_checker{out}.check_card(*card, "attachments[0].content");
  }
}

} // namespace

finding check_teams(const request& r) {
  objections out;
  const auto body = json::parse(r.body, nullptr, false);
  if (r.body.size() > most_bytes) {
    out.refuse("RequestEntityTooLarge",
               std::to_string(r.body.size()) + " bytes, at most 28672");
  } else if (!r.says_json() || body.is_discarded()) {
    out.refuse(bad, "the body is no JSON, or does not say so");
  } else {
    check_message(body, out);
  }
  finding f;
  f.problems = out.all();
  f.answer =
      out.refused() ? json_reply(
          out.code() == bad ? 400 : 413,
          {{"error",
            {{"code", out.code()}, {"message", out.refusals().front()}}}})
                    : reply{202, "", "", {}};
  return f;
}

} // namespace bellwether::sinks
