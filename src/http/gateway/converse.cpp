#include "http/gateway/call_runner.hpp"
#include "http/gateway/call_timeout.hpp"
#include "http/gateway/endpoints.hpp"
#include "providers/chat_request.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

void append(header_list& to, header_list more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
}

asio::awaitable<void> answer_whole(request_context& at, call_runner& call) {
  auto result = co_await call.complete();
  reply out;
  if (auto* answer = std::get_if<providers::answer>(&result))
    out.body = std::move(answer->body);
  else
    out = std::move(std::get<reply>(result));
  append(out.headers, call.headers());
  co_await at.send(std::move(out));
}

asio::awaitable<void> answer_stream(request_context& at, call_runner& call) {
  auto refused = co_await call.stream();
  if (!refused)
    co_return;
  append(refused->headers, call.headers());
  co_await at.send(std::move(*refused));
}

} // namespace

asio::awaitable<void> chat_completions(request_context& at) {
  auto read = providers::read_chat_request(at.body());
  const auto timeout = call_timeout(at);
  if (auto* wrong = std::get_if<providers::request_problem>(&read)) {
    auto refusal = error_reply(400, {.message = wrong->message,
                                     .param = wrong->param,
                                     .code = wrong->code});
    co_await at.send(std::move(refusal));
  } else if (auto* refusal = std::get_if<reply>(&timeout)) {
    auto copy = *refusal;
    co_await at.send(std::move(copy));
  } else {
    chat_call chat{std::move(at.who.request().body()),
                   std::get<domain::request_facts>(std::move(read)), at.id,
                   at.received, std::get<std::chrono::milliseconds>(timeout)};
    const bool stream = chat.facts.stream;
    call_runner call{at.with, at.who, std::move(chat)};
    if (stream)
      co_await answer_stream(at, call);
    else
      co_await answer_whole(at, call);
  }
}

} // namespace bellwether::http
