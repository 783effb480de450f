#include "simulator/routes.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace {

struct path_row {
  std::string_view path;
  std::string_view method;
  dialect speaks;
  endpoint what;
};

constexpr auto paths = std::to_array<path_row>({
    {"/chat/completions", "POST", dialect::openai, endpoint::chat},
    {"/embeddings", "POST", dialect::openai, endpoint::embeddings},
    {"/models", "GET", dialect::openai, endpoint::models},
    {"/messages", "POST", dialect::anthropic, endpoint::chat},
});

struct verb_row {
  std::string_view verb;
  endpoint what;
  bool stream;
};

constexpr auto verbs = std::to_array<verb_row>({
    {"generateContent", endpoint::chat, false},
    {"streamGenerateContent", endpoint::chat, true},
    {"embedContent", endpoint::embeddings, false},
    {"batchEmbedContents", endpoint::batch_embeddings, false},
});

bool take_prefix(std::string_view& path, std::string_view prefix) {
  if (!path.starts_with(prefix)) {
    return false;
  }
  path.remove_prefix(prefix.size());
  return true;
}

destination plain_path(std::string_view method, std::string_view path,
                       dialect where) {
  const auto* row = std::ranges::find(paths, path, &path_row::path);
  if (row == paths.end()
      || (row->speaks == dialect::anthropic && where == dialect::compat)) {
    return {.speaks = where};
  }
  const bool own = row->speaks == dialect::anthropic;
  return {.speaks = own ? dialect::anthropic : where,
          .what = method == row->method ? row->what : endpoint::wrong_method};
}

/// "/models", or "/models/NAME:verb".
destination gemini_path(std::string_view method, std::string_view path,
                        std::string_view query) {
  destination to{.speaks = dialect::gemini};
  if (path == "/models") {
    to.what = method == "GET" ? endpoint::models : endpoint::wrong_method;
    return to;
  }
  if (!take_prefix(path, "/models/")) {
    return to;
  }
  const auto end = std::min(path.rfind(':'), path.size());
  const auto verb = path.substr(std::min(end + 1, path.size()));
  const auto* row = std::ranges::find(verbs, verb, &verb_row::verb);
  if (end == 0 || row == verbs.end()) {
    return to;
  }
  to.model = path.substr(0, end);
  to.what = method == "POST" ? row->what : endpoint::wrong_method;
  to.stream = row->stream;
  to.events = query.find("alt=sse") != std::string_view::npos;
  return to;
}

} // namespace

destination route(std::string_view method, std::string_view target,
                  bool anthropic_client) {
  const auto mark = std::min(target.find('?'), target.size());
  auto path = target.substr(0, mark);
  if (take_prefix(path, "/v1beta")) {
    return take_prefix(path, "/openai")
               ? plain_path(method, path, dialect::compat)
               : gemini_path(method, path, target.substr(mark));
  }
  // DeepSeek has Anthropic's API under a path of its own, and its own with
  // and without the version.
  const bool deepseeks = take_prefix(path, "/anthropic");
  if (path.starts_with("/v1/")) {
    take_prefix(path, "/v1");
  } else if (path == "/messages") {
    return {};
  }
  auto to = plain_path(method, path, dialect::openai);
  if (to.what == endpoint::models && (anthropic_client || deepseeks)) {
    to.speaks = dialect::anthropic;
  }
  return to;
}

vendor manners_at(const destination& to, vendor providers_own) {
  switch (to.speaks) {
    case dialect::anthropic:
      return vendor::anthropic;
    case dialect::compat:
    case dialect::gemini:
      return vendor::google;
    case dialect::openai:
      break;
  }
  return providers_own;
}

} // namespace bellwether::simulator
