#pragma once

#include "providers/gemini/codec.hpp"
#include "providers/heads.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace bellwether::providers::test {

/// A request for `model` as Google gets it, with all that was dropped.
inline std::variant<encoded, domain::failure> try_encode(
    std::string_view body, const std::string& model,
    domain::model_traits traits = {}) {
  return make_gemini_codec()->encode(body, {model, 0, traits}, false);
}

inline nlohmann::json encode(std::string_view body,
                             const std::string& model = "gemini-2.5-flash",
                             domain::model_traits traits = {}) {
  const auto out = try_encode(body, model, traits);
  return nlohmann::json::parse(std::get<encoded>(out).body);
}

/// A one-message request with more members, as `,"name":value`.
inline std::string asking(std::string_view more = "") {
  return R"({"model":"m","messages":[{"role":"user","content":"hi"}])"
         + std::string(more) + "}";
}

inline std::variant<answer, domain::failure> try_decode(
    std::string body, decode_context context = {}) {
  return make_gemini_codec()->decode(head_of(200), std::move(body), context);
}

inline nlohmann::json decode(std::string body, decode_context context = {}) {
  return nlohmann::json::parse(
      std::get<answer>(try_decode(std::move(body), std::move(context))).body);
}

/// The class of what is a failure.
template <class T>
std::optional<domain::failure_class> class_of(
    const std::variant<T, domain::failure>& outcome) {
  const auto* failed = std::get_if<domain::failure>(&outcome);
  return failed ? std::optional(failed->what) : std::nullopt;
}

} // namespace bellwether::providers::test
