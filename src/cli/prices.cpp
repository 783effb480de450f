#include "cli/prices.hpp"

#include "cli/commands.hpp"
#include "cli/prices_file.hpp"
#include "settings/text_file.hpp"
#include "settings/text_table.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <ostream>

namespace bellwether::cli {

namespace {

std::string today() {
  using namespace std::chrono;
  const year_month_day date{floor<days>(system_clock::now())};
  std::array<char, 32> text{};
  std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string count(std::size_t number) {
  return settings::with_commas(static_cast<long long>(number));
}

/// "1,204 models, 312 without token prices left out".
std::string counts(const litellm_prices& read) {
  auto out = count(read.models.size())
             + (read.models.size() == 1 ? " model" : " models");
  if (read.unpriced > 0)
    out += ", " + count(read.unpriced) + " without token prices left out";
  if (read.other_modes > 0)
    out += ", " + count(read.other_modes) + " that are not for text left out";
  return out;
}

void print(const std::string& file, const std::vector<settings::problem>& all,
           std::ostream& err) {
  err << file << ": " << all.size()
      << (all.size() == 1 ? " problem\n" : " problems\n");
  for (const auto& each : all)
    err << "  " << to_string(each) << '\n';
}

bool write(const prices_import_options& options, const litellm_prices& read,
           std::ostream& out, std::ostream& err) {
  const auto source = std::filesystem::path{options.file}.filename().string();
  const auto text = pricing_text(
      read.models,
      {options.updated.empty() ? today() : options.updated, source});
  if (options.output.empty()) {
    out << text << std::flush;
    return out.good();
  }
  const auto wrong = write_whole(options.output, text, options.force);
  if (!wrong.empty())
    err << wrong << '\n';
  return wrong.empty();
}

} // namespace

int prices_import(const prices_import_options& options, std::ostream& out,
                  std::ostream& err) {
  const auto file = settings::read_text_file(options.file, max_litellm_bytes);
  if (const auto* error = std::get_if<settings::file_error>(&file)) {
    err << options.file << " " << error->why << '\n';
    return failure;
  }
  const auto read = read_litellm(std::get<std::string>(file), options.only);
  if (const auto* problems =
          std::get_if<std::vector<settings::problem>>(&read)) {
    print(options.file, *problems, err);
    return failure;
  }
  const auto& prices = std::get<litellm_prices>(read);
  if (prices.models.empty()) {
    err << options.file
        << " has no model with token prices; is it LiteLLM's "
           "model_prices_and_context_window.json?\n";
    return failure;
  }
  if (!write(options, prices, out, err))
    return failure;
  err << counts(prices) << '\n';
  return success;
}

} // namespace bellwether::cli
