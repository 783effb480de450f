#include "domain/rfc3339.hpp"
#include "storage/members.hpp"
#include "storage/memory_fields.hpp"
#include "storage/memory_readers.hpp"
#include "storage/wall_time.hpp"

#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::size_t most_models = 10'000; ///< of all providers together
constexpr std::size_t most_latencies = 256;
/// So long latencies can be added up without an overflow.
constexpr milliseconds longest_latency = std::chrono::hours{24 * 365};

/// Reads the providers of one file and counts the entries that it leaves out.
class provider_reader {
public:
  explicit provider_reader(const moment& now) : now_{now} {}

  void read_providers(const json& all,
                      std::map<std::string, provider_memory>& to);
  std::size_t left_out() const { return left_out_; }

private:
  bool read_provider(const json& from, provider_memory& to);
  void read_models(const json& all, std::map<std::string, model_memory>& to);
  bool read_model(const json& from, model_memory& to);
  bool read_health(const json& from, domain::health_memory& to) const;
  bool read_time(const json& from, const char* field,
                 domain::time_point& to) const;

  const moment& now_;
  std::size_t models_ = 0;
  std::size_t left_out_ = 0;
};

bool read_state(const json& from, domain::health_state& to) {
  std::string name;
  if (!read_text(from, fields::state, name))
    return false;
  const auto state = domain::parse_health_state(name);
  if (state)
    to = *state;
  return state.has_value();
}

bool read_latencies(const json& from, const char* field,
                    std::vector<std::chrono::nanoseconds>& to) {
  const json* found = member(from, field);
  if (found == nullptr)
    return true;
  if (!found->is_array() || found->size() > most_latencies)
    return false;
  const auto most = static_cast<std::uint64_t>(longest_latency.count());
  for (const json& latency : *found) {
    if (!latency.is_number_unsigned() || latency.get<std::uint64_t>() > most)
      return false;
    to.emplace_back(milliseconds{latency.get<milliseconds::rep>()});
  }
  return true;
}

bool provider_reader::read_time(const json& from, const char* field,
                                domain::time_point& to) const {
  if (member(from, field) == nullptr)
    return true;
  std::string text;
  if (!read_text(from, field, text))
    return false;
  const auto at = domain::read_rfc3339(text);
  if (at)
    to = to_steady(*at, now_);
  return at.has_value();
}

bool provider_reader::read_health(const json& from,
                                  domain::health_memory& to) const {
  return read_state(from, to.state) && read_time(from, fields::since, to.since)
         && read_time(from, fields::held_until, to.held_until)
         && read_number(from, fields::consecutive_failures,
                        to.consecutive_failures)
         && read_number(from, fields::consecutive_opens, to.consecutive_opens)
         && read_number(from, fields::consecutive_rate_limits,
                        to.consecutive_rate_limits)
         && read_text(from, fields::cause, to.cause);
}

/// A hold is worth more than latencies: it is kept when they are damaged.
bool provider_reader::read_model(const json& from, model_memory& to) {
  if (!read_health(from, to.health))
    return false;
  for (const auto& [field, latencies] :
       {std::pair{fields::first_tokens, &to.first_tokens},
        std::pair{fields::answers, &to.answers}})
    if (!read_latencies(from, field, *latencies)) {
      latencies->clear();
      ++left_out_;
    }
  return true;
}

void provider_reader::read_models(const json& all,
                                  std::map<std::string, model_memory>& to) {
  for (const auto& [name, entry] : all.items()) {
    model_memory model;
    if (models_ < most_models && read_model(entry, model)) {
      to.emplace(name, std::move(model));
      ++models_;
    } else
      ++left_out_;
  }
}

bool provider_reader::read_provider(const json& from, provider_memory& to) {
  if (!read_health(from, to.health))
    return false;
  const json* models = member(from, fields::models);
  if (models != nullptr && models->is_object())
    read_models(*models, to.models);
  else if (models != nullptr)
    ++left_out_;
  return true;
}

void provider_reader::read_providers(
    const json& all, std::map<std::string, provider_memory>& to) {
  for (const auto& [name, entry] : all.items()) {
    provider_memory provider;
    if (to.size() < most_providers && read_provider(entry, provider))
      to.emplace(name, std::move(provider));
    else
      ++left_out_;
  }
}

} // namespace

std::size_t read_providers(const json& root, const moment& now, memory& to) {
  const json* all = member(root, fields::providers);
  if (all == nullptr || !all->is_object())
    return 1;
  provider_reader reader{now};
  reader.read_providers(*all, to.providers);
  return reader.left_out();
}

} // namespace bellwether::storage
