#include "cli/prices_litellm.hpp"

#include "settings/document.hpp"
#include "settings/shown_value.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace bellwether::cli {

namespace {

using domain::money;
using settings::node;
using settings::problem;

constexpr std::string_view input_key = "input_cost_per_token";
constexpr std::string_view output_key = "output_cost_per_token";
constexpr std::string_view cached_key = "cache_read_input_token_cost";
constexpr std::string_view write_key = "cache_creation_input_token_cost";

constexpr std::array token_modes{"chat", "completion", "responses",
                                 "embedding"};

std::string mode_of(const node& entry) {
  const auto* mode = entry.find("mode");
  return mode == nullptr ? "" : mode->text;
}

/// An entry without a mode is judged by its prices alone.
bool has_token_mode(const node& entry) {
  const auto mode = mode_of(entry);
  return mode.empty()
         || std::ranges::find(token_modes, mode) != token_modes.end();
}

/// N of "input_cost_per_token_above_Nk_tokens", in tokens. Other endings
/// ("..._tokens_batches") are prices of other services.
std::optional<std::int64_t> bound_in(std::string_view key) {
  constexpr std::string_view ending = "k_tokens";
  const auto start = std::string{input_key} + "_above_";
  if (!key.starts_with(start) || !key.ends_with(ending))
    return std::nullopt;
  key.remove_prefix(start.size());
  key.remove_suffix(std::min(key.size(), ending.size()));
  std::int64_t thousands = 0;
  const auto [end, error] =
      std::from_chars(key.data(), key.data() + key.size(), thousands);
  if (error != std::errc{} || end != key.data() + key.size() || thousands < 1
      || thousands > 100'000)
    return std::nullopt;
  return thousands * 1'000;
}

/// With several bounds the lowest: rather too much is charged than too little.
std::optional<std::int64_t> lowest_bound(const node& entry) {
  std::optional<std::int64_t> lowest;
  for (const auto& [key, unused] : entry.members)
    if (const auto bound = bound_in(key))
      lowest = std::min(*bound, lowest.value_or(*bound));
  return lowest;
}

/// Reads the prices of one entry.
class entry_reader {
public:
  entry_reader(const std::string& name, const node& entry,
               std::vector<problem>& problems)
      : name_{name}, entry_{entry}, problems_{problems} {}

  /// Nothing without a price of input tokens, or of output tokens if it has
  /// these.
  std::optional<domain::price> read() {
    const auto input = usd(input_key);
    auto output = usd(output_key);
    if (!output && mode_of(entry_) == "embedding")
      output = money{};
    const auto cached = usd(cached_key);
    const auto write = usd(write_key);
    if (!input || !output)
      return std::nullopt;
    return domain::price{*input, cached.value_or(*input),
                         write.value_or(*input), *output,
                         long_context({*input, cached, write, *output})};
  }

private:
  /// Usual prices; the cache's may be absent, then they are the input's.
  struct usual_prices {
    money input;
    std::optional<money> cached;
    std::optional<money> write;
    money output;
  };

  /// What has no price for long prompts keeps its usual one.
  std::optional<domain::long_context_price> long_context(
      const usual_prices& usual) {
    const auto above = lowest_bound(entry_);
    if (!above)
      return std::nullopt;
    const auto suffix = "_above_" + std::to_string(*above / 1'000) + "k_tokens";
    const auto longer = [&](std::string_view key, money otherwise) {
      return usd(std::string{key} + suffix).value_or(otherwise);
    };
    const auto input = longer(input_key, usual.input);
    return domain::long_context_price{
        *above,
        {input, longer(cached_key, usual.cached.value_or(input)),
         longer(write_key, usual.write.value_or(input)),
         longer(output_key, usual.output)}};
  }

  /// Per million tokens; nothing if the key is absent or wrong.
  std::optional<money> usd(std::string_view key) {
    constexpr double most_per_token = 0.1; // what a pricing_file may say
    const auto* value = entry_.find(key);
    if (value == nullptr || value->what == node::kind::null)
      return std::nullopt;
    const bool number =
        value->what == node::kind::integer || value->what == node::kind::number;
    if (number && value->number >= 0 && value->number <= most_per_token)
      return money::usd(value->number * 1e6);
    problems_.push_back({settings::shown_key(name_) + "." + std::string{key},
                         "is " + settings::shown(*value)
                             + ", must be a number of USD per token from 0 to "
                               "0.1",
                         value->line});
    return std::nullopt;
  }

  const std::string& name_;
  const node& entry_;
  std::vector<problem>& problems_;
};

bool is_wanted(const std::string& name, const std::vector<std::string>& only) {
  return only.empty() || std::ranges::find(only, name) != only.end();
}

void read_entry(const settings::member& entry, litellm_prices& out,
                std::vector<problem>& problems) {
  const auto& [name, value] = entry;
  if (value.what != node::kind::object) {
    problems.push_back({settings::shown_key(name),
                        "is " + settings::shown(value) + ", must be an object",
                        value.line});
    return;
  }
  if (!has_token_mode(value)) {
    ++out.other_modes;
    return;
  }
  const auto price = entry_reader{name, value, problems}.read();
  if (price)
    out.models.emplace_back(name, *price);
  else
    ++out.unpriced;
}

/// Why a model that was asked for by name is not in the result.
std::string absence(const node& document, const std::string& name) {
  const auto start = "names " + settings::shown(name) + ", which ";
  if (const auto* entry = document.find(name)) {
    if (!has_token_mode(*entry))
      return start + "is for " + settings::shown(mode_of(*entry));
    return start + "has no prices of tokens";
  }
  std::vector<std::string> known;
  known.reserve(document.members.size());
  for (const auto& each : document.members)
    known.push_back(each.key);
  const auto near = settings::suggestion(name, known);
  return start + "is not in the file" + (near.empty() ? "" : "; ") + near;
}

} // namespace

std::variant<litellm_prices, std::vector<problem>> read_litellm(
    std::string_view text, const std::vector<std::string>& only) {
  auto document = settings::parse_document(text, max_litellm_bytes);
  if (auto* wrong = std::get_if<std::vector<problem>>(&document))
    return std::move(*wrong);
  const auto& root = std::get<node>(document);
  std::vector<problem> problems;
  litellm_prices out;
  if (root.what != node::kind::object)
    return std::vector<problem>{
        {"the file", "is " + settings::shown(root) + ", must be an object", 1}};
  for (const auto& entry : root.members)
    if (is_wanted(entry.key, only))
      read_entry(entry, out, problems);
  if (problems.empty())
    for (const auto& name : only)
      if (std::ranges::find(out.models, name, &named_prices::value_type::first)
          == out.models.end())
        problems.push_back({"--only", absence(root, name)});
  if (!problems.empty())
    return problems;
  return out;
}

} // namespace bellwether::cli
