#pragma once

#include "domain/money.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::http {

/// Sets `name` to the amount as a number, for those who compute with it, and
/// `name`_exact to its text with all nine decimals.
void put_money(nlohmann::ordered_json& to, const std::string& name,
               domain::money amount);

/// `text`, or null for "".
nlohmann::ordered_json text_or_null(const std::string& text);

/// The document as a page: indented, with a line end. What is no UTF-8 in it
/// is replaced.
std::string page_of(const nlohmann::ordered_json& document);

} // namespace bellwether::http
