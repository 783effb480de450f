#include "simulator/dialogue.hpp"
#include "simulator/embedding.hpp"
#include "simulator/google/contents.hpp"
#include "simulator/google/request.hpp"

#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

struct made_vectors {
  std::string list; ///< JSON objects with commas between them
  vector_use use;   ///< which Google does not tell
};

/// Appends the embedding that one request asks for.
refusal embed_one(dom::object request, std::string_view path,
                  const request_view& r, made_vectors& made) {
  constexpr std::array<std::string_view, 5> members{
      "model", "content", "taskType", "title", "outputDimensionality"};
  std::string text;
  std::optional<double> dimensions;
  auto no =
      first_bad([&] { return check_proto(request, path, members); },
                [&] { return read_embedded_content(request, path, text); },
                [&] {
                  return read_proto_number(request, "outputDimensionality", 1,
                                           most_dimensions, dimensions);
                });
  if (!no) {
    const auto n =
        dimensions ? static_cast<std::size_t>(*dimensions) : default_dimensions;
    made.list.append(made.list.empty() ? "" : ",").append(R"({"values":)");
    made.list.append(json_array(embedding(r.seed, r.to.model, text, n)));
    made.list.append("}");
    dialogue d;
    d.add_text(text);
    made.use.prompt_tokens += d.prompt_tokens();
    made.use.prompt_bytes += d.bytes();
  }
  return no;
}

refusal embed_all(dom::object root, const request_view& r, made_vectors& made) {
  std::optional<dom::array> requests;
  if (auto no = read_proto_array(root, "requests", "", requests)) {
    return no;
  }
  if (!requests || requests->size() == 0) {
    return google_error(400,
                        "* BatchEmbedContentsRequest.requests: requests is "
                        "not specified");
  }
  std::size_t i = 0;
  for (const auto element : *requests) {
    const auto path = indexed("requests", i++);
    const auto request = object_of(element);
    if (!request
        || proto_text(*request, "model")
               != "models/" + std::string{r.to.model}) {
      return google_error(400, "* BatchEmbedContentsRequest." + path
                                   + ".model: it must be that of the path");
    }
    if (auto no = embed_one(*request, path + ".", r, made)) {
      return no;
    }
  }
  return std::nullopt;
}

} // namespace

http_reply answer_embed_content(const request_view& r, dom::parser& parser) {
  dom::object root;
  if (parser.parse(r.body.data(), r.body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return google_error(400, "Invalid JSON payload received.");
  }
  const bool batch = r.to.what == endpoint::batch_embeddings;
  made_vectors made;
  if (auto no =
          batch ? embed_all(root, r, made) : embed_one(root, "", r, made)) {
    return std::move(*no);
  }
  return {200, "content-type: application/json; charset=UTF-8\r\n",
          batch ? R"({"embeddings":[)" + made.list + "]}"
                : R"({"embedding":)" + made.list + "}",
          made.use};
}

} // namespace bellwether::simulator
