#include "http/gateway/wiring.hpp"

#include "http/gateway/reply.hpp"
#include "providers/anthropic/codec.hpp"
#include "providers/gemini/codec.hpp"
#include "providers/gemini/embeddings.hpp"
#include "providers/openai/codec.hpp"
#include "providers/openai/embeddings.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

namespace bellwether::http {

namespace {

provider_wire make_codecs(settings::provider_kind kind) {
  using enum settings::provider_kind;
  using providers::openai_dialect;
  provider_wire out;
  switch (kind) {
    case openai:
      out.chat = providers::make_openai_codec(openai_dialect::openai);
      out.embeddings = providers::make_openai_embeddings_codec();
      return out;
    case anthropic:
      out.chat = providers::make_anthropic_codec();
      return out;
    case gemini:
      out.chat = providers::make_gemini_codec();
      out.embeddings = providers::make_gemini_embeddings_codec();
      return out;
    case deepseek:
      out.chat = providers::make_openai_codec(openai_dialect::deepseek);
      return out;
    case openai_compatible:
      out.chat = providers::make_openai_codec(openai_dialect::compatible);
      out.embeddings = providers::make_openai_embeddings_codec();
      return out;
  }
  throw std::logic_error{"a provider kind without a codec"};
}

const providers::codec& codec_for(const provider_wire& at, domain::task task) {
  const auto& found = task == domain::task::chat ? at.chat : at.embeddings;
  if (!found)
    throw std::logic_error{"a model with a task that its provider lacks"};
  return *found;
}

provider_wire wire(const settings::provider& from) {
  auto origin = upstream::parse_base_url(from.base_url);
  if (!origin)
    throw std::logic_error{"a base_url that did not validate"};
  auto proxy = upstream::proxy_from_environment(*origin);
  auto out = make_codecs(from.kind);
  out.origin = std::move(*origin);
  out.proxy = std::move(proxy);
  out.max_idle_connections = from.max_idle_connections;
  return out;
}

/// A header of the settings takes the place of the codec's own.
bool is_configured(const settings::provider& in, std::string_view name) {
  return std::ranges::any_of(in.headers, [&](const auto& header) {
    return boost::beast::iequals(header.first, name);
  });
}

std::string request_head(const std::string& method, const std::string& path,
                         const provider_wire& to, const providers::codec& codec,
                         const settings::provider& from) {
  std::string head = method + " " + to.origin.prefix + path
                     + " HTTP/1.1\r\nHost: " + to.origin.authority() + "\r\n";
  auto add = [&](const auto& header) {
    head += header.first + ": " + header.second + "\r\n";
  };
  for (const auto& header : codec.headers(from.api_key))
    if (!is_configured(from, header.first))
      add(header);
  for (const auto& header : from.headers)
    add(header);
  return head;
}

upstream::exchange_limits limits_of(const settings::provider& from) {
  upstream::exchange_limits out;
  out.connect = from.timeouts.connect;
  out.first_byte = from.timeouts.first_byte;
  out.idle = from.timeouts.idle;
  return out;
}

deployment_wire wire(const domain::deployment& from,
                     const settings::provider& provider,
                     const provider_wire& to) {
  deployment_wire out;
  out.provider = &to;
  out.provider_index = from.provider;
  out.codec = &codec_for(to, from.task);
  out.target = {from.upstream_name, from.max_output_tokens, from.traits};
  out.head = request_head("POST", out.codec->path(out.target, false), to,
                          *out.codec, provider);
  out.stream_head = request_head("POST", out.codec->path(out.target, true), to,
                                 *out.codec, provider);
  out.limits = limits_of(provider);
  out.stream_limits = out.limits;
  if (from.streams.first_token.count() > 0)
    out.stream_limits.first_byte =
        std::min(out.limits.first_byte, from.streams.first_token);
  return out;
}

domain::money price_of_probe(const domain::price& at) {
  const domain::usage one{.prompt = 1, .completion = 1};
  return domain::cost_of(at, one);
}

/// Whether a probe asks `a` rather than `b`: the cheaper one, then the one that
/// comes first in routes. A model without a price comes last.
bool is_better_to_probe(const domain::deployment& a,
                        const domain::deployment& b) {
  if (a.price && b.price
      && price_of_probe(*a.price) != price_of_probe(*b.price))
    return price_of_probe(*a.price) < price_of_probe(*b.price);
  if (a.price.has_value() != b.price.has_value())
    return a.price.has_value();
  return a.priority < b.priority;
}

std::optional<std::size_t> model_to_probe(const domain::catalog& models,
                                          std::size_t provider) {
  std::optional<std::size_t> out;
  for (std::size_t i = 0; i < models.deployments.size(); ++i) {
    const auto& each = models.deployments[i];
    if (each.provider == provider && each.task == domain::task::chat
        && (!out || is_better_to_probe(each, models.deployments[*out])))
      out = i;
  }
  return out;
}

/// Has the probe ask the provider's cheapest model for one token. Stays with
/// the list of models if there is none.
void ask_for_a_token(probe_wire& out, const wiring& all,
                     const domain::catalog& models, std::size_t provider) {
  const auto chosen = model_to_probe(models, provider);
  if (!chosen)
    return;
  const auto& at = all.deployments[*chosen];
  const auto body = "{\"model\":" + json_string(models.deployments[*chosen].name)
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                      "\"max_tokens\":1}";
  auto made = at.codec->encode(body, at.target, false);
  auto* request = std::get_if<providers::encoded>(&made);
  if (request == nullptr)
    return;
  out.head = at.head;
  out.body = std::move(request->body);
  out.deployment = chosen;
}

std::optional<std::size_t> find_dearest_chat(const domain::catalog& models) {
  std::optional<std::size_t> out;
  for (std::size_t i = 0; i < models.deployments.size(); ++i) {
    const auto& each = models.deployments[i];
    if (each.task == domain::task::chat && each.price
        && (!out
            || each.price->output > models.deployments[*out].price->output))
      out = i;
  }
  return out;
}

probe_wire wire_probe(const settings::provider& from, const provider_wire& to) {
  probe_wire out;
  out.head = request_head("GET", to.chat->models_path(), to, *to.chat, from);
  out.limits = limits_of(from);
  out.timeout = from.probe.timeout;
  return out;
}

} // namespace

std::shared_ptr<const wiring> make_wiring(const settings::settings& from) {
  auto out = std::make_shared<wiring>();
  out->providers.reserve(from.providers.size());
  for (const auto& provider : from.providers)
    out->providers.push_back(wire(provider));
  for (const auto& deployment : from.catalog.deployments)
    out->deployments.push_back(wire(deployment,
                                    from.providers.at(deployment.provider),
                                    out->providers.at(deployment.provider)));
  for (std::size_t i = 0; i < out->providers.size(); ++i) {
    auto& probe = out->providers[i].probe;
    probe = wire_probe(from.providers[i], out->providers[i]);
    if (from.providers[i].probe.kind == domain::probe_kind::completion)
      ask_for_a_token(probe, *out, from.catalog, i);
  }
  out->dearest_chat = find_dearest_chat(from.catalog);
  return out;
}

} // namespace bellwether::http
