#include "http/control/answers.hpp"
#include "http/control/events_text.hpp"
#include "http/control/pages.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace bellwether::http {

namespace {

using log = std::shared_ptr<const actors::event_log>;
using std::chrono::steady_clock;

constexpr int most_followers = 8;
constexpr std::chrono::seconds between_comments{15};
/// How soon a follower that left, or a daemon that stops, is noticed.
constexpr std::chrono::milliseconds patience{250};

/// One of the places that followers share; given back at its end.
class place {
public:
  /// Null: all are taken.
  static std::shared_ptr<place> take(std::shared_ptr<std::atomic<int>> taken) {
    if (taken->fetch_add(1) < most_followers)
      return std::make_shared<place>(std::move(taken));
    taken->fetch_sub(1);
    return nullptr;
  }

  explicit place(std::shared_ptr<std::atomic<int>> taken)
      : taken_{std::move(taken)} {}
  place(const place&) = delete;
  place& operator=(const place&) = delete;
  ~place() { taken_->fetch_sub(1); }

private:
  std::shared_ptr<std::atomic<int>> taken_;
};

/// What one follower is sent.
class follower {
public:
  follower(log events, std::uint64_t after, std::shared_ptr<place> at)
      : events_{std::move(events)}, last_{after}, place_{std::move(at)} {}

  /// Sends what there is, after waiting a moment for it; false ends the
  /// connection.
  bool go_on(httplib::DataSink& to) {
    if (!to.is_writable())
      return false;
    const auto text = next();
    if (!text.empty()) {
      last_sent_ = steady_clock::now();
      if (!to.write(text.data(), text.size()))
        return false;
    }
    if (events_->closed())
      to.done();
    return true;
  }

private:
  std::string next() {
    if (!greeted_) {
      greeted_ = true;
      return ": changes of state, as they happen\n\n";
    }
    std::string out;
    for (const auto& each : events_->wait_after(last_, patience)) {
      out += event_text(each);
      last_ = each.id;
    }
    if (out.empty() && steady_clock::now() - last_sent_ >= between_comments)
      out = ": nothing new\n\n";
    return out;
  }

  log events_;
  std::uint64_t last_;
  std::shared_ptr<place> place_;
  bool greeted_ = false;
  steady_clock::time_point last_sent_ = steady_clock::now();
};

/// The event that the request has seen last, if it names one.
std::variant<std::optional<std::uint64_t>, control_error> seen_last(
    const httplib::Request& request) {
  const auto from_header = request.has_header("Last-Event-ID");
  if (!from_header && !request.has_param("after"))
    return std::nullopt;
  const auto text = from_header ? request.get_header_value("Last-Event-ID")
                                : request.get_param_value("after");
  std::uint64_t id = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, fault] = std::from_chars(text.data(), end, id);
  if (fault == std::errc{} && stopped == end)
    return id;
  const std::string name = from_header ? "Last-Event-ID" : "after";
  return control_error{
      400, name + " must be the id of an event: a whole number, 0 for all",
      "invalid_value", name};
}

/// Where to go on. An id that the log has not given yet is from before the
/// daemon was started anew: what is kept has not been seen.
std::uint64_t start(std::optional<std::uint64_t> seen, std::uint64_t otherwise,
                    std::uint64_t newest) {
  if (!seen)
    return otherwise;
  return *seen > newest ? 0 : *seen;
}

bool wants_json(const httplib::Request& request) {
  if (request.has_param("format"))
    return request.get_param_value("format") == "json";
  return request.get_header_value("Accept").starts_with("application/json");
}

void follow(httplib::Response& to, const log& events, std::uint64_t after,
            const std::shared_ptr<std::atomic<int>>& taken) {
  auto at = place::take(taken);
  if (!at)
    return send_error(
        to, {503,
             "eight clients follow the events already, and no more can; end "
             "one of them, or read /events?format=json now and then",
             "too_many_followers"});
  to.set_header("Cache-Control", "no-cache");
  to.set_chunked_content_provider(
      "text/event-stream",
      [feed = std::make_shared<follower>(events, after, std::move(at))](
          std::size_t, httplib::DataSink& sink) { return feed->go_on(sink); });
}

} // namespace

void add_events(httplib::Server& to, const control_config& config) {
  const auto taken = std::make_shared<std::atomic<int>>(0);
  to.Get("/events", [events = config.events, taken](const auto& request,
                                                    auto& answer) {
    const auto parsed = seen_last(request);
    if (const auto* error = std::get_if<control_error>(&parsed))
      return send_error(answer, *error);
    const auto seen = std::get<std::optional<std::uint64_t>>(parsed);
    const auto newest = events->newest();
    if (wants_json(request))
      return send_json(
          answer, events_json(events->after(start(seen, 0, newest)), newest));
    follow(answer, events, start(seen, newest, newest), taken);
  });
}

} // namespace bellwether::http
