#include "simulator/exchange.hpp"

#include "simulator/hash.hpp"
#include "simulator/provider.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace bellwether::simulator {

namespace asio = boost::asio;

namespace {

std::shared_ptr<journal_entry> open_entry(provider& p, const connection& c,
                                          clock::time_point now) {
  auto entry = std::make_shared<journal_entry>();
  entry->sequence = ++p.shared().requests;
  entry->at = now - p.shared().start;
  entry->provider = p.name();
  entry->connection = c.number();
  return entry;
}

} // namespace

exchange::exchange(connection& c, provider& p, received_request request)
    : connection_{c},
      provider_{p},
      request_{std::move(request)},
      behavior_{p.current()},
      start_{clock::now()},
      number_{p.next_request()},
      entry_{open_entry(p, c, start_)} {}

asio::awaitable<bool> exchange::run() {
  prepare();
  bool delivered = false;
  if (fault_.kind == fault_kind::hang_before_headers) {
    co_await hang();
  } else {
    const auto wait = delay() + generation_;
    if (wait.count() == 0 || co_await connection_.wait_until(start_ + wait)) {
      delivered = co_await deliver();
    }
  }
  settle(delivered);
  co_return delivered&& close_as_planned();
}

void exchange::prepare() {
  const auto to = route(request_.method, request_.path,
                        !request_.anthropic_version.empty());
  view_ = {.body = request_.body,
           .to = to,
           .version = request_.anthropic_version,
           .manners = manners_at(to, provider_.manners()),
           .quirks = behavior_.quirks,
           .seed = provider_.shared().seed};
  auto read = read_body();
  const auto* q = std::get_if<question>(&read);
  stream_ = q != nullptr && q->stream;
  fault_ = provider_.draw_fault(q != nullptr, stream_);
  open_journal_entry();
  script(std::move(read));
}

void exchange::open_journal_entry() {
  auto& e = *entry_;
  e.fault = fault_.kind;
  e.stream = stream_;
  e.method = request_.method;
  e.path = request_.path;
  e.headers = std::move(request_.headers);
  e.body_bytes = request_.body.size();
  view_.body = {};
  e.body = std::move(request_.body);
  e.body.resize(std::min(e.body.size(), journal::most_body_bytes));
  provider_.log().add(entry_);
}

void exchange::script(std::variant<question, http_reply> read) {
  if (auto faulty = faulty_reply()) {
    script_plain(std::move(*faulty));
  } else if (!has_key()) {
    const bool google = view_.to.speaks == dialect::compat;
    script_plain(
        own_error(google ? google_key_error()
                         : provider_.format(view_.to.speaks).wrong_key()));
  } else if (const auto* q = std::get_if<question>(&read)) {
    script_chat(*q);
  } else {
    auto reply = own_error(std::get<http_reply>(std::move(read)));
    const auto use = reply.use;
    script_plain(std::move(reply));
    if (use) {
      charge_vectors(*use);
    }
  }
}

std::variant<question, http_reply> exchange::read_body() {
  auto& format = provider_.format(view_.to.speaks);
  switch (view_.to.what) {
    case endpoint::chat:
      return format.read(view_);
    case endpoint::embeddings:
    case endpoint::batch_embeddings:
      return format.embed(view_);
    case endpoint::models:
      return format.models(provider_.name());
    case endpoint::wrong_method:
      return format.wrong_method(request_.method);
    case endpoint::unknown:
      break;
  }
  return format.no_such_endpoint(request_.method, request_.path);
}

http_reply exchange::own_error(http_reply reply) const {
  return reply.status >= 400 && view_.to.speaks == dialect::compat
             ? as_compat_error(reply)
             : reply;
}

bool exchange::has_key() const {
  const auto& wanted = behavior_.required_key;
  const auto& keys = request_.keys;
  switch (view_.to.speaks) {
    case dialect::anthropic:
      return wanted.empty() || keys.x_api_key == wanted
             || keys.bearer == wanted;
    case dialect::gemini:
      return wanted.empty() || keys.x_goog_api_key == wanted;
    case dialect::openai:
    case dialect::compat:
      break;
  }
  return wanted.empty() || keys.bearer == wanted;
}

std::chrono::microseconds exchange::delay() const {
  const auto random =
      mix(hash_text(provider_.shared().seed, "latency") ^ mix(number_));
  return sample(behavior_.latency, random);
}

void exchange::settle(bool delivered) {
  auto& e = *entry_;
  const auto k = fault_.kind;
  if (k == fault_kind::reset || k == fault_kind::garbage
      || k == fault_kind::hang_before_headers) {
    e.status = 0;
  } else {
    e.finished = delivered && k != fault_kind::cut;
  }
  if (e.finished && k != fault_kind::error_in_stream) {
    e.completion_tokens = tokens_;
  }
  if (const auto gone = connection_.gone_at()) {
    e.closed_at = *gone - provider_.shared().start;
  }
  make_out_bill(e.finished);
  e.over = true;
}

} // namespace bellwether::simulator
