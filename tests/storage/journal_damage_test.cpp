#include "domain/any.hpp"
#include "integration/harness/temporary_folder.hpp"
#include "storage/journal.hpp"
#include "storage/journal_format.hpp"
#include "storage/journal_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <rapidcheck/catch.h>

namespace bellwether::storage {

namespace fs = std::filesystem;
using Catch::Contains;
using domain::any_of;
using integration::temporary_folder;

namespace {

constexpr journal_limits limits{page, 64};

void append(const fs::path& folder, std::uint64_t count) {
  journal j{folder, limits};
  for (std::uint64_t i = 0; i < count; ++i)
    REQUIRE(j.append(bytes_for(j.last() + 1)) != 0);
}

// Where a record's bytes are in the file.
std::size_t place_of(std::uint64_t number, const std::string& text) {
  const auto at = text.find(bytes_for(number));
  REQUIRE(at != std::string::npos);
  return at;
}

bool holds(const std::vector<kept_record>& all, std::uint64_t number) {
  return std::find(all.begin(), all.end(),
                   kept_record{number, bytes_for(number)})
         != all.end();
}

} // namespace

TEST_CASE("a broken record is left out and told, and those behind it are kept",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 10);
  const auto file = root / "journal-1";
  auto text = text_of(file);
  const auto broken = GENERATE(std::uint64_t{1}, std::uint64_t{5});
  const auto at = place_of(broken, text);
  SECTION("in its bytes") {
    text[at] = '?';
  }
  SECTION("in its number") {
    text[at - 8] ^= 1;
  }
  SECTION("in its size") {
    text[at - 24] ^= 1;
  }
  SECTION("in its size, which is none then") {
    text.replace(at - 24, 8, 8, '\0');
  }
  put_text(file, text);
  journal j{root.path(), limits};
  CHECK(j.damaged() == 1);
  CHECK(j.last() == 10);
  const auto all = read_all(j);
  CHECK(all.size() == 9);
  CHECK_FALSE(holds(all, broken));
  CHECK(j.append(bytes_for(11)) == 11);
  CHECK(holds(read_all(j), 11));
  j.release(11);
  CHECK(files_in(root.path()).size() == 1);
}

TEST_CASE("a broken record at the end is told", "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 10);
  const auto file = root / "journal-1";
  auto text = text_of(file);
  text[place_of(10, text)] = '?';
  put_text(file, text);
  const journal j{root.path(), limits};
  CHECK(j.damaged() == 1);
  CHECK(read_all(j).size() == 9);
}

TEST_CASE("a record's sum sees words that changed places",
          "[storage][journal]") {
  const std::string record = "onewordabcdefghijklmnopqrstuvwxyz01234567";
  auto swapped = record;
  for (const std::size_t apart : {8U, 16U, 24U}) {
    std::swap_ranges(swapped.begin(), swapped.begin() + 8,
                     swapped.begin() + static_cast<std::ptrdiff_t>(apart));
    CHECK(bytes_sum(swapped) != bytes_sum(record));
    swapped = record;
  }
  CHECK(bytes_sum("") != bytes_sum(std::string(1, '\0')));
}

TEST_CASE("an older record behind a broken one is passed over",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 10);
  const auto file = root / "journal-1";
  auto text = text_of(file);
  const auto first =
      text.substr(place_of(1, text) - 24, record_space(bytes_for(1).size()));
  text.replace(place_of(10, text) - 24, first.size(), first);
  put_text(file, text);
  const journal j{root.path(), limits};
  CHECK(j.damaged() == 1);
  CHECK(j.last() == 9);
  CHECK(read_all(j).size() == 9);
}

TEST_CASE("a record that was being written is no damage",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 10);
  const auto file = root / "journal-1";
  auto text = text_of(file);
  text.replace(place_of(10, text) - 24, 8, 8, '\0');
  put_text(file, text);
  {
    journal j{root.path(), limits};
    CHECK(j.damaged() == 0);
    CHECK(read_all(j).size() == 9);
    CHECK(j.append("short") == 10);
  }
  const journal again{root.path(), limits};
  CHECK(again.damaged() == 0);
  CHECK(read_all(again).back() == kept_record{10, "short"});
}

TEST_CASE("records that are missing before a later segment are told",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 40);
  REQUIRE(files_in(root.path()).size() > 2);
  const auto cut = root / "journal-2";
  const auto whole = text_of(cut);
  const auto missing = GENERATE(std::uint64_t{1}, std::uint64_t{3});
  std::uint64_t last = 40;
  while (whole.find(bytes_for(last)) == std::string::npos)
    --last;
  put_text(cut, whole.substr(0, place_of(last - missing + 1, whole) - 24));
  const journal j{root.path(), limits};
  CHECK(j.damaged() == missing);
  CHECK(j.last() == 40);
  CHECK(read_all(j).size() == 40 - missing);
}

