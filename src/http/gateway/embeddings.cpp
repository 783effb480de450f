#include "http/gateway/call_runner.hpp"
#include "http/gateway/call_timeout.hpp"
#include "http/gateway/endpoints.hpp"
#include "providers/embeddings_request.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

std::variant<chat_call, reply> read(request_context& at) {
  auto asked = providers::read_embeddings_request(at.body());
  if (auto* wrong = std::get_if<providers::request_problem>(&asked))
    return error_reply(400, {.message = wrong->message,
                             .param = wrong->param,
                             .code = wrong->code});
  auto timeout = call_timeout(at);
  if (auto* wrong = std::get_if<reply>(&timeout))
    return std::move(*wrong);
  auto& request = std::get<providers::embeddings_request>(asked);
  chat_call out{std::move(at.who.request().body()),
                std::move(request.facts),
                at.id,
                unix_now(),
                at.received,
                std::get<std::chrono::milliseconds>(timeout)};
  out.base64_vectors = request.base64;
  return out;
}

} // namespace

asio::awaitable<void> embeddings(request_context& at) {
  auto asked = read(at);
  if (auto* refusal = std::get_if<reply>(&asked)) {
    co_await at.send(std::move(*refusal));
    co_return;
  }
  call_runner call{at.with, at.who, std::get<chat_call>(std::move(asked))};
  auto result = co_await call.complete();
  reply out;
  if (auto* answer = std::get_if<providers::answer>(&result))
    out.body = std::move(answer->body);
  else
    out = std::move(std::get<reply>(result));
  append(out.headers, call.headers());
  co_await at.send(std::move(out));
}

} // namespace bellwether::http
