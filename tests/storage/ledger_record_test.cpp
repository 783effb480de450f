#include "storage/ledger_record.hpp"

#include "storage/any_record.hpp"
#include "storage/hash_chain.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>

namespace bellwether::storage {

using domain::any_of;

namespace {

// An entry of which no two fields are alike.
domain::ledger_entry sample_entry() {
  domain::ledger_entry e;
  e.reservation = 300;
  e.at = domain::wall_time{std::chrono::milliseconds{1'795'000'000'250}};
  e.request_id = "req-1";
  e.attempt = 2;
  e.who = {"ci", "web", "auto", "openai", "gpt-4o"};
  e.used = {1200, 1000, 7, 340, 12};
  e.cost = domain::money::nanos(384'000);
  e.dearest = domain::money::nanos(9'840'000);
  e.estimated = true;
  e.outcome = domain::entry_outcome::broken;
  e.failure = "timeout";
  e.stream = true;
  e.latency = std::chrono::microseconds{1'234'567};
  e.first_token = std::chrono::microseconds{250};
  e.metadata = R"({"user":"u-1"})";
  return e;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

} // namespace

TEST_CASE("a record's bytes never change for a version",
          "[storage][ledger_record]") {
  CHECK(hex(encode(sample_entry())) == "01020f02ac02f4fbb2e5bd68057265712d310202636903776562046175746f066f70656e61"
"69066770742d346fe012d00f0ea8051880f02e8096b1090774696d656f75748eda9601f403"
"0e7b2275736572223a22752d31227d");
  const domain::ledger_reservation reservation{
      7,
      domain::wall_time{std::chrono::milliseconds{-2}},
      "r",
      1,
      {"k", "", "auto", "p", "m"},
      domain::money::nanos(-1),
      {1, 0, 0, 64, 0},
      true,
      "{}"};
  CHECK(hex(encode(reservation))
        == "01010703017201016b00046175746f0170016d0102000080010001027b7d");
  CHECK(
      hex(encode(domain::fired_mark{"monthly", domain::wall_time{},
                                    domain::budget_event::kind::forecast, 110}))
      == "0103076d6f6e74686c790001dc01");
}

TEST_CASE("every record is read as it was written",
          "[storage][ledger_record][properties]") {
  CHECK(decode(encode(sample_entry())) == ledger_record{sample_entry()});
  rc::prop("any record", [] {
    const auto record = any_record();
    RC_ASSERT(decode(encode(record)) == record);
  });
}

TEST_CASE("a record is read over another one", "[storage][ledger_record]") {
  rc::prop("any two of a kind", [] {
    auto entry = any_entry();
    const auto other = any_entry();
    RC_ASSERT(decode(encode(other), entry));
    RC_ASSERT(entry == other);
    auto reservation = any_reservation();
    const auto promised = any_reservation();
    RC_ASSERT(decode(encode(promised), reservation));
    RC_ASSERT(reservation == promised);
    RC_ASSERT(!decode(encode(promised), entry));
    RC_ASSERT(!decode(encode(other), reservation));
  });
}

TEST_CASE("bytes say what kind of record they are",
          "[storage][ledger_record]") {
  CHECK(kind_of(encode(sample_entry())) == record_kind::entry);
  CHECK(kind_of(encode(domain::ledger_reservation{}))
        == record_kind::reservation);
  CHECK(kind_of(encode(domain::fired_mark{})) == record_kind::fired);
  for (const std::string bytes :
       {"", "\x01", "\x02\x01", "\x01\x04", "\x01\xff"})
    CHECK_FALSE(kind_of(bytes));
  CHECK_FALSE(kind_of(std::string("\x01\0", 2)));
}

TEST_CASE("records are appended, one behind the other",
          "[storage][ledger_record]") {
  std::string both;
  encode(ledger_record{sample_entry()}, both);
  encode(sample_entry(), both);
  CHECK(both == encode(sample_entry()) + encode(sample_entry()));
}

TEST_CASE("a string that is large enough is not allocated again",
          "[storage][ledger_record]") {
  std::string to;
  encode(sample_entry(), to);
  const auto* at = to.data();
  for (int i = 0; i < 10; ++i) {
    to.clear();
    encode(sample_entry(), to);
  }
  CHECK(to.data() == at);
}

TEST_CASE("no part of a record, and nothing behind it, is a record",
          "[storage][ledger_record][properties]") {
  rc::prop("any record", [] {
    const auto bytes = encode(any_record());
    const auto length = any_of<std::size_t>(0, bytes.size());
    RC_ASSERT(!decode(std::string_view{bytes}.substr(0, length)).has_value());
    RC_ASSERT(!decode(bytes + any_of('a', 'z')).has_value());
    RC_ASSERT(!decode(bytes + std::string(1, '\0')).has_value());
  });
}

TEST_CASE("what is read from damaged bytes is spelt as they are, or nothing",
          "[storage][ledger_record][properties]") {
  rc::prop("any flip", [] {
    auto bytes = encode(any_record());
    for (int flips = any_of(1, 4); flips > 0; --flips)
      bytes[any_of<std::size_t>(0, bytes.size())] =
          static_cast<char>(any_of(0, 256));
    if (const auto read = decode(bytes))
      RC_ASSERT(encode(*read) == bytes);
  });
  rc::prop("any bytes", [] {
    const auto bytes = any_text(200);
    if (const auto read = decode(bytes))
      RC_ASSERT(encode(*read) == bytes);
  });
}

TEST_CASE("bytes that no writer writes are refused",
          "[storage][ledger_record]") {
  const auto good = encode(domain::fired_mark{"b", {}, {}, 5});
  REQUIRE(hex(good) == "01030162" "00" "00" "0a");
  REQUIRE(decode(good));
  const auto refused = [&](std::size_t at, const std::string& bytes) {
    auto changed = good;
    changed.replace(at, 1, bytes);
    return !decode(changed);
  };
  CHECK(refused(0, "\x02")); // version
  CHECK(refused(1, "\x04")); // kind
  CHECK(refused(1, std::string(1, '\0')));
  CHECK(refused(2, "\x7f")); // a length beyond the end
  CHECK(refused(2, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  CHECK(refused(4, std::string("\x80\0", 2))); // zeros in front
  CHECK(refused(4, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")); // 65 bits
  CHECK(refused(4, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  CHECK(refused(5, "\x04"));                 // kind of event
  CHECK(refused(6, "\x80\x80\x80\x80\x20")); // no int
  CHECK_FALSE(decode(""));
}

} // namespace bellwether::storage
