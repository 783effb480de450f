#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/wire_format.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <array>

namespace bellwether::settings {

namespace {

using domain::reasoning_control;

constexpr std::array controls{
    reasoning_control::automatic, reasoning_control::none,
    reasoning_control::effort,    reasoning_control::budget,
    reasoning_control::adaptive,  reasoning_control::level};

/// One word of `capabilities`: an unknown one, or one that cannot be carried.
void read_capability(object_reader& model, const std::string& name,
                     const provider* at, domain::capabilities& out) {
  const auto known = std::ranges::find(features(), name, &feature::name);
  if (known == features().end()) {
    std::vector<std::string> all;
    for (const auto& each : features())
      all.emplace_back(each.name);
    const auto near = suggestion(name, all);
    model.refuse("capabilities", "holds " + shown(name)
                                   + ", allowed are tools, vision, audio and "
                                     "json_schema"
                                   + (near.empty() ? "" : "; ") + near);
    return;
  }
  if (at != nullptr && !(format_capabilities(at->kind).*known->flag))
    model.refuse("capabilities", "holds " + shown(name) + ", which provider "
                                     + at->name + " of kind "
                                     + std::string{to_string(at->kind)}
                                     + " cannot take; must be "
                                     + alternatives(feature_names(at->kind)));
  else
    out.*known->flag = true;
}

void read_capabilities(object_reader& model, const provider* at,
                       domain::capabilities& out) {
  if (at != nullptr) {
    const auto carried = format_capabilities(at->kind);
    out.remote_images = carried.remote_images;
    out.documents = carried.documents;
    out.many_choices = carried.many_choices;
  }
  std::vector<std::string> names;
  if (!model.texts("capabilities", names))
    return;
  for (const auto& each : features())
    out.*each.flag = false;
  for (const auto& name : names)
    read_capability(model, name, at, out);
}

void read_task(object_reader& model, const provider* at, domain::task& out) {
  const auto index = model.word("task", {"chat", "embeddings"});
  if (!index || *index == 0)
    return;
  out = domain::task::embeddings;
  if (at != nullptr && !has_embeddings(at->kind))
    model.refuse("task", "is \"embeddings\", must be chat: provider " + at->name
                             + " is of kind " + std::string{to_string(at->kind)}
                             + ", which has no embeddings");
}

} // namespace

void read_abilities(object_reader& model, const provider* at,
                    domain::deployment& out) {
  read_task(model, at, out.task);
  read_capabilities(model, at, out.capabilities);
  model.choice<reasoning_control>("reasoning", out.traits.reasoning, controls);
  model.flag("sampling", out.traits.sampling);
  model.flag("replays_reasoning", out.traits.replays_reasoning);
  if (at != nullptr)
    out.streams = at->streams;
  read_streams(model.object("stream"), out.streams);
}

} // namespace bellwether::settings
