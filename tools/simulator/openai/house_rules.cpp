#include "simulator/openai/house_rules.hpp"

#include "simulator/dom_members.hpp"
#include "simulator/google/models.hpp"

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

/// o1, o3-mini, gpt-5 and so on.
bool reasons(std::string_view model) {
  return model.starts_with("gpt-5")
         || (model.size() > 1 && model[0] == 'o' && model[1] >= '0'
             && model[1] <= '9');
}

house_rules openai_rules(dom::object root, std::string_view model) {
  house_rules h;
  h.pairs_tools = true;
  h.strict_members = true;
  h.reasoning_model = reasons(model);
  if (h.reasoning_model && text_member(root, "reasoning_effort") != "none") {
    h.thinks = thinking::hidden;
  }
  return h;
}

bool deepseek_thinks(dom::object root, std::string_view model) {
  const auto thinking = member(root, "thinking");
  const auto object = thinking ? object_of(*thinking) : std::nullopt;
  const auto type = object ? text_member(*object, "type") : std::nullopt;
  return type ? *type == "enabled"
              : model.find("reasoner") != std::string_view::npos;
}

house_rules deepseek_rules(dom::object root, std::string_view model) {
  house_rules h;
  h.pairs_tools = true;
  h.developer = false;
  h.images = false;
  h.json_schema = false;
  h.many_choices = false;
  h.newer_limit = false;
  h.json_needs_word = true;
  if (deepseek_thinks(root, model)) {
    h.wants_reasoning = true;
    h.thinks = thinking::shown;
  }
  return h;
}

house_rules compat_rules(dom::object root, std::string_view model) {
  house_rules h;
  h.pairs_tools = true;
  h.wants_signatures = needs_signatures(model);
  if (thinks_by_default(model)
      && text_member(root, "reasoning_effort") != "none") {
    h.thinks = thinking::hidden;
  }
  return h;
}

} // namespace

house_rules rules_for(const request_view& r, dom::object root,
                      std::string_view model) {
  house_rules h;
  if (r.to.speaks == dialect::compat) {
    h = compat_rules(root, model);
  } else if (r.manners == vendor::openai) {
    h = openai_rules(root, model);
  } else if (r.manners == vendor::deepseek) {
    h = deepseek_rules(root, model);
  }
  if (r.quirks.has(quirk::reasoning_content)) {
    h.thinks = thinking::shown;
    h.strict_members = false;
  }
  h.refuses_reasoning = r.quirks.has(quirk::refuses_reasoning_content);
  h.wants_reasoning = h.wants_reasoning && !h.refuses_reasoning;
  return h;
}

} // namespace bellwether::simulator
