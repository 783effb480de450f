#include "http/gateway/make_call.hpp"
#include "surfaces/surface.hpp"

#include <memory>
#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

/// A call that was read, and what gives its answer the caller's shape.
struct conversation {
  std::unique_ptr<surfaces::inbound> form;
  received_call call;
};

std::variant<conversation, reply> read(request_context& at,
                                       const surfaces::surface& api) {
  auto opened =
      api.open(std::move(at.who.request().body()), {at.id, unix_now()});
  if (auto* wrong = std::get_if<providers::request_problem>(&opened))
    return refuse(*wrong);
  auto& form = std::get<std::unique_ptr<surfaces::inbound>>(opened);
  auto body = form->take_chat();
  auto facts = providers::read_chat_request(body);
  if (auto* wrong = std::get_if<providers::request_problem>(&facts))
    return refuse(*wrong);
  auto& known = std::get<domain::request_facts>(facts);
  if (auto metadata = form->take_metadata(); !metadata.empty())
    known.metadata = metadata.size() <= providers::most_metadata_bytes
                         ? std::move(metadata)
                         : std::string{};
  auto call = make_call(at, std::move(body), std::move(known));
  if (auto* wrong = std::get_if<reply>(&call))
    return std::move(*wrong);
  return conversation{std::move(form),
                      std::get<received_call>(std::move(call))};
}

asio::awaitable<void> answer_whole(request_context& at, call_runner& call,
                                   surfaces::inbound& form,
                                   const surfaces::surface& api) {
  auto result = co_await call.complete();
  reply out;
  if (auto* answer = std::get_if<providers::answer>(&result)) {
    out.body = form.answer(std::move(answer->body));
  } else {
    out = std::move(std::get<reply>(result));
    out.body = api.error(out.status, std::move(out.body));
  }
  append(out.headers, call.headers());
  co_await at.send(std::move(out));
}

asio::awaitable<void> answer_stream(request_context& at, call_runner& call,
                                    surfaces::inbound& form,
                                    const surfaces::surface& api) {
  auto refused = co_await call.stream(form);
  if (!refused)
    co_return;
  refused->body = api.error(refused->status, std::move(refused->body));
  append(refused->headers, call.headers());
  co_await at.send(std::move(*refused));
}

/// Answers a call in one of the APIs that callers speak.
asio::awaitable<void> converse(request_context& at,
                               const surfaces::surface& api) {
  auto asked = read(at, api);
  if (auto* refusal = std::get_if<reply>(&asked)) {
    refusal->body = api.error(refusal->status, std::move(refusal->body));
    co_await at.send(std::move(*refusal));
    co_return;
  }
  auto& [form, chat] = std::get<conversation>(asked);
  const bool stream = chat.facts.stream;
  call_runner call{at.with, at.who, std::move(chat)};
  if (stream)
    co_await answer_stream(at, call, *form, api);
  else
    co_await answer_whole(at, call, *form, api);
}

} // namespace

asio::awaitable<void> chat_completions(request_context& at) {
  return converse(at, surfaces::chat());
}

asio::awaitable<void> completions(request_context& at) {
  return converse(at, surfaces::completions());
}

asio::awaitable<void> messages(request_context& at) {
  return converse(at, surfaces::messages());
}

asio::awaitable<void> responses(request_context& at) {
  return converse(at, surfaces::responses());
}

} // namespace bellwether::http
