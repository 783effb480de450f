#include "storage/hash_chain.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace bellwether::storage {

namespace {

digest last_of(std::initializer_list<std::string_view> links) {
  hash_chain chain;
  for (const auto link : links)
    chain.add(link);
  return chain.newest();
}

} // namespace

// The expected values are those of `(head -c 32 /dev/zero; printf abc) |
// sha256sum`, and so on.
TEST_CASE("a link is the SHA-256 of the link before and its bytes",
          "[storage][hash_chain]") {
  hash_chain chain;
  CHECK(chain.newest() == digest{});
  CHECK(to_hex(chain.newest()) == std::string(64, '0'));
  CHECK(to_hex(chain.add("abc"))
        == "365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370");
  CHECK(to_hex(chain.add(""))
        == "e68b0c72b1aff9488294900ba6cc1e99075122a8d0c122eb42da506f9c2321a4");
}

TEST_CASE("a chain goes on from any link", "[storage][hash_chain]") {
  hash_chain whole;
  whole.add("first");
  hash_chain rest{whole.newest()};
  CHECK(rest.add("second") == whole.add("second"));
  CHECK(rest.newest() == last_of({"first", "second"}));
}

TEST_CASE("whatever changes before a link changes it",
          "[storage][hash_chain]") {
  const auto original = last_of({"one", "two", "three"});
  CHECK(last_of({"one", "two", "three"}) == original);
  CHECK(last_of({"One", "two", "three"}) != original);
  CHECK(last_of({"two", "one", "three"}) != original);
  CHECK(last_of({"one", "three"}) != original);
  CHECK(last_of({"one", "", "two", "three"}) != original);
  CHECK(last_of({"onet", "wo", "three"}) != original);
}

TEST_CASE("a chain can be moved", "[storage][hash_chain]") {
  hash_chain from;
  from.add("one");
  hash_chain to{std::move(from)};
  to.add("two");
  CHECK(to.newest() == last_of({"one", "two"}));
  hash_chain other;
  other = std::move(to);
  CHECK(other.add("three") == last_of({"one", "two", "three"}));
}

} // namespace bellwether::storage
