#include "http/gateway/reply.hpp"

#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include <iterator>

namespace bellwether::http {

using namespace nlohmann::literals;

void append(header_list& to, header_list more) {
  if (to.empty()) {
    to = std::move(more);
    return;
  }
  to.insert(to.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
}

std::string json_string(std::string_view text) {
  using json = nlohmann::json;
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_json(const error_body& error) {
  auto or_null = [](const std::string& text) {
    return text.empty() ? std::string{"null"} : json_string(text);
  };
  return R"({"error":{"message":)" + json_string(error.message) + ",\"type\":"
         + json_string(error.type) + ",\"param\":" + or_null(error.param)
         + ",\"code\":" + or_null(error.code) + "}}";
}

reply error_reply(int status, const error_body& error) {
  reply out;
  out.status = status;
  out.body = to_json(error);
  return out;
}

std::string error_text(const reply& error, std::string_view member) {
  const auto body = nlohmann::json::parse(error.body, nullptr, false);
  const auto found = body.value("/error"_json_pointer / std::string{member},
                                nlohmann::json(nullptr));
  return found.is_string() ? found.get<std::string>() : std::string{};
}

std::string_view status_text(int status) {
  namespace bhttp = boost::beast::http;
  return bhttp::obsolete_reason(
      bhttp::int_to_status(static_cast<unsigned>(status)));
}

} // namespace bellwether::http
