#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/text_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::settings {

namespace {

constexpr std::size_t max_pricing_bytes = std::size_t{4} * 1024 * 1024;
constexpr double max_usd_per_mtok = 100'000;

std::optional<domain::money> read_usd(object_reader& price,
                                      std::string_view key) {
  double usd = 0;
  if (!price.real(key, usd, 0, max_usd_per_mtok))
    return std::nullopt;
  return domain::money::usd(usd);
}

constexpr std::array part_keys{"input_usd_per_mtok", "output_usd_per_mtok",
                               "cached_input_usd_per_mtok",
                               "cache_write_usd_per_mtok"};

/// The prices of the four kinds of tokens; the cache's two may be absent.
std::optional<domain::token_prices> read_parts(object_reader& price) {
  const auto input = read_usd(price, "input_usd_per_mtok");
  const auto cached = read_usd(price, "cached_input_usd_per_mtok");
  const auto write = read_usd(price, "cache_write_usd_per_mtok");
  const auto output = read_usd(price, "output_usd_per_mtok");
  if (!input || !output)
    return std::nullopt;
  return domain::token_prices{*input, cached.value_or(*input),
                              write.value_or(*input), *output};
}

void require_both(object_reader& price, std::string_view otherwise) {
  for (const auto* key : {"input_usd_per_mtok", "output_usd_per_mtok"})
    if (!price.has(key))
      price.missing(
          key, "a number of USD per million tokens" + std::string{otherwise});
}

std::optional<domain::long_context_price> read_long_context(
    object_reader& price) {
  const auto* value = price.value("long_context");
  if (value == nullptr)
    return std::nullopt;
  auto longer = price.object("long_context");
  if (value->what != node::kind::object)
    return std::nullopt; // reported by the reader
  domain::long_context_price out;
  const bool bound = longer.whole("above_tokens", out.above_tokens,
                                  {1, 100'000'000, "tokens"});
  if (!longer.has("above_tokens"))
    longer.missing("above_tokens",
                   "the tokens of the longest prompt that is "
                   "not long");
  const auto parts = read_parts(longer);
  require_both(longer, "");
  if (!bound || !parts)
    return std::nullopt;
  out.prices = *parts;
  return out;
}

void read_list(const node& document, price_list& out,
               std::vector<problem>& problems) {
  object_reader list{document, "", problems};
  std::string note;
  list.text("updated", note);
  list.text("source", note);
  list.word("currency", {"USD"});
  list.word("unit", {"per 1M tokens"});
  if (list.value("models") == nullptr)
    list.missing("models", "an object of model names with their prices");
  for (const auto& [name, value] : list.named("models")) {
    const auto price =
        read_price({value, "models." + shown_key(name), problems});
    // A wrong price is reported; the models that name it are not wrong too.
    out.prices.emplace(name, price.value_or(domain::price{}));
  }
}

} // namespace

std::optional<domain::price> read_price(object_reader price) {
  const auto flat = read_usd(price, "flat_usd_per_mtok");
  const auto parts = read_parts(price);
  const auto longer = read_long_context(price);
  if (price.has("flat_usd_per_mtok")) {
    const auto stands = [&](const auto& key) {
      return price.has(key);
    };
    if (std::ranges::any_of(part_keys, stands) || stands("long_context"))
      price.refuse("flat_usd_per_mtok",
                   "is one price for every token, must not stand beside "
                   "prices of its parts");
    return flat ? std::optional{domain::price::flat(*flat)} : std::nullopt;
  }
  require_both(price, " (or give flat_usd_per_mtok alone)");
  if (!parts)
    return std::nullopt;
  return domain::price{parts->input, parts->cached_input, parts->cache_write,
                       parts->output, longer};
}

price_list read_pricing_file(object_reader& root, const std::string& folder) {
  price_list out;
  std::string name;
  if (!root.text("pricing_file", name))
    return out;
  out.named = true;
  const auto file = read_text_file(resolve(folder, name), max_pricing_bytes);
  if (const auto* error = std::get_if<file_error>(&file)) {
    root.refuse("pricing_file", "is " + shown(name) + ", which " + error->why);
    return out;
  }
  auto document = parse_document(std::get<std::string>(file));
  std::vector<problem> found;
  if (auto* wrong = std::get_if<std::vector<problem>>(&document))
    found = std::move(*wrong);
  else {
    out.readable = true;
    read_list(std::get<node>(document), out, found);
    std::ranges::stable_sort(found, {}, &problem::line);
  }
  for (const auto& each : found)
    root.refuse("pricing_file", shown(name) + ": " + to_string(each));
  return out;
}

} // namespace bellwether::settings
