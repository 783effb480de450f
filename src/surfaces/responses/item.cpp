#include "surfaces/responses/item.hpp"

#include "providers/json_members.hpp"
#include "surfaces/responses/sealed_reasoning.hpp"

namespace bellwether::surfaces {

namespace {

using kind = output_item::kind;
using providers::json_quote;

std::string_view id_prefix(kind what) {
  switch (what) {
    case kind::reasoning:
      return "rs_";
    case kind::message:
      return "msg_";
    case kind::function_call:
      return "fc_";
  }
  return "item_";
}

std::string item_head(const output_item& item, std::string_view type) {
  std::string out = R"({"id":)" + json_quote(item.id) + R"(,"type":)";
  out += json_quote(type);
  return out;
}

std::string write_reasoning(const output_item& item, bool sealed) {
  auto out = item_head(item, "reasoning") + R"(,"summary":[)";
  if (!item.text.empty())
    out += write_summary(item.text);
  out += ']';
  if (sealed)
    out += R"(,"encrypted_content":)"
           + json_quote(seal_reasoning(item.text, item.thinking_blocks));
  out += '}';
  return out;
}

std::string write_message(const output_item& item) {
  auto out = item_head(item, "message") + R"(,"status":)";
  out += json_quote(item.status);
  out += R"(,"role":"assistant","content":[)";
  for (const auto& part : item.parts) {
    if (&part != item.parts.data())
      out += ',';
    out += write_part(part);
  }
  out += "]}";
  return out;
}

std::string write_call(const output_item& item) {
  auto out = item_head(item, "function_call") + R"(,"status":)";
  out += json_quote(item.status);
  out += R"(,"arguments":)" + json_quote(item.text);
  out += R"(,"call_id":)" + json_quote(item.call_id);
  out += R"(,"name":)" + json_quote(item.name);
  if (!item.extra_content.empty())
    out += R"(,"extra_content":)" + item.extra_content;
  out += '}';
  return out;
}

} // namespace

output_item make_item(kind what, std::string_view call, std::size_t index) {
  output_item out;
  out.what = what;
  out.id = id_prefix(what);
  out.id += call;
  out.id += '_' + std::to_string(index);
  if (what == kind::function_call)
    out.call_id =
        "call_" + out.id.substr(out.id.size() > 35 ? out.id.size() - 35 : 0);
  return out;
}

std::string write_item(const output_item& item, bool sealed) {
  switch (item.what) {
    case kind::reasoning:
      return write_reasoning(item, sealed);
    case kind::message:
      return write_message(item);
    case kind::function_call:
      return write_call(item);
  }
  return "{}";
}

std::string write_part(const message_part& part) {
  if (part.refusal)
    return R"({"type":"refusal","refusal":)" + json_quote(part.text) + "}";
  return R"({"type":"output_text","text":)" + json_quote(part.text)
         + R"(,"annotations":[],"logprobs":[)" + part.logprobs + "]}";
}

std::string write_summary(std::string_view text) {
  return R"({"type":"summary_text","text":)" + json_quote(text) + "}";
}

std::string write_items(const std::vector<output_item>& items, std::size_t end,
                        bool sealed) {
  std::string out;
  for (std::size_t at = 0; at < end; ++at) {
    if (at > 0)
      out += ',';
    out += write_item(items[at], sealed);
  }
  return out;
}

} // namespace bellwether::surfaces
