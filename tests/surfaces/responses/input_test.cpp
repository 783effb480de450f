#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json messages_of(const std::string& items) {
  auto request = json{{"model", "m"}};
  request["input"] = json::parse(items);
  return chat_of(request)["messages"];
}

std::string call(const std::string& id) {
  return R"({"type":"function_call","id":"fc_)" + id + R"(","call_id":")" + id
         + R"(","name":"f","arguments":"{}","status":"completed"})";
}

std::string called(const std::string& id) {
  return R"({"id":")" + id
         + R"(","type":"function","function":{"name":"f","arguments":"{}"}})";
}

std::string result(const std::string& id) {
  return R"({"type":"function_call_output","call_id":")" + id
         + R"(","output":"done"})";
}

std::string tool(const std::string& id) {
  return R"({"role":"tool","tool_call_id":")" + id + R"(","content":"done"})";
}

} // namespace

TEST_CASE("messages need no type", "[responses][input]") {
  const std::string type = GENERATE("", R"("type":"message",)");
  CHECK(messages_of("[{" + type + R"("role":"user","content":"a"},{)" + type
                    + R"("role":"developer","content":"b"},{)" + type
                    + R"("role":"assistant","content":"c"}])")
        == json::parse(R"([{"role":"user","content":"a"},
                           {"role":"developer","content":"b"},
                           {"role":"assistant","content":"c"}])"));
}

TEST_CASE("parts become chat completions' parts", "[responses][input]") {
  CHECK(messages_of(R"([{"role":"user","content":[
      {"type":"input_text","text":"a","cache_control":{"type":"ephemeral"}},
      {"type":"input_image","image_url":"https://x/y.png","detail":"low"},
      {"type":"input_image","image_url":"data:image/png;base64,AA=="},
      {"type":"input_image","image_url":"https://x/z.png","detail":"original"},
      {"type":"input_file","filename":"f.pdf",
       "file_data":"data:application/pdf;base64,AA=="},
      {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]}])")
        == json::parse(R"([{"role":"user","content":[
      {"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
      {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
      {"type":"image_url",
       "image_url":{"url":"https://x/z.png","detail":"high"}},
      {"type":"file","file":{"filename":"f.pdf",
       "file_data":"data:application/pdf;base64,AA=="}},
      {"type":"input_audio",
       "input_audio":{"data":"AA==","format":"wav"}}]}])"));
}

TEST_CASE("one plain part is a string", "[responses][input]") {
  CHECK(messages_of(R"([{"type":"message","id":"msg_1","status":"completed",
      "role":"assistant","content":[{"type":"output_text","text":"a",
      "annotations":[],"logprobs":[]}]}])")
        == json::parse(R"([{"role":"assistant","content":"a"}])"));
}

TEST_CASE("a refusal keeps its place", "[responses][input]") {
  CHECK(messages_of(R"([{"role":"assistant","content":[
      {"type":"refusal","refusal":"No."}]}])")
        == json::parse(
            R"([{"role":"assistant","content":null,"refusal":"No."}])"));
}

TEST_CASE("calls in a row are one message, and so is text before them",
          "[responses][input]") {
  const std::string text = R"({"role":"assistant","content":"wait"})";
  CHECK(messages_of("[" + call("a") + "," + call("b") + "," + result("a") + ","
                    + result("b") + "]")
        == json::parse(R"([{"role":"assistant","content":null,"tool_calls":[)"
                       + called("a") + "," + called("b") + "]}," + tool("a")
                       + "," + tool("b") + "]"));
  CHECK(messages_of("[" + text + "," + call("a") + "," + result("a") + "]")
        == json::parse(R"([{"role":"assistant","content":"wait","tool_calls":[)"
                       + called("a") + "]}," + tool("a") + "]"));
}

TEST_CASE("text behind a call stays before the call's result",
          "[responses][input]") {
  CHECK(messages_of("[" + call("a")
                    + R"(,{"role":"assistant","content":"wait"},)"
                    + R"({"role":"assistant","content":" please"},)"
                    + result("a") + "]")
        == json::parse(
            R"([{"role":"assistant","content":"wait please","tool_calls":[)"
            + called("a") + "]}," + tool("a") + "]"));
}

TEST_CASE("a call behind a result is a turn of its own", "[responses][input]") {
  const std::string open =
      R"({"role":"assistant","content":null,"tool_calls":[)";
  CHECK(messages_of("[" + call("a") + "," + result("a") + "," + call("b") + ","
                    + result("b") + "]")
        == json::parse("[" + open + called("a") + "]}," + tool("a") + "," + open
                       + called("b") + "]}," + tool("b") + "]"));
}

TEST_CASE("a tool's result may have parts", "[responses][input]") {
  CHECK(messages_of("[" + call("a")
                    + R"(,{"type":"function_call_output","call_id":"a",
      "output":[{"type":"input_text","text":"see"},
                {"type":"input_image","image_url":"https://x/y.png"}]}])")[1]
        == json::parse(R"({"role":"tool","tool_call_id":"a","content":[
      {"type":"text","text":"see"},
      {"type":"image_url","image_url":{"url":"https://x/y.png"}}]})"));
}

TEST_CASE("reasoning of others is left out", "[responses][input]") {
  const std::string sealed =
      GENERATE("null", R"("gAAAAABo")", R"("e30=")", R"("bnVsbA==")",
               R"("eyJ0aGlua2luZ19ibG9ja3MiOjF9")");
  CHECK(messages_of(R"([{"role":"user","content":"q"},
      {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":)"
                    + sealed + "}," + call("a") + "]")
        == json::parse(
            R"([{"role":"user","content":"q"},
                {"role":"assistant","content":null,"tool_calls":[)"
            + called("a") + "]}]"));
}
