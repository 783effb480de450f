#include "simulator/exchange.hpp"

#include "simulator/hash.hpp"
#include "simulator/provider.hpp"

#include <boost/beast/http/status.hpp>

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

std::int64_t unix_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
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
  auto& format = provider_.format();
  const auto where = format.route(request_.method, request_.path);
  std::variant<question, http_reply> read = http_reply{};
  if (where == endpoint::chat) {
    read = format.read(request_.body);
  }
  const auto* q = std::get_if<question>(&read);
  stream_ = q != nullptr && q->stream;
  fault_ = provider_.draw_fault(q != nullptr, stream_);

  auto& e = *entry_;
  e.fault = fault_.kind;
  e.stream = stream_;
  e.method = request_.method;
  e.path = request_.path;
  e.headers = std::move(request_.headers);
  e.body_bytes = request_.body.size();
  e.body = std::move(request_.body);
  e.body.resize(std::min(e.body.size(), journal::most_body_bytes));
  provider_.log().add(entry_);

  if (auto faulty = faulty_reply()) {
    script_plain(std::move(*faulty));
  } else if (!behavior_.required_key.empty()
             && request_.key != behavior_.required_key) {
    script_plain(format.wrong_key());
  } else if (q != nullptr) {
    script_chat(*q);
  } else if (where == endpoint::chat) {
    script_plain(std::get<http_reply>(std::move(read)));
  } else if (where == endpoint::models) {
    script_plain(format.models(provider_.name()));
  } else if (where == endpoint::wrong_method) {
    script_plain(format.wrong_method(request_.method));
  } else {
    script_plain(format.no_such_endpoint(request_.method, request_.path));
  }
}

std::optional<http_reply> exchange::faulty_reply() const {
  const auto v = provider_.manners();
  switch (fault_.kind) {
    case fault_kind::status: {
      auto r = native_error(v, fault_.status);
      r.body = fault_.body.value_or(r.body);
      for (const auto& [name, value] : fault_.headers) {
        append_header(r.headers, name, value);
      }
      return r;
    }
    case fault_kind::rate_limit:
      return rate_limited(v, fault_.retry_after_s);
    case fault_kind::quota:
      return quota_gone(v);
    case fault_kind::html:
      return http_reply{200, "content-type: text/html\r\n",
                        "<html><head><title>Welcome</title></head>"
                        "<body><h1>It works</h1></body></html>\n"};
    case fault_kind::empty_200:
      return http_reply{200, "content-type: application/json\r\n", ""};
    case fault_kind::invalid_json_200:
      return http_reply{200, "content-type: application/json\r\n",
                        R"({"id":"chatcmpl-broken","choices":[{"index":)"};
    case fault_kind::error_in_200: {
      auto r = native_error(v, 500);
      r.status = 200;
      return r;
    }
    default:
      return std::nullopt;
  }
}

void exchange::script_chat(const question& q) {
  const answer_source source{provider_.shared().seed, provider_.name(), number_,
                             behavior_.tokens};
  auto a = make_answer(q, source, unix_seconds());
  a.drop_usage = fault_.kind == fault_kind::drop_usage;
  entry_->prompt_tokens = a.prompt_tokens;
  if (q.stream) {
    begin_head(200,
               "content-type: text/event-stream; charset=utf-8\r\n"
               "cache-control: no-cache\r\n");
    end_head(std::nullopt);
    provider_.format().stream(a, script_);
    shape_stream();
    return;
  }
  plain_tokens_ = a.tokens.size();
  generation_ = generation_time(behavior_, plain_tokens_);
  script_plain(
      {200, "content-type: application/json\r\n", provider_.format().plain(a)});
  if (fault_.kind == fault_kind::cut) {
    const auto body = script_.bytes.size() - script_.head_end;
    script_.bytes.resize(script_.head_end + body / 2);
  }
}

void exchange::script_plain(http_reply reply) {
  begin_head(reply.status, reply.headers);
  if (fault_.kind == fault_kind::keepalive_comments) {
    end_head(std::nullopt);
    append_chunk(script_.bytes, reply.body);
    append_last_chunk(script_.bytes);
    return;
  }
  end_head(reply.body.size());
  script_.bytes += reply.body;
}

void exchange::begin_head(int status, std::string_view headers) {
  namespace http = boost::beast::http;
  entry_->status = status;
  auto& head = script_.bytes;
  head = "HTTP/1.1 " + std::to_string(status) + " ";
  head +=
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  head += "\r\n";
  head += headers;
  append_vendor_headers(head, provider_.manners(), status,
                        "req_" + std::to_string(provider_.shared().seed) + "_"
                            + provider_.name() + "_" + std::to_string(number_));
  if (provider_.manners() == vendor::openai) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
        delay() + generation_);
    append_header(head, "openai-processing-ms", std::to_string(ms.count()));
  }
  if (!request_.keep_alive) {
    head += "connection: close\r\n";
  }
}

void exchange::end_head(std::optional<std::size_t> body_bytes) {
  auto& head = script_.bytes;
  if (body_bytes) {
    append_header(head, "content-length", std::to_string(*body_bytes));
  } else {
    head += "transfer-encoding: chunked\r\n";
  }
  head += "\r\n";
  script_.head_end = head.size();
  script_.opening_end = head.size();
}

void exchange::shape_stream() {
  if (fault_.kind == fault_kind::no_done) {
    remove_done(script_);
  } else if (fault_.kind == fault_kind::cut) {
    cut_after(script_, fault_.after);
  } else if (fault_.kind == fault_kind::error_in_stream) {
    cut_after(script_, fault_.after);
    append_chunk(script_.bytes, provider_.format().error_event());
    append_last_chunk(script_.bytes);
  }
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
  if (delivered && !stream_ && e.finished) {
    e.completion_tokens = plain_tokens_;
  }
  if (const auto gone = connection_.gone_at()) {
    e.closed_at = *gone - provider_.shared().start;
  }
  e.over = true;
}

} // namespace bellwether::simulator
