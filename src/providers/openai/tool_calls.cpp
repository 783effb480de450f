#include "providers/openai/tool_calls.hpp"

#include "providers/openai/json_pieces.hpp"
#include "providers/openai/mending.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

// A server that opens more is broken, and looking through them takes time.
constexpr std::size_t max_calls = 1'024;

bool is_number(std::string_view value) {
  return !value.empty() && value.front() >= '0' && value.front() <= '9';
}

// What opens a call: with everything, in OpenAI's order for what was missing.
void open_call(std::string_view piece, std::string id, json_edits& edits) {
  edits.set("id", std::move(id));
  if (says(value_of(piece, "type"), "custom")
      && !value_of(piece, "custom").empty())
    return;
  edits.set("type", R"("function")");
  auto function = value_of(piece, "function");
  if (!is_object(function))
    function = "{}";
  json_edits inner;
  if (!is_string(value_of(function, "name")))
    inner.set("name", R"("")");
  const auto arguments = value_of(function, "arguments");
  if (!is_string(arguments))
    inner.set("arguments", strict_arguments(arguments));
  edits.set("function", inner.apply(function));
}

// Clients join the strings of pieces, also those of a repeated id or name.
void go_on(std::string_view piece, json_edits& edits) {
  edits.drop("id");
  edits.drop("type");
  const auto function = value_of(piece, "function");
  if (!is_object(function))
    return edits.drop("function");
  json_edits inner;
  inner.drop("name");
  const auto arguments = value_of(function, "arguments");
  if (arguments.empty())
    inner.drop("arguments");
  else if (!is_string(arguments))
    inner.set("arguments", strict_arguments(arguments));
  edits.set("function", inner.apply(function));
}

} // namespace

std::string strict_calls(std::string_view calls, std::string_view made_of) {
  std::size_t place = 0;
  return map_elements(calls, [&](std::string_view call) {
    if (!is_object(call))
      return std::string{};
    json_edits edits;
    open_call(call, strict_call_id(value_of(call, "id"), made_of, place++),
              edits);
    return edits.apply(call);
  });
}

std::string call_pieces::mend(std::string_view pieces,
                              std::string_view made_of) {
  return map_elements(pieces, [&](std::string_view piece) {
    return is_object(piece) ? mend_piece(piece, made_of) : std::string{};
  });
}

// By the index, unless a name under another id opens a call of its own there
// (Ollama numbers all of its calls 0); without an index by the id; without both
// a name opens a new one.
call_pieces::call* call_pieces::known(std::string_view index,
                                      std::string_view id, bool names) {
  if (calls_.empty())
    return nullptr;
  const bool other_call = names && !id.empty();
  const auto hit =
      std::find_if(calls_.rbegin(), calls_.rend(), [&](const call& c) {
        if (!index.empty() && c.index != index)
          return false;
        return index.empty() || other_call ? c.id == id : true;
      });
  if (!index.empty() || !id.empty())
    return hit == calls_.rend() ? nullptr : &*hit;
  return names && calls_.back().named ? nullptr : &calls_.back();
}

std::string call_pieces::mend_piece(std::string_view piece,
                                    std::string_view made_of) {
  const auto written = value_of(piece, "index");
  const auto index = is_number(written) ? written : std::string_view{};
  const auto id = inside_quotes(value_of(piece, "id"));
  const auto name = value_of(value_of(piece, "function"), "name");
  const bool names = !inside_quotes(name).empty();
  auto* its = known(index, id, names);
  json_edits edits;
  if (its != nullptr) {
    go_on(piece, edits);
    its->named = its->named || names;
  } else {
    if (calls_.size() == max_calls)
      return {};
    its = &calls_.emplace_back();
    *its = {calls_.size() - 1, std::string(index), std::string(id), names};
    open_call(piece, strict_call_id(value_of(piece, "id"), made_of, its->place),
              edits);
  }
  const auto place = std::to_string(its->place);
  if (written != place)
    edits.set("index", place);
  return edits.apply(piece);
}

} // namespace bellwether::providers
