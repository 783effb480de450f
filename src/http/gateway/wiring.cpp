#include "http/gateway/wiring.hpp"

#include "providers/openai_codec.hpp"

#include <stdexcept>
#include <utility>

namespace bellwether::http {

namespace {

std::unique_ptr<providers::codec> make_codec(settings::provider_kind kind) {
  switch (kind) {
    case settings::provider_kind::openai:
    case settings::provider_kind::deepseek:
    case settings::provider_kind::openai_compatible:
      return providers::make_openai_codec();
  }
  throw std::logic_error{"a provider kind without a codec"};
}

provider_wire wire(const settings::provider& from) {
  auto origin = upstream::parse_base_url(from.base_url);
  if (!origin)
    throw std::logic_error{"a base_url that did not validate"};
  auto proxy = upstream::proxy_from_environment(*origin);
  return {make_codec(from.kind), std::move(*origin), std::move(proxy),
          from.max_idle_connections};
}

std::string request_head(const provider_wire& to, const providers::target& at,
                         const settings::provider& from, bool stream) {
  std::string head = "POST " + to.origin.prefix + to.codec->path(at, stream)
                     + " HTTP/1.1\r\nHost: " + to.origin.authority() + "\r\n";
  auto add = [&](const auto& header) {
    head += header.first + ": " + header.second + "\r\n";
  };
  for (const auto& header : to.codec->headers(from.api_key))
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
  out.target = {from.upstream_name, from.max_output_tokens};
  out.head = request_head(to, out.target, provider, false);
  out.stream_head = request_head(to, out.target, provider, true);
  out.limits.connect = provider.timeouts.connect;
  out.limits.first_byte = provider.timeouts.first_byte;
  out.limits.idle = provider.timeouts.idle;
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
