#include "simulator/admin_api.hpp"

#include "simulator/admin_reply.hpp"
#include "simulator/behavior_json.hpp"
#include "simulator/journal_api.hpp"

#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

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
  constexpr std::string_view prefix = "/providers/";
  if (path.starts_with(prefix)) {
    return on_provider(providers, method, path.substr(prefix.size()), body);
  }
  if (path == "/journal") {
    return answer_journal(providers, method,
                          target.substr(std::min(target.size(), mark + 1)));
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
