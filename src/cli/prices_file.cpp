#include "cli/prices_file.hpp"

#include "cli/whole_file.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace bellwether::cli {

namespace {

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false,
                                   nlohmann::json::error_handler_t::replace);
}

/// The members of a price object. What costs as much as input is left out.
std::string parts(const domain::token_prices& p) {
  auto out = "\"input_usd_per_mtok\": " + settings::dollars(p.input);
  if (p.cached_input != p.input)
    out +=
        ", \"cached_input_usd_per_mtok\": " + settings::dollars(p.cached_input);
  if (p.cache_write != p.input)
    out +=
        ", \"cache_write_usd_per_mtok\": " + settings::dollars(p.cache_write);
  return out + ", \"output_usd_per_mtok\": " + settings::dollars(p.output);
}

std::string object(const domain::price& p) {
  auto out = "{" + parts(p.at(0));
  if (p.long_context)
    out += R"(, "long_context": {"above_tokens": )"
           + std::to_string(p.long_context->above_tokens) + ", "
           + parts(p.long_context->prices) + "}";
  return out + "}";
}

} // namespace

std::string pricing_text(const named_prices& models,
                         const price_origin& origin) {
  std::string out = "{\n  \"updated\": " + quoted(origin.updated)
                    + ",\n  \"source\": " + quoted(origin.source)
                    + ",\n  \"currency\": \"USD\""
                      ",\n  \"unit\": \"per 1M tokens\""
                      ",\n  \"models\": {";
  const char* separator = "\n    ";
  for (const auto& [name, price] : models) {
    out += separator + quoted(name) + ": " + object(price);
    separator = ",\n    ";
  }
  return out + "\n  }\n}\n";
}

std::string write_whole(const std::string& path, const std::string& text,
                        bool replace) {
  whole_file file{path, replace};
  if (auto obstacle = file.obstacle(); !obstacle.empty())
    return obstacle;
  file.out() << text;
  return file.finish();
}

} // namespace bellwether::cli
