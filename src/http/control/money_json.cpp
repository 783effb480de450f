#include "http/control/money_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::ordered_json;

void put_money(ordered_json& to, const std::string& name,
               domain::money amount) {
  to[name] = amount.usd();
  to[name + "_exact"] = domain::to_string(amount);
}

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

std::string page_of(const ordered_json& document) {
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace)
         + "\n";
}

} // namespace bellwether::http
