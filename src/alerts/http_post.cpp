#include "alerts/http_post.hpp"

#include "alerts/address_guard.hpp"
#include "alerts/line_cutter.hpp"
#include "alerts/web_address.hpp"

#include <httplib.h>

#include <algorithm>
#include <ctime>
#include <exception>
#include <mutex>
#include <utility>

namespace bellwether::alerts {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t most_of_answer = std::size_t{8} * 1024;
/// For the whole of it: one that sends a byte now and then must end too.
constexpr int most_timeouts = 3;

/// What the library says, for people. Its words hold no URL.
sink_answer failed(httplib::Error why) {
  sink_answer out;
  switch (why) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
      out.problem = "it cannot be reached";
      break;
    case httplib::Error::SSLServerVerification:
      out.problem =
          "its certificate is not valid for its name, or its issuer is "
          "not trusted";
      break;
    case httplib::Error::SSLConnection:
      out.problem = "TLS with it fails";
      break;
    case httplib::Error::SSLLoadingCerts:
      out.problem = "the certificates in ca_file cannot be read";
      out.lasting_problem = true;
      break;
    case httplib::Error::Read:
      out.problem = "it did not answer in time, or closed the connection";
      break;
    default:
      out.problem = "it broke off: " + httplib::to_string(why);
  }
  return out;
}

/// Seconds, also where a date was sent.
std::string seconds_of(const std::string& retry_after) {
  std::tm when{};
  if (::strptime(retry_after.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &when)
      == nullptr)
    return retry_after;
  const auto wait = ::timegm(&when) - std::time(nullptr);
  return std::to_string(std::max<std::time_t>(wait, 0));
}

httplib::Request request_of(const parcel& what, const std::string& target) {
  httplib::Request out;
  out.method = "POST";
  out.path = target;
  out.body = what.body;
  for (const auto& [name, value] : what.headers)
    out.headers.emplace(name, value);
  return out;
}

} // namespace

class http_post::impl {
public:
  explicit impl(post_limits limits) : limits_{std::move(limits)} {}

  sink_answer send(const parcel& what) try {
    const auto at = parse_address(what.url, http_schemes);
    if (!at)
      return lasting("its URL cannot be understood");
    const auto where = find_address(at->host, limits_.allow_private);
    if (where.ip.empty()) {
      sink_answer out;
      out.problem = where.problem;
      out.lasting_problem = where.refused;
      return out;
    }
    return at->secure ? secure(*at, where.ip, what)
                      : plain(*at, where.ip, what);
  } catch (const std::exception& fault) {
    sink_answer out;
    out.problem = std::string{"it could not be asked: "} + fault.what();
    return out;
  }

  void stop() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    if (running_ != nullptr)
      running_->cut();
  }

private:
  static sink_answer lasting(std::string problem) {
    sink_answer out;
    out.problem = std::move(problem);
    out.lasting_problem = true;
    return out;
  }

  sink_answer plain(const web_address& at, const std::string& ip,
                    const parcel& what) {
    httplib::ClientImpl client{at.host, at.port};
    return talk(client, at, ip, what);
  }

  sink_answer secure(const web_address& at, const std::string& ip,
                     const parcel& what) {
    httplib::SSLClient client{at.host, at.port};
    if (!limits_.ca_file.empty())
      client.set_ca_cert_path(limits_.ca_file, "");
    client.enable_server_certificate_verification(true);
    return talk(client, at, ip, what);
  }

  sink_answer talk(httplib::ClientImpl& client, const web_address& at,
                   const std::string& ip, const parcel& what) {
    client.set_hostname_addr_map({{at.host, ip}});
    client.set_follow_location(false);
    client.set_keep_alive(false);
    client.set_connection_timeout(limits_.timeout);
    client.set_read_timeout(limits_.timeout);
    client.set_write_timeout(limits_.timeout);
    line_cutter cutter{clock::now() + most_timeouts * limits_.timeout};
    client.set_socket_options([&](int socket) { cutter.watch(socket); });
    if (!begin(cutter))
      return stopped();
    auto out = ask(client, request_of(what, at.target));
    return end() && out.status == 0 ? stopped() : out;
  }

  /// Reads the beginning of the answer; its status counts whatever comes then.
  static sink_answer ask(httplib::ClientImpl& client,
                         httplib::Request request) {
    sink_answer out;
    const auto take_head = [&](const httplib::Response& head) {
      out.status = head.status;
      if (head.has_header("Retry-After"))
        out.retry_after = seconds_of(head.get_header_value("Retry-After"));
      return true;
    };
    request.response_handler = take_head;
    request.content_receiver = [&](const char* data, std::size_t size,
                                   std::uint64_t, std::uint64_t) {
      const auto room = most_of_answer - out.body.size();
      out.body.append(data, std::min(room, size));
      return out.body.size() < most_of_answer;
    };
    const auto result = client.send(request);
    if (result && out.status == 0)
      take_head(*result); // an answer without a body has no handler called
    if (!result && result.error() != httplib::Error::Canceled) {
      auto why = failed(result.error());
      out.problem = std::move(why.problem);
      out.lasting_problem = why.lasting_problem;
    }
    return out;
  }

  static sink_answer stopped() {
    sink_answer out;
    out.problem = "the daemon stops";
    return out;
  }

  bool begin(line_cutter& with) {
    const std::lock_guard lock{mutex_};
    if (!stopped_)
      running_ = &with;
    return !stopped_;
  }

  /// Whether it was stopped.
  bool end() {
    const std::lock_guard lock{mutex_};
    running_ = nullptr;
    return stopped_;
  }

  post_limits limits_;
  std::mutex mutex_;
  line_cutter* running_ = nullptr;
  bool stopped_ = false;
};

http_post::http_post(post_limits limits)
    : impl_{std::make_unique<impl>(std::move(limits))} {}

http_post::~http_post() = default;

sink_answer http_post::send(const parcel& what) {
  return impl_->send(what);
}

void http_post::stop() {
  impl_->stop();
}

} // namespace bellwether::alerts
