#include "sinks/slack_blocks.hpp"

#include "sinks/form.hpp"
#include "sinks/slack_markup.hpp"

#include <string_view>
#include <utility>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* code = "invalid_blocks";
constexpr std::size_t most_blocks = 50;
constexpr bounds section_text{1, 3000};
constexpr bounds field_text{1, 2000};
constexpr bounds header_text{1, 150};
constexpr bounds button_text{1, 75};
constexpr bounds id_text{1, 255};

std::string item(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

class block_checker {
public:
  block_checker(objections& out, std::vector<std::string>& mentions)
      : out_{out}, mentions_{mentions} {}

  void check(const json& block, const std::string& path) {
    form f{block, path, code, out_};
    const auto* type = f.text("type", {}, need::required);
    if (type == nullptr) {
      return;
    }
    f.text("block_id", id_text);
    for (const auto& [name, check_it] : kinds) {
      if (*type == name) {
        (this->*check_it)(f, block, path);
        return;
      }
    }
    f.refuse("type", "'" + *type + "' is not known here");
  }

private:
  using checker = void (block_checker::*)(form&, const json&,
                                          const std::string&);

  void section(form& f, const json& block, const std::string& path) {
    f.only({"type", "block_id", "text", "fields", "accessory", "expand"});
    if (const auto* text = f.object("text")) {
      check_text(*text, path + ".text", section_text);
    } else if (!f.has("fields")) {
      f.refuse("text", "is missing, and so are fields");
    }
    f.list("fields", {1, 10});
    each(block, "fields", path, [&](const json& field, const std::string& at) {
      check_text(field, at, field_text);
    });
    if (const auto* accessory = f.object("accessory")) {
      check_element(*accessory, path + ".accessory");
    }
  }

  void header(form& f, const json&, const std::string& path) {
    f.only({"type", "block_id", "text"});
    if (const auto* text = f.object("text", need::required)) {
      check_text(*text, path + ".text", header_text, true);
    }
  }

  void divider(form& f, const json&, const std::string&) {
    f.only({"type", "block_id"});
  }

  void context(form& f, const json& block, const std::string& path) {
    f.only({"type", "block_id", "elements"});
    f.list("elements", {1, 10}, need::required);
    each(block, "elements", path, [&](const json& one, const std::string& at) {
      const bool is_image =
          one.is_object() && one.contains("type") && one["type"] == "image";
      is_image ? check_image(one, at) : check_text(one, at, section_text);
    });
  }

  void actions(form& f, const json& block, const std::string& path) {
    f.only({"type", "block_id", "elements"});
    f.list("elements", {1, 25}, need::required);
    each(block, "elements", path, [&](const json& one, const std::string& at) {
      check_element(one, at);
    });
  }

  void image(form& f, const json& block, const std::string& path) {
    f.only({"type", "block_id", "image_url", "alt_text", "title"});
    check_image(block, path);
    if (const auto* title = f.object("title")) {
      check_text(*title, path + ".title", field_text, true);
    }
  }

  void check_image(const json& at, const std::string& path) {
    form f{at, path, code, out_};
    f.address("image_url", false, need::required);
    f.text("alt_text", field_text, need::required);
  }

  void check_element(const json& at, const std::string& path) {
    form f{at, path, code, out_};
    const auto* type = f.choice("type", {"button", "image"}, need::required);
    if (type == nullptr) {
      return;
    }
    if (*type == "image") {
      check_image(at, path);
      return;
    }
    f.only({"type", "text", "action_id", "url", "value", "style", "confirm",
            "accessibility_label"});
    f.text("action_id", id_text);
    f.text("value", {0, 2000});
    f.choice("style", {"primary", "danger"});
    f.address("url");
    f.text("url", {1, 3000});
    if (const auto* text = f.object("text", need::required)) {
      check_text(*text, path + ".text", button_text, true);
    }
  }

  void check_text(const json& at, const std::string& path, bounds length,
                  bool plain_only = false) {
    form f{at, path, code, out_};
    const auto* type =
        plain_only ? f.choice("type", {"plain_text"}, need::required)
                   : f.choice("type", {"plain_text", "mrkdwn"}, need::required);
    const auto* text = f.text("text", length, need::required);
    if (type == nullptr || text == nullptr) {
      return;
    }
    if (*type == "plain_text") {
      f.only({"type", "text", "emoji"});
      return;
    }
    f.only({"type", "text", "verbatim"});
    auto found = read_markup(*text, path, out_);
    mentions_.insert(mentions_.end(), found.begin(), found.end());
  }

  template <class Check>
  static void each(const json& block, const char* name, const std::string& path,
                   Check check_one) {
    const auto list = block.find(name);
    if (list == block.end() || !list->is_array()) {
      return;
    }
    std::size_t index = 0;
    for (const auto& one : *list) {
      check_one(one, item(path + "." + name, index++));
    }
  }

  static constexpr std::pair<std::string_view, checker> kinds[]{
      {"section", &block_checker::section},
      {"header", &block_checker::header},
      {"divider", &block_checker::divider},
      {"context", &block_checker::context},
      {"actions", &block_checker::actions},
      {"image", &block_checker::image}};

  objections& out_;
  std::vector<std::string>& mentions_;
};

} // namespace

void check_blocks(const json& blocks, const std::string& path, objections& out,
                  std::vector<std::string>& mentions) {
  if (!blocks.is_array()) {
    out.refuse(code, path + ": is no list");
    return;
  }
  if (blocks.size() > most_blocks) {
    out.refuse(code, path + ": " + std::to_string(blocks.size())
                         + " members, at most 50");
  }
  std::size_t index = 0;
  for (const auto& block : blocks) {
    block_checker{out, mentions}.check(block, item(path, index++));
  }
}

} // namespace bellwether::sinks
