#include "cli/report_text.hpp"

#include "cli/amounts.hpp"
#include "cli/csv.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <vector>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using domain::money;
using settings::with_commas;

namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t least_name = 11;
constexpr std::size_t figures = 6; ///< columns behind the names

const std::vector<std::string> csv_columns{"requests",
                                           "attempts",
                                           "failures",
                                           "tokens",
                                           "prompt_tokens",
                                           "cached_tokens",
                                           "cache_write_tokens",
                                           "completion_tokens",
                                           "reasoning_tokens",
                                           "total_cost",
                                           "estimated_usd",
                                           "wasted_usd",
                                           "on_dearest_model_usd",
                                           "probe_usd"};

using row = std::vector<std::string>;

money amount(const json& of, const std::string& name) {
  return read_amount(of.at(name + "_exact").get<std::string>());
}

std::string count(const json& of, const char* name) {
  return with_commas(of.at(name).get<long long>());
}

std::string upper(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void add_figures(row& to, const json& of, money total, int decimals) {
  const auto cost = amount(of, "total_cost");
  to.insert(to.end(),
            {count(of, "requests"), count(of, "failures"),
             count(of, "prompt_tokens"), count(of, "completion_tokens"),
             dollars_text(cost, decimals), percent_text(cost, total)});
}

std::vector<row> rows_of(const json& report, money total, int decimals) {
  std::vector<row> out;
  for (const auto& each : report.at("rows")) {
    row one;
    for (const auto& by : report.at("by")) {
      const auto name = each.at(by.get<std::string>()).get<std::string>();
      one.push_back(name.empty() ? "-" : name);
    }
    add_figures(one, each, total, decimals);
    out.push_back(std::move(one));
  }
  row last(report.at("by").size());
  if (!last.empty())
    last.front() = "total";
  add_figures(last, report.at("total"), total, decimals);
  out.push_back(std::move(last));
  return out;
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

/// So many characters at most, the last of which tells that there were more.
void shorten(std::string& text, std::size_t most) {
  if (width_of(text) <= most)
    return;
  std::size_t end = 0;
  for (std::size_t seen = 0; seen < most; ++end)
    if ((static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U)
      ++seen;
  // `end` is behind the first byte of the last character that has room.
  text.resize(end - 1);
  text += "…";
}

std::size_t widest(const std::vector<row>& rows, std::size_t column) {
  std::size_t out = 0;
  for (const auto& each : rows)
    out = std::max(out, width_of(each[column]));
  return out;
}

/// A part of a date says nothing.
bool is_time(const std::string& title) {
  return title == "DAY" || title == "HOUR" || title == "MONTH";
}

/// Makes room for the figures: names give way, the longest first. A table of
/// many names may still be wider than a page.
void fit(std::vector<row>& rows, std::size_t names, const row& titles) {
  std::size_t all = 2 * (titles.size() - 1);
  for (std::size_t i = 0; i < titles.size(); ++i)
    all += std::max(widest(rows, i), titles[i].size());
  std::vector<std::size_t> giving;
  for (std::size_t i = 0; i < names; ++i)
    if (!is_time(titles[i]))
      giving.push_back(i);
  while (all > page_width && !giving.empty()) {
    const auto longest = *std::ranges::max_element(
        giving, {}, [&](std::size_t i) { return widest(rows, i); });
    const auto width = widest(rows, longest);
    if (width <= least_name)
      break;
    for (auto& each : rows)
      shorten(each[longest], width - 1);
    --all;
  }
}

row titles_of(const json& report) {
  row out;
  for (const auto& by : report.at("by"))
    out.push_back(upper(by.get<std::string>()));
  out.insert(out.end(),
             {"REQUESTS", "FAILED", "INPUT", "OUTPUT", "COST", "SHARE"});
  return out;
}

std::string table(const json& report) {
  using align = settings::text_table::align;
  const auto total = amount(report.at("total"), "total_cost");
  const auto titles = titles_of(report);
  const auto names = titles.size() - figures;
  auto rows = rows_of(report, total, decimals_for(total));
  fit(rows, names, titles);
  std::vector<settings::text_table::column> columns;
  for (std::size_t i = 0; i < titles.size(); ++i)
    columns.push_back({titles[i], i < names ? align::left : align::right});
  settings::text_table out{std::move(columns)};
  for (auto& each : rows)
    out.add(std::move(each));
  auto text = out.to_string();
  const auto last = text.rfind('\n', text.size() - 2) + 1;
  const auto width = width_of(text.substr(last)) - 1;
  return text.insert(last, std::string(width, '-') + "\n");
}

std::string date(const json& moment) {
  return moment.get<std::string>().substr(0, 16).replace(10, 1, " ");
}

std::string head(const json& report) {
  return fmt::format(
      "Costs from {} until {} UTC{}\n\n", date(report.at("from")),
      date(report.at("to")),
      report.at("time_zone") == "UTC"
          ? ""
          : "; days are those of " + report["time_zone"].get<std::string>());
}

std::string savings(const json& report) {
  const auto& of = report.at("savings");
  const auto dearest = amount(of, "on_dearest_model_usd");
  const auto saved = amount(of, "saved_usd");
  if (!of.at("dearest_model").is_string() || saved.nanos() <= 0)
    return "";
  return fmt::format(
      "The same answers on {} would have cost {}: {:.0f} % saved.\n",
      of["dearest_model"].get<std::string>(),
      dollars_text(dearest, std::min(decimals_for(dearest), 4)),
      of.at("saved_percent").get<double>());
}

const json* overall_budget(const json& budgets) {
  if (!budgets.is_object())
    return nullptr;
  for (const auto& each : budgets.at("budgets"))
    if (each.at("scope").empty())
      return &each;
  return nullptr;
}

std::string budget_line(const json& budgets) {
  const auto* of = overall_budget(budgets);
  if (of == nullptr)
    return "";
  const auto spent = amount(*of, "spent_usd");
  const auto limit = amount(*of, "limit_usd");
  const auto& resets = of->at("resets_at");
  return fmt::format(
      "Budget {}: {} of {} spent ({}){}.\n", of->at("name").get<std::string>(),
      dollars_text(spent, decimals_for(spent) > 4 ? 4 : 2),
      dollars_text(limit, 2), percent_text(spent, limit),
      resets.is_string() ? ", resets " + resets.get<std::string>().substr(0, 10)
                         : "");
}

std::string note(const json& total, const char* name, const char* words) {
  const auto part = amount(total, name);
  return part.nanos() <= 0 ? ""
                           : dollars_text(part, decimals_for(part)) + words;
}

} // namespace

std::string report_text(const json& report, const json& budgets) {
  const auto& total = report.at("total");
  auto out = head(report);
  if (report.at("rows").empty())
    out += "No attempt was made in this time.\n";
  else
    out += table(report);
  auto notes =
      savings(report) + budget_line(budgets)
      + note(total, "estimated_usd",
             " of the cost is estimated: the provider told no usage.\n")
      + note(total, "wasted_usd", " went to attempts that did not answer.\n")
      + note(total, "probe_usd", " more went to probes, in no other sum.\n");
  return notes.empty() ? out : out + "\n" + notes;
}

std::string report_csv(const json& report) {
  std::vector<std::string> names;
  for (const auto& by : report.at("by"))
    names.push_back(by.get<std::string>());
  names.insert(names.end(), csv_columns.begin(), csv_columns.end());
  auto out = csv_head(names);
  for (const auto& each : report.at("rows"))
    out += csv_line(each, names);
  return out;
}

} // namespace bellwether::cli
