#include "simulator/simulator.hpp"

#include "simulator/admin_api.hpp"
#include "simulator/admin_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace bellwether::simulator {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

tcp::endpoint endpoint_for(const std::string& host, std::uint16_t port) {
  boost::system::error_code ec;
  const auto address =
      asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, ec);
  if (ec) {
    throw std::runtime_error{"'" + host + "' is no IP address"};
  }
  return {address, port};
}

behavior initial_behavior(const options& o) {
  behavior b;
  b.latency.ms = o.latency_ms;
  b.tokens_per_second = o.tokens_per_second;
  return b;
}

/// Runs `take_port`, and says which port it was when it cannot be had.
template <typename F>
auto with_port(const std::string& who, const tcp::endpoint& at, F take_port) {
  try {
    return take_port();
  } catch (const boost::system::system_error& e) {
    throw std::runtime_error{who + " cannot listen on " + url_of(at) + ": "
                             + e.code().message()};
  }
}

} // namespace

struct simulator::impl {
  asio::io_context io{1};
  world shared{io};
  provider_list providers;
  std::unique_ptr<admin_server> admin;
  asio::signal_set signals{io};
  tcp::endpoint admin_at;

  void stop() {
    boost::system::error_code ignored;
    signals.cancel(ignored);
    admin->stop();
    for (const auto& p : providers) {
      p->stop();
    }
    shared.pace.stop();
  }
};

simulator::simulator(const options& o) : impl_{std::make_unique<impl>()} {
  auto& m = *impl_;
  m.shared.seed = o.seed;
  for (const auto& p : o.providers) {
    const auto at = endpoint_for(o.host, p.port);
    m.providers.push_back(with_port("provider " + p.name, at, [&] {
      return std::make_unique<provider>(m.io, m.shared, p.name, p.manners, at,
                                        initial_behavior(o));
    }));
  }
  const auto at = endpoint_for(o.admin_host, o.admin_port);
  m.admin = with_port("the admin interface", at, [&] {
    return std::make_unique<admin_server>(m.io, m.providers, at);
  });
  m.admin_at = m.admin->endpoint();
}

simulator::~simulator() = default;

void simulator::run() {
  impl_->io.run();
}

void simulator::stop() {
  asio::post(impl_->io, [m = impl_.get()] { m->stop(); });
}

void simulator::stop_on_signals() {
  impl_->signals.add(SIGINT);
  impl_->signals.add(SIGTERM);
  impl_->signals.async_wait([this](boost::system::error_code ec, int) {
    if (!ec) {
      impl_->stop();
    }
  });
}

std::string simulator::addresses() const {
  auto providers = nlohmann::json::object();
  for (const auto& p : impl_->providers) {
    providers[p->name()] = {{"port", p->endpoint().port()},
                            {"base_url", url_of(p->endpoint()) + "/v1"}};
  }
  return nlohmann::json{{"admin",
                         {{"host", impl_->admin_at.address().to_string()},
                          {"port", impl_->admin_at.port()},
                          {"url", admin_url()}}},
                        {"providers", std::move(providers)}}
      .dump(2);
}

std::string simulator::admin_url() const {
  return url_of(impl_->admin_at);
}

std::uint16_t simulator::port_of(std::string_view provider) const {
  const auto& all = impl_->providers;
  const auto at = std::ranges::find_if(
      all, [provider](const auto& p) { return p->name() == provider; });
  return at == all.end() ? std::uint16_t{0} : (*at)->endpoint().port();
}

} // namespace bellwether::simulator
