#include "http/gateway/make_call.hpp"
#include "http/gateway/prompt_form.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

/// The chat call that the plain form stands for, or the error for the caller.
std::variant<received_call, reply> read(request_context& at) {
  auto chat = chat_from_prompt(at.body());
  if (auto* wrong = std::get_if<providers::request_problem>(&chat))
    return refuse(*wrong);
  auto& body = std::get<std::string>(chat);
  auto facts = providers::read_chat_request(body);
  if (auto* wrong = std::get_if<providers::request_problem>(&facts))
    return refuse(*wrong);
  return make_call(at, std::move(body),
                   std::get<domain::request_facts>(std::move(facts)));
}

} // namespace

asio::awaitable<void> prompt(request_context& at) {
  auto asked = read(at);
  if (auto* refusal = std::get_if<reply>(&asked)) {
    auto out = refused_prompt(std::move(*refusal));
    co_await at.send(std::move(out));
    co_return;
  }
  call_runner call{at.with, at.who, std::get<received_call>(std::move(asked))};
  auto result = co_await call.complete();
  reply out;
  if (auto* answer = std::get_if<providers::answer>(&result))
    out.body = prompt_answer(answer->body, call.summary(), at.id, at.received);
  else
    out = refused_prompt(std::move(std::get<reply>(result)));
  append(out.headers, call.headers());
  co_await at.send(std::move(out));
}

} // namespace bellwether::http
