#pragma once

#include "domain/failure.hpp"
#include "domain/price.hpp"
#include "domain/quota.hpp"
#include "http/gateway/wiring.hpp"
#include "providers/codec.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::http {

/// What a probe came to: success, a failure, or nothing that could be relied
/// upon.
struct probe_finding {
  bool told = true;
  std::optional<domain::failure> failed;
  domain::quota_report quota;
  std::optional<domain::money> cost;
  domain::usage used;
  bool estimated = false; ///< `used` was not reported
};

/// The answer to the question for the models. `whole`: the body is all of it.
probe_finding judge_list(const provider_wire& at,
                         const providers::answer_head& head,
                         std::string_view body, bool whole);

/// The answer to a question of one token.
probe_finding judge_completion(const deployment_wire& at,
                               const std::optional<domain::price>& price,
                               const providers::answer_head& head,
                               std::string body);

} // namespace bellwether::http
