#include "settings/document.hpp"
#include "storage/key_entry.hpp"
#include "storage/key_file.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace bellwether::storage {

namespace {

using domain::caller_key;
using settings::node;
using settings::object_reader;
using settings::problem;

constexpr std::size_t most_keys = 10'000;
/// So many keys with all that a key may have.
constexpr std::size_t most_bytes = std::size_t{8} << 20U;
constexpr std::int64_t version_number = 1;

constexpr auto* version_field = "version";
constexpr auto* keys_field = "keys";

/// Tells keys apart by what must not be there twice.
class uniqueness {
public:
  void check(const caller_key& key, object_reader& from) {
    if (!names_.insert(key.name).second)
      from.refuse(key_fields::name, "is the name of an earlier key");
    if (!hashes_.insert(key.hash).second)
      from.refuse(key_fields::hash, "is that of an earlier key");
    if (!key.former_hash.empty() && !hashes_.insert(key.former_hash).second)
      from.refuse(key_fields::former_hash, "is that of an earlier key");
  }

private:
  std::set<std::string> names_;
  std::set<std::string> hashes_;
};

void read_all(object_reader& root, std::vector<caller_key>& to) {
  std::int64_t version = 0;
  require(root, version_field, "1");
  root.whole(version_field, version, {version_number, version_number, ""});
  require(root, keys_field, "a list");
  const auto list = root.list(keys_field);
  if (list.size() > most_keys) {
    root.refuse(keys_field,
                "must not have more than " + std::to_string(most_keys));
    return;
  }
  uniqueness seen;
  for (std::size_t i = 0; i < list.size() && root.problems().empty(); ++i) {
    object_reader entry{list[i], "keys[" + std::to_string(i) + "]",
                        root.problems()};
    to.push_back(read_key(entry));
    if (root.problems().empty())
      seen.check(to.back(), entry);
  }
}

std::string sentence(const problem& p) {
  return std::string{key_file_name} + ": " + settings::to_string(p);
}

} // namespace

std::variant<std::vector<caller_key>, std::string> read_keys(
    std::string_view text) {
  std::vector<caller_key> keys;
  if (text.empty())
    return keys;
  const auto parsed = settings::parse_document(text, most_bytes);
  if (const auto* wrong = std::get_if<std::vector<problem>>(&parsed))
    return sentence(wrong->front());
  const auto& root = std::get<node>(parsed);
  if (root.what != node::kind::object)
    return std::string{key_file_name} + ": must be an object";
  std::vector<problem> problems;
  {
    object_reader reader{root, "", problems};
    read_all(reader, keys);
  }
  if (!problems.empty())
    return sentence(problems.front());
  return keys;
}

std::string write_keys(const std::vector<caller_key>& keys) {
  nlohmann::ordered_json out;
  out[version_field] = version_number;
  auto& list = out[keys_field] = nlohmann::ordered_json::array();
  for (const auto& key : keys)
    list.push_back(key_entry(key));
  using handler = nlohmann::ordered_json::error_handler_t;
  return out.dump(2, ' ', false, handler::replace) + "\n";
}

} // namespace bellwether::storage
