#include "http/gateway/make_call.hpp"
#include "providers/embeddings_request.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

std::variant<received_call, reply> read(request_context& at) {
  auto asked = providers::read_embeddings_request(at.body());
  if (auto* wrong = std::get_if<providers::request_problem>(&asked))
    return refuse(*wrong);
  auto& request = std::get<providers::embeddings_request>(asked);
  auto call = make_call(at, std::move(at.who.request().body()),
                        std::move(request.facts));
  if (auto* made = std::get_if<received_call>(&call))
    made->base64_vectors = request.base64;
  return call;
}

} // namespace

asio::awaitable<void> embeddings(request_context& at) {
  auto asked = read(at);
  if (auto* refusal = std::get_if<reply>(&asked)) {
    co_await at.send(std::move(*refusal));
    co_return;
  }
  call_runner call{at.with, at.who, std::get<received_call>(std::move(asked))};
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
