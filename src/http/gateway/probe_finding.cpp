#include "http/gateway/probe_finding.hpp"

#include "http/gateway/make_call.hpp"

#include <nlohmann/json.hpp>

#include <utility>
#include <variant>

namespace bellwether::http {

using domain::failure;
using domain::failure_class;

namespace {

/// A key may be good for answers and not for the list of models: such a
/// refusal says nothing of what matters, and believing it would hold out a
/// provider that is well.
bool may_only_lack_a_scope(int status, std::string_view body) {
  return status == 403
         || (status == 401
             && (body.find("issing scope") != std::string_view::npos
                 || body.find("insufficient perm") != std::string_view::npos));
}

/// Whether a host that answers so to the question for its models may be well
/// all the same: not every server has such a list.
bool has_no_list(int status) {
  return status / 100 == 3 || status == 404 || status == 405 || status == 501;
}

} // namespace

probe_finding judge_list(const provider_wire& at,
                         const providers::answer_head& head,
                         std::string_view body, bool whole) {
  probe_finding out;
  if (head.status / 100 == 2)
    // Some hosts answer every path that they do not know with a web page.
    out.told = !whole || nlohmann::json::accept(body);
  else if (may_only_lack_a_scope(head.status, body))
    out.told = false;
  else if (!has_no_list(head.status))
    out.failed = at.chat->classify(head, body);
  return out;
}

probe_finding judge_completion(const deployment_wire& at,
                               const std::optional<domain::price>& price,
                               const providers::answer_head& head,
                               std::string body) {
  probe_finding out;
  if (head.status / 100 != 2) {
    out.failed = at.codec->classify(head, body);
    // The host and the key are good: the model's own calls will tell of it.
    if (out.failed->what == failure_class::model_missing)
      out.failed.reset();
    return out;
  }
  const providers::decode_context context{unix_now(), "probe",
                                          at.target.upstream_model};
  auto answer = at.codec->decode(head, std::move(body), context);
  if (auto* failed = std::get_if<failure>(&answer)) {
    out.failed = std::move(*failed);
    return out;
  }
  const auto& reported = std::get<providers::answer>(answer).usage;
  out.estimated = !reported;
  out.used = reported.value_or(domain::usage{.prompt = 1, .completion = 1});
  if (price)
    out.cost = domain::cost_of(*price, out.used);
  return out;
}

} // namespace bellwether::http
