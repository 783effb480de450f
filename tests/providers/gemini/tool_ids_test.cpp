#include "providers/gemini/tool_ids.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>
#include <set>

using bellwether::providers::gemini::tool_ids;

TEST_CASE("Google's ids of calls are kept if they fit", "[gemini][ids]") {
  tool_ids ids("req", "resp");
  CHECK(ids.take("fc-1_A") == "fc-1_A");
  CHECK(ids.take(std::string(40, 'a')) == std::string(40, 'a'));
}

TEST_CASE("ids that are missing, unfit or taken are made", "[gemini][ids]") {
  tool_ids ids("req", "resp");
  CHECK(ids.take("") == "call_req_0");
  CHECK(ids.take("a b") == "call_req_1");
  CHECK(ids.take(std::string(41, 'a')) == "call_req_2");
  CHECK(ids.take("x") == "x");
  CHECK(ids.take("x") == "call_req_3");
  CHECK(ids.take("call_req_4") == "call_req_4");
  CHECK(ids.take("") == "call_req_5");
}

TEST_CASE("without a request's id the answer's own tells ids apart",
          "[gemini][ids]") {
  CHECK(tool_ids("", "resp/1").take("") == "call_resp1_0");
}

TEST_CASE("ids are unique and fit everywhere, whatever is given",
          "[gemini][ids][property]") {
  CHECK(rc::check("unique ids", [](const std::string& request,
                                   const std::vector<std::string>& given) {
    tool_ids ids(request, "");
    std::set<std::string> seen;
    for (const auto& id : given) {
      const auto taken = ids.take(id);
      RC_ASSERT(seen.insert(taken).second);
      RC_ASSERT(!taken.empty() && taken.size() <= 40);
      RC_ASSERT(taken.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_-")
                == std::string::npos);
    }
  }));
}
