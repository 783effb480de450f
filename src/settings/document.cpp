#include "settings/document.hpp"

#include "settings/syntax_error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <unordered_set>
#include <utility>

namespace bellwether::settings {

namespace {

using nlohmann::json;

constexpr std::size_t max_depth = 32;

/// Walks over the text and tells how far the parser has come, which
/// nlohmann's events do not.
class tracking_iterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  tracking_iterator(const char* at, const char** reached)
      : at_{at}, reached_{reached} {}

  reference operator*() const { return *at_; }
  tracking_iterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  bool operator==(const tracking_iterator& other) const {
    return at_ == other.at_;
  }

private:
  const char* at_;
  const char** reached_;
};

/// Counts lines up to a position that only moves forward.
class line_counter {
public:
  explicit line_counter(const char* begin) : begin_{begin}, counted_{begin} {}

  std::size_t line(const char* reached) {
    // The last character read may be the one after a number.
    const char* end = reached == begin_ ? begin_ : std::prev(reached);
    if (end > counted_) {
      lines_ += static_cast<std::size_t>(std::count(counted_, end, '\n'));
      counted_ = end;
    }
    return lines_;
  }

private:
  const char* begin_;
  const char* counted_;
  std::size_t lines_ = 1;
};

node of_kind(node::kind what) {
  node value;
  value.what = what;
  return value;
}

/// Builds the tree and remembers the first syntax error and all duplicates.
class tree_builder {
public:
  tree_builder(const char* begin, const char* const* reached)
      : begin_{begin}, reached_{reached}, lines_{begin} {}

  bool null() { return add(of_kind(node::kind::null)); }
  bool boolean(bool value) {
    auto read = of_kind(node::kind::boolean);
    read.boolean = value;
    return add(std::move(read));
  }
  bool number_integer(json::number_integer_t value) {
    auto read = of_kind(node::kind::integer);
    read.integer = value;
    read.number = static_cast<double>(value);
    return add(std::move(read));
  }
  bool number_unsigned(json::number_unsigned_t value) {
    if (std::cmp_less_equal(value, std::numeric_limits<std::int64_t>::max()))
      return number_integer(static_cast<std::int64_t>(value));
    return number_float(static_cast<double>(value), {});
  }
  bool number_float(json::number_float_t value, const json::string_t&) {
    auto read = of_kind(node::kind::number);
    read.number = value;
    return add(std::move(read));
  }
  bool string(json::string_t& value) {
    auto read = of_kind(node::kind::text);
    read.text = std::move(value);
    return add(std::move(read));
  }
  bool binary(json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(node::kind::object); }
  bool start_array(std::size_t) { return open(node::kind::list); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(json::string_t& value) {
    auto& in = open_.back();
    in.key_line = lines_.line(*reached_);
    const bool fresh = in.seen.insert(value).second;
    if (!fresh)
      problems_.push_back(
          {path_to(value), "this key stands twice in its object", in.key_line});
    in.key = std::move(value);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const json::exception& e) {
    return fail(cause_of(e.what()));
  }

  node& root() { return root_; }
  std::vector<problem>& problems() { return problems_; }

private:
  struct level {
    node* value;
    std::string key = {}; ///< of the member that comes next
    std::size_t key_line = 0;
    std::unordered_set<std::string> seen = {};
  };

  bool open(node::kind kind) {
    if (open_.size() == max_depth)
      return fail("nested deeper than " + std::to_string(max_depth)
                  + " levels");
    open_.push_back({place(of_kind(kind))});
    return true;
  }

  bool add(node value) {
    place(std::move(value));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  node* place(node value) {
    if (open_.empty()) {
      root_ = std::move(value);
      root_.line = 1;
      return &root_;
    }
    auto& parent = open_.back();
    if (parent.value->what == node::kind::list) {
      value.line = lines_.line(*reached_);
      return &parent.value->items.emplace_back(std::move(value));
    }
    value.line = parent.key_line;
    parent.value->members.push_back({parent.key, std::move(value)});
    return &parent.value->members.back().value;
  }

  std::string path_to(const std::string& last) const {
    std::string path;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const auto& at = *open_[i].value;
      if (at.what == node::kind::list)
        path += "[" + std::to_string(at.items.size() - 1) + "]";
      else
        path += (path.empty() ? "" : ".") + open_[i].key;
    }
    return path + (path.empty() ? "" : ".") + last;
  }

  bool fail(std::string why) {
    const char* last = *reached_ == begin_ ? begin_ : std::prev(*reached_);
    const auto line = std::count(begin_, last, '\n') + 1;
    const char* start = last;
    while (start != begin_ && *std::prev(start) != '\n')
      --start;
    problems_.assign(1, {"line " + std::to_string(line) + ", column "
                             + std::to_string(last - start + 1),
                         std::move(why)});
    return false;
  }

  const char* begin_;
  const char* const* reached_;
  line_counter lines_;
  node root_;
  std::vector<level> open_;
  std::vector<problem> problems_;
};

} // namespace

const node* node::find(std::string_view key) const {
  const auto it = std::find_if(
      members.begin(), members.end(),
      [key](const member& candidate) { return candidate.key == key; });
  return it == members.end() ? nullptr : &it->value;
}

std::variant<node, std::vector<problem>> parse_document(std::string_view text,
                                                        std::size_t max_bytes) {
  if (text.size() > max_bytes)
    return std::vector<problem>{
        {"line 1, column 1",
         "the file is larger than " + std::to_string(max_bytes) + " bytes"}};
  const char* reached = text.data();
  tree_builder tree{text.data(), &reached};
  json::sax_parse(tracking_iterator{text.data(), &reached},
                  tracking_iterator{text.data() + text.size(), &reached}, &tree,
                  json::input_format_t::json, true, true);
  if (!tree.problems().empty())
    return std::move(tree.problems());
  return std::move(tree.root());
}

} // namespace bellwether::settings
