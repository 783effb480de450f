#include "providers/anthropic/tuning.hpp"

#include "providers/anthropic/content.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bellwether::providers::anthropic {

namespace {

using names = std::vector<std::string>;

// What becomes of a member that is none of the conversation's own. Any other
// name is left out and reported as dropped: Anthropic refuses what it does not
// know.
enum class fate {
  own,   ///< Anthropic's: passed on as it is
  quiet, ///< bookkeeping that changes no answer: left out without a word
};

struct other_member {
  std::string_view name;
  fate what;
};

constexpr other_member others[] = {
    {"container", fate::own},
    {"context_management", fate::own},
    {"inference_geo", fate::own},
    {"mcp_servers", fate::own},
    {"metadata", fate::quiet},
    {"moderation", fate::quiet},
    {"prompt_cache_key", fate::quiet},
    {"prompt_cache_options", fate::quiet},
    {"prompt_cache_retention", fate::quiet},
    {"store", fate::quiet},
};

constexpr std::size_t longest_user = 256;

std::string decimal(double value) {
  std::array<char, 32> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

// 1 is what both are anyway: leaving that out changes nothing.
bool is_set(const std::optional<double>& value) {
  return value && *value != 1;
}

void drop_if(bool wanted, std::string_view name, names& dropped) {
  if (wanted)
    dropped.emplace_back(name);
}

void write_stop(const conversation& c, object_writer& out, names& dropped) {
  array_writer stop;
  for (const auto& sequence : c.stop) {
    if (!is_blank(sequence))
      stop.add(json_quote(sequence));
  }
  drop_if(stop.count() < c.stop.size(), "stop", dropped);
  if (!stop.empty())
    out.json("stop_sequences", stop.take());
}

void write_tier(const conversation& c, object_writer& out, names& dropped) {
  if (c.service_tier == "auto")
    out.text("service_tier", "auto");
  else if (c.service_tier == "default")
    out.text("service_tier", "standard_only");
  else
    drop_if(!c.service_tier.empty(), "service_tier", dropped);
}

} // namespace

void write_sampling(const conversation& c, const abilities& model,
                    bool thinking, object_writer& out, names& dropped) {
  const bool may = model.sampling && !thinking;
  if (!may) {
    drop_if(is_set(c.temperature), "temperature", dropped);
    drop_if(is_set(c.top_p), "top_p", dropped);
    drop_if(c.top_k.has_value(), "top_k", dropped);
    return;
  }
  // Newer models refuse the two together.
  if (c.temperature) {
    out.json("temperature", decimal(std::clamp(*c.temperature, 0.0, 1.0)));
    drop_if(is_set(c.top_p), "top_p", dropped);
  } else if (c.top_p) {
    out.json("top_p", decimal(*c.top_p));
  }
  if (c.top_k)
    out.number("top_k", *c.top_k);
}

void write_options(const conversation& c, object_writer& out, names& dropped) {
  write_stop(c, out, dropped);
  if (!c.user.empty() && c.user.size() <= longest_user)
    out.json("metadata", object_writer().text("user_id", c.user).take());
  write_tier(c, out, dropped);
}

void write_rest(const conversation& c, std::string_view body,
                object_writer& out, names& dropped) {
  drop_if(c.seed.has_value(), "seed", dropped);
  drop_if(c.logprobs.value_or(false), "logprobs", dropped);
  drop_if(c.top_logprobs.value_or(0) > 0, "top_logprobs", dropped);
  drop_if(c.presence_penalty.value_or(0) != 0, "presence_penalty", dropped);
  drop_if(c.frequency_penalty.value_or(0) != 0, "frequency_penalty", dropped);
  for (const auto& name : c.other) {
    const auto* hit =
        std::find_if(std::begin(others), std::end(others),
                     [&](const other_member& o) { return o.name == name; });
    if (hit == std::end(others))
      dropped.push_back(name);
    else if (hit->what == fate::own)
      out.json(name, find_member(body, name).value_or("null"));
  }
}

} // namespace bellwether::providers::anthropic
