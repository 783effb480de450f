#include "http/gateway/endpoints.hpp"

#include <charconv>
#include <optional>
#include <set>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

constexpr std::string_view prefix = "/v1/models/";

/// Whose the model or route `id` is: its first provider's, or ours.
std::optional<std::string> owner_of(const domain::catalog& c,
                                    std::string_view id) {
  if (c.routes.contains(id))
    return "bellwether";
  for (const auto& d : c.deployments)
    if (d.name == id)
      return c.providers[d.provider];
  return std::nullopt;
}

std::string model_json(const services& with, std::string_view id) {
  return "{\"id\":" + json_string(id) + ",\"object\":\"model\",\"created\":"
         + std::to_string(with.started_at)
         + ",\"owned_by\":" + json_string(*owner_of(*with.catalog, id)) + "}";
}

/// Undoes %XX: clients send a model's name that holds a slash either way.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const auto* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size()
        && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

} // namespace

asio::awaitable<void> list_models(request_context& at) {
  const auto& catalog = *at.with.catalog;
  std::set<std::string_view> ids;
  for (const auto& [name, route] : catalog.routes)
    ids.insert(name);
  for (const auto& d : catalog.deployments)
    ids.insert(d.name);
  std::erase_if(ids, [&](auto id) { return !at.sender.may_ask_for(id); });
  reply out;
  for (auto id : ids)
    out.body += (out.body.empty() ? "" : ",") + model_json(at.with, id);
  out.body = "{\"object\":\"list\",\"data\":[" + out.body + "]}";
  co_await at.send(std::move(out));
}

asio::awaitable<void> retrieve_model(request_context& at) {
  const auto id =
      percent_decoded(std::string_view{at.path}.substr(prefix.size()));
  reply out;
  if (at.sender.may_ask_for(id) && owner_of(*at.with.catalog, id))
    out.body = model_json(at.with, id);
  else
    out = error_reply(404, {.message = "the model " + json_string(id)
                                       + " does not exist; GET /v1/models "
                                         "lists what does",
                            .param = "model",
                            .code = "model_not_found"});
  co_await at.send(std::move(out));
}

} // namespace bellwether::http
