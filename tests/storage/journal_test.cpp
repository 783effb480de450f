#include "storage/journal.hpp"

#include "integration/harness/temporary_folder.hpp"
#include "storage/journal_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sys/stat.h>
#include <thread>

namespace bellwether::storage {

namespace fs = std::filesystem;
using integration::temporary_folder;

TEST_CASE("records come back in order, also after a restart",
          "[storage][journal]") {
  const temporary_folder root;
  const auto count = GENERATE(std::uint64_t{1}, std::uint64_t{500});
  {
    journal j{root / "journal", {page, 64}};
    for (std::uint64_t i = 1; i <= count; ++i)
      REQUIRE(append_next(j) == i);
    CHECK(are_right(read_all(j), 1));
    CHECK(j.last() == count);
  }
  journal again{root / "journal", {page, 64}};
  CHECK(again.damaged() == 0);
  CHECK(again.last() == count);
  const auto all = read_all(again);
  CHECK(all.size() == count);
  CHECK(are_right(all, 1));
  CHECK(append_next(again) == count + 1);
  CHECK(read_all(again).size() == count + 1);
}

TEST_CASE("an empty record is a record", "[storage][journal]") {
  const temporary_folder root;
  {
    journal j{root.path(), {page, 4}};
    CHECK(j.append("") == 1);
  }
  const journal again{root.path(), {page, 4}};
  CHECK(read_all(again) == std::vector<kept_record>{{1, ""}});
}

TEST_CASE("a reader gets so many records behind a number",
          "[storage][journal]") {
  journal j{journal_limits{page, 64}};
  CHECK(j.read_after(0, 10).empty());
  for (int i = 0; i < 300; ++i)
    append_next(j);
  const auto step = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{1000});
  const auto after = GENERATE(std::uint64_t{0}, std::uint64_t{1},
                              std::uint64_t{150}, std::uint64_t{299});
  CHECK(j.read_after(after, step).size() == std::min(step, 300 - after));
  const auto all = read_all(j, after, step);
  CHECK(all.size() == 300 - after);
  CHECK(are_right(all, after + 1));
  CHECK(j.read_after(300, 10).empty());
  CHECK(j.read_after(10'000, 10).empty());
}

TEST_CASE("a journal's folder and files are for their owner only",
          "[storage][journal]") {
  const temporary_folder root;
  const journal j{root / "journal", {page, 4}};
  CHECK(fs::status(root / "journal").permissions() == fs::perms::owner_all);
  CHECK(fs::status(root / "journal/journal-1").permissions()
        == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("disk space is taken before it is used", "[storage][journal]") {
  const temporary_folder root;
  const journal j{root.path(), {64 * page, 4}};
  struct stat about {};
  REQUIRE(::stat((root / "journal-1").c_str(), &about) == 0);
  CHECK(about.st_blocks * 512 >= 64L * 4096);
}

TEST_CASE("what is released makes room and goes off the disk",
          "[storage][journal]") {
  const temporary_folder root;
  journal j{root.path(), {page, 4}};
  CHECK(j.bytes() == 0);
  fill(j);
  const auto full = j.last();
  CHECK(files_in(root.path()).size() == 4);
  CHECK(j.bytes() > 3 * page);
  CHECK(append_next(j) == 0);
  CHECK(j.refused() == 2);

  j.release(full / 2);
  CHECK(j.bytes() < 3 * page);
  CHECK(j.bytes() > page);
  CHECK(are_right(read_all(j, full / 2), full / 2 + 1));
  CHECK(append_next(j) == full + 1);

  j.release(j.last());
  CHECK(j.bytes() == 0);
  CHECK(files_in(root.path()).size() <= 2);
  CHECK(append_next(j) == full + 2);
  CHECK(j.bytes() > 0);
  CHECK(are_right(read_all(j, full + 1), full + 2));
}

TEST_CASE("what is released is written again, and holds nothing of before",
          "[storage][journal]") {
  const temporary_folder root;
  {
    journal to{root.path(), {page, 8}};
    for (int i = 0; i < 500; ++i) {
      REQUIRE(append_next(to) != 0);
      CHECK(read_all(to, to.last() - 1)
            == std::vector{kept_record{to.last(), bytes_for(to.last())}});
      to.release(to.last());
    }
    CHECK(files_in(root.path()).size() <= 2);
    REQUIRE(append_next(to) == 501);
  }
  const journal again{root.path(), {page, 8}};
  CHECK(again.damaged() == 0);
  CHECK(again.last() == 501);
  CHECK(read_all(again, 500) == std::vector{kept_record{501, bytes_for(501)}});
}

TEST_CASE("a segment that was being forgotten when the process died is gone",
          "[storage][journal]") {
  const temporary_folder root;
  {
    journal to{root.path(), {page, 8}};
    append_next(to);
  }
  std::ofstream{root / "old-journal-7"} << "half forgotten";
  const journal again{root.path(), {page, 8}};
  CHECK_FALSE(std::filesystem::exists(root / "old-journal-7"));
  CHECK(again.damaged() == 0);
  CHECK(again.last() == 1);
}

TEST_CASE("releasing less than before, or more than there is, does no harm",
          "[storage][journal]") {
  journal j{journal_limits{page, 64}};
  for (int i = 0; i < 300; ++i)
    append_next(j);
  j.release(200);
  j.release(100);
  CHECK(are_right(read_all(j, 200), 201));
  j.release(1'000'000);
  CHECK(j.bytes() == 0);
  CHECK(append_next(j) == 301);
  CHECK(read_all(j, 300).size() == 1);
}

TEST_CASE("numbers are never given again", "[storage][journal]") {
  const temporary_folder root;
  std::uint64_t last = 0;
  for (int restart = 0; restart < 5; ++restart) {
    journal j{root.path(), {page, 8}};
    j.skip_to(last);
    for (int i = 0; i < 40; ++i) {
      const auto number = append_next(j);
      REQUIRE(number == last + 1);
      last = number;
    }
    j.release(last);
  }
  journal j{root.path(), {page, 8}};
  CHECK(j.damaged() == 0);
  j.skip_to(1'000);
  j.skip_to(500);
  CHECK(j.last() == 1'000);
  CHECK(append_next(j) == 1'001);
  CHECK(read_all(j, last)
        == std::vector<kept_record>{{1'001, bytes_for(1'001)}});
}

TEST_CASE("numbers that were skipped are no damage", "[storage][journal]") {
  const temporary_folder root;
  const std::string record(900, 'x');
  {
    journal j{root.path(), {page, 8}};
    for (std::uint64_t i = 1; i < 20; ++i) {
      j.skip_to(100 * i);
      REQUIRE(j.append(record) == 100 * i + 1);
    }
  }
  const journal again{root.path(), {page, 8}};
  CHECK(again.damaged() == 0);
  CHECK(read_all(again).size() == 19);
}

TEST_CASE("restarts of a journal that nobody reads take no new segments",
          "[storage][journal]") {
  const temporary_folder root;
  for (std::uint64_t i = 1; i <= 6; ++i) {
    journal j{root.path(), {page, 2}};
    REQUIRE(append_next(j) == i);
    j.read_after(0, 1);
  }
  CHECK(files_in(root.path()).size() == 1);
}

TEST_CASE("files that are not the journal's are left alone",
          "[storage][journal]") {
  const temporary_folder root;
  for (const auto* name : {"journal-", "journal-x", "journal-1x", "other"})
    put_text(root / name, "kept");
  {
    journal j{root.path(), {page, 4}};
    fill(j);
    j.release(j.last());
  }
  for (const auto* name : {"journal-", "journal-x", "journal-1x", "other"})
    CHECK(text_of(root / name) == "kept");
}

TEST_CASE("a journal in memory leaves no file", "[storage][journal]") {
  journal j{journal_limits{page, 3}};
  fill(j);
  CHECK(j.refused() == 1);
  CHECK(are_right(read_all(j), 1));
  j.release(j.last());
  CHECK(j.bytes() == 0);
  CHECK(append_next(j) > 0);
}

TEST_CASE("many threads get numbers without a gap while one reads",
          "[storage][journal]") {
  const temporary_folder root;
  constexpr std::size_t threads = 8;
  constexpr std::uint64_t each = 2'000;
  journal j{root.path(), {16 * page, 1'000}};
  std::vector<std::vector<std::uint64_t>> given(threads);
  std::vector<std::thread> writers;
  for (std::size_t t = 0; t < threads; ++t)
    writers.emplace_back([&, t] {
      for (std::uint64_t i = 0; i < each; ++i)
        given[t].push_back(j.append(std::to_string(t) + "/" + std::to_string(i)
                                    + "/" + std::string(i % 200, 'x')));
    });
  std::vector<kept_record> seen;
  while (seen.size() < threads * each) {
    for (const auto& one :
         j.read_after(seen.empty() ? 0 : seen.back().number, 100))
      seen.push_back({one.number, std::string{one.bytes}});
    j.release(seen.empty() ? 0 : seen.back().number);
  }
  for (auto& writer : writers)
    writer.join();
  std::vector<std::uint64_t> next(threads, 0);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    REQUIRE(seen[i].number == i + 1);
    const auto t = static_cast<std::size_t>(seen[i].bytes.front() - '0');
    const auto n = next.at(t)++;
    REQUIRE(given[t].at(n) == seen[i].number);
    REQUIRE(seen[i].bytes
            == std::to_string(t) + "/" + std::to_string(n) + "/"
                   + std::string(n % 200, 'x'));
  }
  CHECK(j.bytes() == 0);
}

} // namespace bellwether::storage
