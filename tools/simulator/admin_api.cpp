#include "simulator/admin_api.hpp"

#include "simulator/behavior_json.hpp"

#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

http_reply with_json(int status, const json& body) {
  return {status, "content-type: application/json\r\n",
          body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

http_reply refused(int status, std::string_view message,
                   std::string_view field = {}) {
  return with_json(status,
                   {{"error", {{"field", field}, {"message", message}}}});
}

using query = std::map<std::string, std::string, std::less<>>;

/// The parameters behind '?'; names and numbers need no decoding here.
query parse_query(std::string_view text) {
  query q;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const auto equals = std::min(item.find('='), item.size());
    q.emplace(item.substr(0, equals),
              item.substr(std::min(item.size(), equals + 1)));
  }
  return q;
}

provider* find(provider_list& all, std::string_view name) {
  const auto at = std::ranges::find_if(
      all, [name](const auto& p) { return p->name() == name; });
  return at == all.end() ? nullptr : at->get();
}

json state_of(const provider& p) {
  return {{"vendor", name_of(p.manners())},
          {"port", p.endpoint().port()},
          {"base_url", url_of(p.endpoint()) + "/v1"},
          {"listening", p.listening()},
          {"behavior", to_json(p.current())}};
}

http_reply list_providers(const provider_list& all) {
  auto list = json::object();
  for (const auto& p : all) {
    list[p->name()] = state_of(*p);
  }
  return with_json(200, {{"providers", std::move(list)}});
}

http_reply change_behavior(provider& p, std::string_view method,
                           std::string_view body) {
  try {
    if (method == "DELETE") {
      p.restore();
    } else if (method == "PUT" || method == "PATCH") {
      const auto changes = json::parse(body, nullptr, false);
      if (changes.is_discarded()) {
        return refused(400, "the body is not JSON");
      }
      p.change(merge_behavior(method == "PUT" ? p.initial() : p.current(),
                              changes, p.initial()));
    } else if (method != "GET") {
      return refused(405, "use GET, PUT, PATCH or DELETE");
    }
  } catch (const field_error& e) {
    return refused(400, e.what(), e.field());
  } catch (const boost::system::system_error& e) {
    return refused(500, std::string{"the port cannot be had: "} + e.what());
  }
  return with_json(200, to_json(p.current()));
}

http_reply on_provider(provider_list& all, std::string_view method,
                       std::string_view rest, std::string_view body) {
  const auto slash = std::min(rest.find('/'), rest.size());
  auto* p = find(all, rest.substr(0, slash));
  if (p == nullptr) {
    return refused(404, "no such provider");
  }
  const auto part = rest.substr(slash);
  if (part == "/behavior") {
    return change_behavior(*p, method, body);
  }
  if (!part.empty()) {
    return refused(404, "no such path");
  }
  return method == "GET" ? with_json(200, state_of(*p))
                         : refused(405, "use GET");
}

/// The newest `limit` entries of the chosen providers, oldest first.
http_reply list_journal(const std::vector<provider*>& chosen,
                        std::size_t limit) {
  std::vector<std::shared_ptr<const journal_entry>> entries;
  for (auto* p : chosen) {
    const auto& own = p->log().entries();
    entries.insert(entries.end(), own.begin(), own.end());
  }
  std::ranges::sort(entries, {}, [](const auto& e) { return e->sequence; });
  auto list = json::array();
  const auto skipped = entries.size() - std::min(limit, entries.size());
  for (auto i = skipped; i < entries.size(); ++i) {
    list.push_back(to_json(*entries[i]));
  }
  return with_json(200,
                   {{"total", entries.size()}, {"requests", std::move(list)}});
}

http_reply on_journal(provider_list& all, std::string_view method,
                      const query& q) {
  std::size_t limit = 1000;
  std::vector<provider*> chosen;
  chosen.reserve(all.size());
  for (const auto& p : all) {
    chosen.push_back(p.get());
  }
  for (const auto& [name, value] : q) {
    if (name == "provider") {
      chosen.assign(1, find(all, value));
    } else if (name == "limit") {
      const auto* end = value.data() + value.size();
      if (std::from_chars(value.data(), end, limit).ptr != end) {
        return refused(400, "expected a whole number", name);
      }
    } else {
      return refused(400, "unknown parameter", name);
    }
  }
  if (chosen.size() == 1 && chosen.front() == nullptr) {
    return refused(404, "no such provider", "provider");
  }
  if (method == "DELETE") {
    std::ranges::for_each(chosen, [](auto* p) { p->log().clear(); });
    return with_json(200, {{"cleared", true}});
  }
  return method == "GET" ? list_journal(chosen, limit)
                         : refused(405, "use GET or DELETE");
}

http_reply list_stats(const provider_list& all) {
  auto list = json::object();
  for (const auto& p : all) {
    const auto c = p->count();
    list[p->name()] = {{"requests", c.requests},
                       {"open_connections", c.open_connections},
                       {"accepted_connections", c.accepted_connections}};
  }
  return with_json(200, {{"providers", std::move(list)}});
}

} // namespace

http_reply answer_admin(provider_list& providers, std::string_view method,
                        std::string_view target, std::string_view body) {
  const auto mark = std::min(target.find('?'), target.size());
  const auto path = target.substr(0, mark);
  const auto q = parse_query(target.substr(std::min(target.size(), mark + 1)));
  constexpr std::string_view prefix = "/providers/";
  if (path.starts_with(prefix)) {
    return on_provider(providers, method, path.substr(prefix.size()), body);
  }
  if (path == "/journal") {
    return on_journal(providers, method, q);
  }
  if (path != "/providers" && path != "/stats") {
    return refused(404, "no such path");
  }
  if (method != "GET") {
    return refused(405, "use GET");
  }
  return path == "/stats" ? list_stats(providers) : list_providers(providers);
}

std::string url_of(const boost::asio::ip::tcp::endpoint& at) {
  const auto host = at.address().to_string();
  return "http://" + (at.address().is_v6() ? "[" + host + "]" : host) + ":"
         + std::to_string(at.port());
}

} // namespace bellwether::simulator
