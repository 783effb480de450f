#include "surfaces/responses/frame.hpp"

#include "providers/json_members.hpp"

namespace bellwether::surfaces {

using providers::json_quote;

std::string write_response(const response_frame& frame,
                           const response_state& state) {
  std::string out = R"({"id":)" + json_quote("resp_" + frame.id);
  out += R"(,"object":"response","created_at":)";
  out += std::to_string(frame.created);
  out += R"(,"status":)" + json_quote(state.status);
  out += R"(,"background":false,"error":)";
  out += state.error;
  out += R"(,"incomplete_details":)";
  if (state.incomplete.empty())
    out += "null";
  else
    out += R"({"reason":)" + json_quote(state.incomplete) + "}";
  out += "," + frame.head;
  out += R"(,"model":)" + json_quote(frame.model);
  out += R"(,"output":[)";
  out += state.output;
  out += "]," + frame.tail;
  if (!frame.service_tier.empty())
    out += R"(,"service_tier":)" + frame.service_tier;
  out += R"(,"usage":)";
  out += state.usage;
  out += '}';
  return out;
}

} // namespace bellwether::surfaces
