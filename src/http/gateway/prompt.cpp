#include "http/gateway/call_runner.hpp"
#include "http/gateway/call_timeout.hpp"
#include "http/gateway/endpoints.hpp"
#include "http/gateway/prompt_form.hpp"
#include "providers/chat_request.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

reply refuse(const providers::request_problem& wrong) {
  return refused_prompt(error_reply(
      400,
      {.message = wrong.message, .param = wrong.param, .code = wrong.code}));
}

/// The chat call that the plain form stands for, or the error for the caller.
std::variant<chat_call, reply> read(const request_context& at) {
  auto chat = chat_from_prompt(at.body());
  if (auto* wrong = std::get_if<providers::request_problem>(&chat))
    return refuse(*wrong);
  auto& body = std::get<std::string>(chat);
  auto facts = providers::read_chat_request(body);
  if (auto* wrong = std::get_if<providers::request_problem>(&facts))
    return refuse(*wrong);
  auto timeout = call_timeout(at);
  if (auto* wrong = std::get_if<reply>(&timeout))
    return refused_prompt(std::move(*wrong));
  return chat_call{
      std::move(body), std::get<domain::request_facts>(std::move(facts)),
      at.id,           unix_now(),
      at.received,     std::get<std::chrono::milliseconds>(timeout)};
}

} // namespace

asio::awaitable<void> prompt(request_context& at) {
  auto asked = read(at);
  if (auto* refusal = std::get_if<reply>(&asked)) {
    co_await at.send(std::move(*refusal));
    co_return;
  }
  call_runner call{at.with, at.who, std::get<chat_call>(std::move(asked))};
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
