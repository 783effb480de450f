#include "alerts/smtp.hpp"

#include "alerts/address_guard.hpp"
#include "alerts/web_address.hpp"

#include <algorithm>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <mutex>
#include <string_view>

namespace bellwether::alerts {

namespace {

constexpr const char* stopping = "the daemon stops";

struct free_handle {
  void operator()(CURL* of) const { curl_easy_cleanup(of); }
};
struct free_list {
  void operator()(curl_slist* of) const { curl_slist_free_all(of); }
};
using handle = std::unique_ptr<CURL, free_handle>;
using list = std::unique_ptr<curl_slist, free_list>;

void append(list& to, const std::string& text) {
  if (auto* longer = curl_slist_append(to.get(), text.c_str())) {
    (void)to.release();
    to.reset(longer);
  }
}

/// The library reads the mail from here.
std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
  auto& rest = *static_cast<std::string_view*>(from);
  const auto taken = std::min(size * count, rest.size());
  std::copy_n(rest.begin(), taken, to);
  rest.remove_prefix(taken);
  return taken;
}

/// Not 0 ends the transfer.
int look(void* stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopped)->load() ? 1 : 0;
}

sink_answer failed(std::string problem, bool lasting = false) {
  sink_answer out;
  out.problem = std::move(problem);
  out.lasting_problem = lasting;
  return out;
}

void set_up_once() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

void set_tls(CURL* to, const settings::alert_sink& sink) {
  curl_easy_setopt(to, CURLOPT_USE_SSL,
                   sink.starttls ? CURLUSESSL_ALL : CURLUSESSL_TRY);
  curl_easy_setopt(to, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(to, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!sink.ca_file.empty())
    curl_easy_setopt(to, CURLOPT_CAINFO, sink.ca_file.c_str());
}

void set_sender(CURL* to, const settings::alert_sink& sink,
                const std::string& from) {
  curl_easy_setopt(to, CURLOPT_MAIL_FROM, from.c_str());
  if (!sink.user.empty())
    curl_easy_setopt(to, CURLOPT_USERNAME, sink.user.c_str());
  if (!sink.password.value.empty())
    curl_easy_setopt(to, CURLOPT_PASSWORD, sink.password.value.c_str());
}

void set_limits(CURL* to, const settings::alert_sink& sink,
                const std::atomic<bool>& stopped) {
  constexpr long most_timeouts = 3;
  const auto timeout = static_cast<long>(sink.timeout.count());
  curl_easy_setopt(to, CURLOPT_CONNECTTIMEOUT_MS, timeout);
  curl_easy_setopt(to, CURLOPT_TIMEOUT_MS, most_timeouts * timeout);
  curl_easy_setopt(to, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(to, CURLOPT_PROXY, "");
  curl_easy_setopt(to, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(to, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(to, CURLOPT_XFERINFOFUNCTION, look);
  curl_easy_setopt(to, CURLOPT_XFERINFODATA, &stopped);
}

sink_answer answer_of(CURL* of, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(of, CURLINFO_RESPONSE_CODE, &status);
  sink_answer out;
  out.status = static_cast<int>(status);
  if (code == CURLE_OK)
    return out;
  if (code == CURLE_ABORTED_BY_CALLBACK)
    return failed(stopping);
  out.problem = curl_easy_strerror(code);
  // What went well before the connection broke is no answer to the mail.
  constexpr int first_refusal = 400;
  constexpr int first_lasting = 500;
  if (out.status < first_refusal)
    out.status = 0;
  // A server that cannot look the password up now says 454: it may later.
  const bool passes = out.status != 0 && out.status < first_lasting;
  if (code == CURLE_LOGIN_DENIED && !passes)
    out.status = 535;
  return out;
}

/// Whatever the name: the connection is made to the address that was checked.
/// The certificate must still be the name's.
std::string only_to(const std::string& ip, std::uint16_t port) {
  const bool six = ip.find(':') != ip.npos;
  return "::" + (six ? "[" + ip + "]" : ip) + ":" + std::to_string(port);
}

} // namespace

sink_answer smtp::send(const std::string& mail) {
  if (stopped_)
    return failed(stopping);
  set_up_once();
  const auto at = parse_address(sink_.url.value, smtp_schemes);
  if (!at)
    return failed("its address cannot be understood", true);
  const auto where = find_address(at->host, sink_.allow_private);
  if (where.ip.empty())
    return failed(where.problem, where.refused);
  const handle curl{curl_easy_init()};
  if (!curl)
    return failed("there is no memory for a mail");
  list pin;
  append(pin, only_to(where.ip, at->port));
  list to;
  for (const auto& each : sink_.to)
    append(to, "<" + each + ">");
  const auto from = "<" + sink_.from + ">";
  std::string_view rest = mail;
  curl_easy_setopt(curl.get(), CURLOPT_URL, sink_.url.value.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CONNECT_TO, pin.get());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &rest);
  set_tls(curl.get(), sink_);
  set_sender(curl.get(), sink_, from);
  set_limits(curl.get(), sink_, stopped_);
  return answer_of(curl.get(), curl_easy_perform(curl.get()));
}

} // namespace bellwether::alerts
