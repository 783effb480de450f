#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::deployment;
using domain::tier;

using domain::model_family;

constexpr std::array tiers{tier::economy, tier::standard, tier::premium};

constexpr std::array families{model_family::openai, model_family::anthropic,
                              model_family::gemini, model_family::deepseek,
                              model_family::other};

model_family family_of(provider_kind k) {
  switch (k) {
    case provider_kind::openai:
      return model_family::openai;
    case provider_kind::anthropic:
      return model_family::anthropic;
    case provider_kind::gemini:
      return model_family::gemini;
    case provider_kind::deepseek:
      return model_family::deepseek;
    case provider_kind::openai_compatible:
      break;
  }
  return model_family::other;
}

std::optional<domain::price> find_price(object_reader& model,
                                        const std::string& name,
                                        const price_list& list) {
  if (!list.named)
    model.refuse("price", "is " + shown(name)
                            + ", a name in a price list, but there is no "
                              "pricing_file");
  if (!list.readable)
    return std::nullopt;
  if (const auto found = list.prices.find(name); found != list.prices.end())
    return found->second;
  std::vector<std::string> known;
  known.reserve(list.prices.size());
  for (const auto& [each, price] : list.prices)
    known.push_back(each);
  const auto near = suggestion(name, known);
  model.refuse("price", "is " + shown(name) + ", which the pricing_file does "
                          "not know"
                          + (near.empty() ? "" : "; ") + near);
  return std::nullopt;
}

void read_model_price(object_reader& model, const price_list& list,
                      deployment& out) {
  const auto* value = model.value("price");
  if (value == nullptr)
    return;
  if (value->what == node::kind::text)
    out.price = find_price(model, value->text, list);
  else if (value->what == node::kind::object)
    out.price = read_price(model.object("price"));
  else
    model.refuse("price", "is " + shown(*value)
                            + ", must be an object of prices or a name in the "
                              "pricing_file");
}

void read_names(object_reader& model, deployment& out) {
  if (model.text("name", out.name)) {
    if (const auto error = name_error(out.name, "/:@+"); !error.empty())
      model.refuse("name", "is " + shown(out.name) + ", " + error);
  } else if (!model.has("name"))
    model.missing("name", "what callers ask for");
  out.upstream_name = out.name;
  if (model.text("upstream_name", out.upstream_name))
    if (const auto error = name_error(out.upstream_name, "/:@+");
        !error.empty())
      model.refuse("upstream_name",
                   "is " + shown(out.upstream_name) + ", " + error);
}

void read_provider_of(object_reader& model,
                      const std::vector<std::string>& providers,
                      deployment& out) {
  out.provider = providers.size();
  std::string name;
  if (!model.text("provider", name)) {
    if (!model.has("provider"))
      model.missing("provider", "the name of one of the providers");
    return;
  }
  const auto it = std::ranges::find(providers, name);
  out.provider = static_cast<std::size_t>(it - providers.begin());
  if (it != providers.end())
    return;
  const auto near = suggestion(name, providers);
  model.refuse(
      "provider",
      "is " + shown(name) + ", which is no provider; "
          + (near.empty() ? "there are " + alternatives(providers) : near));
}

void read_windows(object_reader& model, deployment& out) {
  constexpr std::int64_t most = 100'000'000;
  model.whole("context_window", out.context_window, {1, most, "tokens"});
  if (!model.whole("max_output_tokens", out.max_output_tokens,
                   {1, most, "tokens"}))
    out.max_output_tokens = std::min(out.max_output_tokens, out.context_window);
  else if (out.max_output_tokens > out.context_window)
    model.refuse("max_output_tokens",
                 "is " + std::to_string(out.max_output_tokens)
                     + ", must not be above context_window, "
                     + std::to_string(out.context_window) + " tokens");
}

std::optional<domain::price> read_default_price(object_reader& root) {
  const auto* value = root.value("default_price");
  if (value == nullptr)
    return std::nullopt;
  if (value->what == node::kind::object)
    return read_price(root.object("default_price"));
  root.refuse("default_price",
              "is " + shown(*value) + ", must be an object of prices");
  return std::nullopt;
}

deployment read_model(object_reader model, const price_list& prices,
                      const std::optional<domain::price>& otherwise,
                      const settings& all) {
  deployment out;
  read_names(model, out);
  read_provider_of(model, all.catalog.providers, out);
  const bool known = out.provider < all.providers.size();
  model.choice<tier>("tier", out.tier, tiers);
  model.whole("priority", out.priority, {1, 1'000'000});
  read_windows(model, out);
  out.price = otherwise;
  read_model_price(model, prices, out);
  if (known)
    out.family = family_of(all.providers[out.provider].kind);
  model.choice<model_family>("tokenizer", out.family, families);
  read_abilities(model, known ? &all.providers[out.provider] : nullptr, out);
  model.texts("fallbacks", out.fallbacks);
  return out;
}

} // namespace

void read_models(object_reader& root, const price_list& prices, draft& out) {
  const auto otherwise = read_default_price(root);
  const auto models = root.list("models");
  const auto* value = root.value("models");
  if (value == nullptr)
    root.missing("models", "a list with at least one model");
  else if (value->what == node::kind::list && models.empty())
    root.refuse("models", "is empty, must list at least one model");
  auto& deployments = out.value.catalog.deployments;
  for (const auto& model : models) {
    const auto path = "models[" + std::to_string(deployments.size()) + "]";
    auto read = read_model({model, path, root.problems()}, prices, otherwise,
                           out.value);
    const auto twin = std::ranges::find_if(deployments, [&](const auto& other) {
      return other.name == read.name && other.provider == read.provider;
    });
    if (twin != deployments.end() && !read.name.empty()
        && read.provider < out.value.providers.size())
      root.problems().push_back(
          {path,
           "is " + shown(read.name) + " at provider "
               + out.value.providers[read.provider].name
               + " once more, as models["
               + std::to_string(twin - deployments.begin()) + "]",
           model.line});
    deployments.push_back(std::move(read));
  }
}

} // namespace bellwether::settings