TEST_CASE("empty files are taken away, and used names not again",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 3);
  put_text(root / "journal-7", "");
  put_text(root / "journal-8", std::string(page, '\0'));
  append(root.path(), 30);
  const auto files = files_in(root.path());
  CHECK(std::find(files.begin(), files.end(), "journal-7") == files.end());
  CHECK(std::find(files.begin(), files.end(), "journal-9") != files.end());
  CHECK(read_all(journal{root.path(), limits}).size() == 33);
}

TEST_CASE("a file of noise is told, and goes with what is released",
          "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 3);
  put_text(root / "journal-5", std::string(page, 'n'));
  journal j{root.path(), limits};
  CHECK(j.damaged() == 1);
  CHECK(read_all(j).size() == 3);
  CHECK(j.append("more") == 4);
  j.release(4);
  CHECK_FALSE(fs::exists(root / "journal-5"));
}

TEST_CASE("a copy of a segment brings no record twice", "[storage][journal]") {
  const temporary_folder root;
  append(root.path(), 40);
  fs::copy_file(root / "journal-2", root / "journal-77");
  const journal j{root.path(), limits};
  CHECK(read_all(j).size() == 40);
}

TEST_CASE("a journal of another version is refused by name",
          "[storage][journal]") {
  const temporary_folder root;
  const std::string text = "bellwether journal 2 of tomorrow";
  {
    journal j{root.path(), limits};
    j.append("x");
  }
  auto file = text_of(root / "journal-1");
  const record_header header{sizeof header + text.size(),
                             record_sum(bytes_sum(text), 0), 0};
  file.replace(0, sizeof header, reinterpret_cast<const char*>(&header),
               sizeof header);
  file.replace(sizeof header, text.size(), text);
  put_text(root / "journal-1", file);
  CHECK_THROWS_WITH((journal{root.path(), limits}),
                    Contains("journal-1 was written by another version"));
}

TEST_CASE("what is kept comes back, whatever the sizes and the restarts",
          "[storage][journal][properties]") {
  rc::prop("all records behind the released ones, in order", [] {
    const temporary_folder root;
    auto j = std::make_unique<journal>(root.path(), limits);
    std::vector<kept_record> expected;
    std::uint64_t released = 0;
    for (int step = any_of(1, 60); step > 0; --step) {
      const int what = any_of(0, 10);
      if (what < 6) {
        const std::string bytes(any_of<std::size_t>(0, 5'000), 'r');
        if (const auto number = j->append(bytes); number != 0)
          expected.push_back({number, bytes});
        else
          RC_ASSERT(bytes.size() > page - 100);
      } else if (what < 8) {
        j.reset();
        j = std::make_unique<journal>(root.path(), limits);
        j->skip_to(released);
        j->release(released);
      } else if (!expected.empty()) {
        const auto count = any_of<std::size_t>(0, expected.size() + 1);
        const auto end = expected.begin() + static_cast<std::ptrdiff_t>(count);
        released = count == 0 ? released : (end - 1)->number;
        expected.erase(expected.begin(), end);
        j->release(released);
      }
      RC_ASSERT(j->damaged() == 0U);
      RC_ASSERT(read_all(*j, released, any_of<std::size_t>(1, 50)) == expected);
      RC_ASSERT((j->bytes() == 0U) == expected.empty());
    }
  });
}

TEST_CASE("whatever became of its files, a journal opens and goes on",
          "[storage][journal][properties]") {
  rc::prop("no record is made up, and numbers go on", [] {
    const temporary_folder root;
    append(root.path(), 40);
    for (const auto& name : files_in(root.path())) {
      auto text = text_of(root / name);
      for (int flips = any_of(0, 4); flips > 0; --flips)
        text[any_of<std::size_t>(0, text.size())] ^=
            static_cast<char>(1U << any_of(0U, 8U));
      if (any_of(0, 3) == 0)
        text.resize(any_of<std::size_t>(0, text.size()));
      put_text(root / name, text);
    }
    journal j{root.path(), limits};
    const auto all = read_all(j);
    for (const auto& one : all)
      RC_ASSERT(one.bytes == bytes_for(one.number));
    const auto last = j.last();
    RC_ASSERT(j.append("more") == last + 1);
    RC_ASSERT(read_all(j).size() == all.size() + 1);
    j.release(last + 1);
    RC_ASSERT(j.bytes() == 0U);
  });
}

} // namespace bellwether::storage
