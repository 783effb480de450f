#include "http/gateway/endpoints.hpp"

#include "http/gateway/caller_access.hpp"
#include "http/gateway/prompt_form.hpp"
#include "surfaces/surface.hpp"

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>

#include <array>
#include <optional>
#include <utility>
#include <variant>

namespace bellwether::http {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

namespace {

/// Puts an error in OpenAI's shape into that of an endpoint's API.
using wording = reply (*)(reply);

reply as_openai(reply error) {
  return error;
}

reply as_anthropic(reply error) {
  error.body = surfaces::messages().error(error.status, std::move(error.body));
  return error;
}

struct endpoint {
  bhttp::verb method;
  std::string_view path; ///< with a slash at its end: everything below it
  asio::awaitable<void> (*answer)(request_context&);
  wording refused = as_openai; ///< null: it answers everybody
};

constexpr std::array endpoints{
    endpoint{bhttp::verb::post, "/v1/chat/completions", chat_completions},
    endpoint{bhttp::verb::post, "/v1/responses", responses},
    endpoint{bhttp::verb::post, "/v1/messages", messages, as_anthropic},
    endpoint{bhttp::verb::post, "/v1/completions", completions},
    endpoint{bhttp::verb::post, "/v1/embeddings", embeddings},
    endpoint{bhttp::verb::post, "/v1/prompt", prompt, refused_prompt},
    endpoint{bhttp::verb::get, "/v1/models", list_models},
    endpoint{bhttp::verb::get, "/v1/models/", retrieve_model},
    endpoint{bhttp::verb::get, "/healthz", healthz, nullptr},
    endpoint{bhttp::verb::get, "/readyz", readyz, nullptr},
};

/// Finds out who sends the request. Nothing: a caller that is served.
std::optional<reply> identify(request_context& at) {
  const auto& request = at.who.request();
  const caller_credentials sent{
      .authorization = request[bhttp::field::authorization],
      .api_key = request["x-api-key"],
      .goog_api_key = request["x-goog-api-key"],
      .from_loopback = at.who.is_local(),
      .last = &at.who.last_secret()};
  const auto now = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  auto found = at.with.access->identify(sent, now);
  if (auto* refusal = std::get_if<reply>(&found))
    return std::move(*refusal);
  at.sender = std::get<caller_identity>(std::move(found));
  return std::nullopt;
}

const endpoint* find_endpoint(std::string_view path) {
  for (const auto& e : endpoints) {
    const bool below = e.path.ends_with('/') && path.size() > e.path.size()
                       && path.starts_with(e.path);
    if (path == e.path || below)
      return &e;
  }
  return nullptr;
}

bool allows(const endpoint& e, bhttp::verb method) {
  return method == e.method
         || (e.method == bhttp::verb::get && method == bhttp::verb::head);
}

reply not_found(const request_context& at) {
  std::string known;
  for (const auto& e : endpoints)
    known += (known.empty() ? "" : ", ") + std::string{e.path};
  return error_reply(404, {.message = "there is nothing at " + at.path
                                      + "; known are " + known,
                           .code = "unknown_url"});
}

reply not_allowed(const request_context& at, const endpoint& e) {
  const std::string allowed =
      e.method == bhttp::verb::get ? "GET, HEAD" : "POST";
  auto out = error_reply(
      405, {.message = std::string{at.who.request().method_string()}
                       + " is not allowed at " + at.path + "; use " + allowed,
            .code = "method_not_allowed"});
  out.headers.emplace_back("Allow", allowed);
  return out;
}

/// A web page that a person happens to visit can post to a port on his own
/// machine, and would spend his money. Browsers say so in Origin.
reply refuse_browser() {
  return error_reply(
      403,
      {.message = "requests from web pages (with an Origin header) are not "
                  "served; call from a program or a server",
       .code = "origin_not_allowed"});
}

} // namespace

asio::awaitable<void> request_context::send(reply answer) const {
  answer.headers.emplace_back("x-request-id", id);
  const bool head_only = who.request().method() == bhttp::verb::head;
  co_await who.send(std::move(answer), head_only);
}

asio::awaitable<void> answer(request_context& at) {
  const auto& request = at.who.request();
  const auto* found = find_endpoint(at.path);
  if (request.find(bhttp::field::origin) != request.end()) {
    auto refusal = refuse_browser();
    co_await at.send(std::move(refusal));
  } else if (found == nullptr) {
    auto refusal = not_found(at);
    co_await at.send(std::move(refusal));
  } else if (!allows(*found, request.method())) {
    auto refusal = not_allowed(at, *found);
    co_await at.send(std::move(refusal));
  } else if (auto unknown = found->refused ? identify(at) : std::nullopt) {
    auto refusal = found->refused(std::move(*unknown));
    co_await at.send(std::move(refusal));
  } else {
    co_await found->answer(at);
  }
}

asio::awaitable<void> healthz(request_context& at) {
  reply alive{.headers = {}, .body = R"({"status":"ok"})"};
  co_await at.send(std::move(alive));
}

} // namespace bellwether::http
