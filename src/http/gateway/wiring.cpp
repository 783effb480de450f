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
bool is_configured(const header_list& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& header) {
    return boost::beast::iequals(header.first, name);
  });
}

std::string request_head(const provider_wire& to, const deployment_wire& at,
                         const settings::provider& from, bool stream) {
  std::string head = "POST " + to.origin.prefix
                     + at.codec->path(at.target, stream)
                     + " HTTP/1.1\r\nHost: " + to.origin.authority() + "\r\n";
  auto add = [&](const auto& header) {
    head += header.first + ": " + header.second + "\r\n";
  };
  for (const auto& header : at.codec->headers(from.api_key))
    if (!is_configured(from.headers, header.first))
      add(header);
  for (const auto& header : from.headers)
    add(header);
  return head;
}

deployment_wire wire(const domain::deployment& from,
                     const settings::provider& provider,
                     const provider_wire& to) {
  deployment_wire out;
  out.provider = &to;
  out.provider_index = from.provider;
  out.codec = &codec_for(to, from.task);
  out.target = {from.upstream_name, from.max_output_tokens, from.traits};
  out.head = request_head(to, out, provider, false);
  out.stream_head = request_head(to, out, provider, true);
  out.limits.connect = provider.timeouts.connect;
  out.limits.first_byte = provider.timeouts.first_byte;
  out.limits.idle = provider.timeouts.idle;
  out.stream_limits = out.limits;
  if (from.streams.first_token.count() > 0)
    out.stream_limits.first_byte =
        std::min(out.limits.first_byte, from.streams.first_token);
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
  return out;
}

} // namespace bellwether::http
