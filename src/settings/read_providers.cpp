#include "settings/api_key.hpp"
#include "settings/base_url.hpp"
#include "settings/header_rules.hpp"
#include "settings/read_values.hpp"
#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::settings {

namespace {

constexpr std::array kinds{provider_kind::openai, provider_kind::anthropic,
                           provider_kind::gemini, provider_kind::deepseek,
                           provider_kind::openai_compatible};

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

void read_headers(object_reader& provider_reader, provider& out) {
  auto headers = provider_reader.object("headers");
  for (const auto& [name, value] : headers.source().members) {
    headers.value(name);
    if (const auto error = header_name_error(name, out.kind); !error.empty())
      headers.refuse(name, error);
    else if (std::ranges::any_of(out.headers, [&](const auto& other) {
               return same_name(other.first, name);
             }))
      headers.refuse(name, "stands twice, in different letters");
    else if (value.what != node::kind::text)
      headers.refuse(name, header_value_error(""));
    else if (const auto wrong = header_value_error(value.text); !wrong.empty())
      headers.refuse(name, wrong);
    out.headers.emplace_back(name, value.text);
  }
}

void read_timeouts(object_reader timeouts, upstream_timeouts& out) {
  timeouts.duration("connect_ms", out.connect, {1, 120'000});
  timeouts.duration("first_byte_ms", out.first_byte, {1, 3'600'000});
  timeouts.duration("idle_ms", out.idle, {1, 3'600'000});
}

void read_provider_limits(object_reader limits, provider& out) {
  auto& slots = out.concurrency;
  limits.whole("max_concurrent", slots.most, {1, 100'000});
  slots.least = std::min(slots.least, slots.most);
  limits.flag("adaptive", slots.adaptive);
  limits.whole("queue", out.queue, {0, 100'000});
  read_share(limits, "quota_headroom_percent", out.quota_headroom, 0, 90);
  limits.whole("max_idle_connections", out.max_idle_connections, {0, 10'000});
}

void read_base_url(object_reader& reader, provider& out) {
  const bool given = reader.has("base_url");
  if (!reader.text("base_url", out.base_url)) {
    out.base_url = default_base_url(out.kind);
    if (!given && out.base_url.empty())
      reader.missing("base_url", "the URL that "
                                     + std::string{added_path(out.kind)}
                                     + " is added to, such as "
                                       "https://api.openai.com/v1");
    return;
  }
  if (const auto error = base_url_error(out.base_url, out.kind); !error.empty())
    reader.refuse("base_url", "is " + shown(out.base_url) + ", " + error);
  while (out.base_url.ends_with('/'))
    out.base_url.pop_back();
}

void note_keys(const provider& p, std::vector<std::string>& notes) {
  if (p.needs_key && is_readable_on_the_way(p.base_url))
    notes.push_back("provider " + p.name
                    + " is reached over http://: its key and all prompts can "
                      "be read on the way");
  if (!p.needs_key && p.base_url == default_base_url(p.kind))
    notes.push_back("provider " + p.name
                    + " is called without a key: neither api_key_env nor "
                      "api_key_file is set");
}

void read_provider(object_reader reader, std::string name,
                   const surroundings& around, draft& out) {
  provider read;
  read.name = std::move(name);
  if (reader.value("kind") == nullptr)
    reader.missing("kind",
                   "openai, anthropic, gemini, deepseek or "
                   "openai_compatible");
  reader.choice<provider_kind>("kind", read.kind, kinds);
  read_base_url(reader, read);
  auto key = read_api_key(
      reader, around,
      {"api_key_env", "api_key_file", "api_key", "OPENAI_API_KEY"});
  read.api_key = std::move(key.value);
  read.api_key_from = std::move(key.from);
  read.needs_key = key.needed;
  read_timeouts(reader.object("timeouts"), read.timeouts);
  read_streams(reader.object("stream"), read.streams);
  read_provider_limits(reader.object("limits"), read);
  read.probe = out.probe;
  read_probe(reader.object("probe"), read.probe);
  read_headers(reader, read);
  if (key.disabled.empty())
    note_keys(read, out.value.notes);
  if (!key.remedy.empty() && !key.disabled.empty())
    out.remedies.push_back(std::move(key.remedy));
  out.disabled.push_back(std::move(key.disabled));
  out.value.catalog.providers.push_back(read.name);
  out.value.providers.push_back(std::move(read));
}

} // namespace

void read_providers(object_reader& root, const surroundings& around,
                    draft& out) {
  const auto providers = root.named("providers");
  const auto* value = root.value("providers");
  if (value == nullptr)
    root.missing("providers", "an object with at least one provider");
  else if (value->what == node::kind::object && providers.empty())
    root.refuse("providers", "is empty, must hold at least one provider");
  for (const auto& [name, provider] : providers) {
    const auto path = root.path_of("providers") + "." + shown_key(name);
    if (const auto error = name_error(name, ""); !error.empty())
      root.problems().push_back(
          {path, "is " + shown(name) + ", " + error, provider.line});
    read_provider({provider, path, root.problems()}, name, around, out);
  }
}

} // namespace bellwether::settings
