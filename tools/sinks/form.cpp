#include "sinks/form.hpp"

#include "sinks/text_rules.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::sinks {

using nlohmann::json;

form::form(const json& at, std::string path, std::string code, objections& out)
    : at_{at}, path_{std::move(path)}, code_{std::move(code)}, out_{out} {
  if (!at_.is_object()) {
    out_.refuse(code_, (path_.empty() ? "the body" : path_) + ": no object");
  }
}

std::string form::path_of(std::string_view name) const {
  return path_.empty()  ? std::string{name}
         : name.empty() ? path_
                        : path_ + "." + std::string{name};
}

void form::refuse(std::string_view name, const std::string& why) {
  out_.refuse(code_, path_of(name) + ": " + why);
}

void form::flag(std::string_view name, const std::string& why) {
  out_.flag(path_of(name) + ": " + why);
}

const json* form::find(std::string_view name) const {
  if (!at_.is_object()) {
    return nullptr;
  }
  const auto member = at_.find(std::string{name});
  return member == at_.end() ? nullptr : &*member;
}

const json* form::take(std::string_view name, need how, json::value_t kind) {
  const auto* member = find(name);
  if (member == nullptr) {
    if (how == need::required && at_.is_object()) {
      refuse(name, "is missing");
    }
    return nullptr;
  }
  if (member->type() != kind) {
    refuse(name, "has the wrong type");
    return nullptr;
  }
  return member;
}

bool form::fits(std::string_view name, std::size_t size, bounds b,
                const char* unit) {
  if (size >= b.least && size <= b.most) {
    return true;
  }
  refuse(name, std::to_string(size) + " " + unit + ", "
                   + (size < b.least ? "at least " + std::to_string(b.least)
                                     : "at most " + std::to_string(b.most)));
  return false;
}

const std::string* form::text(std::string_view name, bounds length, need how) {
  const auto* member = take(name, how, json::value_t::string);
  const auto* out =
      member == nullptr ? nullptr : member->get_ptr<const std::string*>();
  return out != nullptr && fits(name, characters(*out), length, "characters")
             ? out
             : nullptr;
}

const std::string* form::choice(std::string_view name,
                                std::initializer_list<std::string_view> all,
                                need how) {
  const auto* out = text(name, {}, how);
  if (out != nullptr && std::ranges::find(all, *out) == all.end()) {
    refuse(name, "'" + *out + "' is not known");
    return nullptr;
  }
  return out;
}

const std::string* form::address(std::string_view name, bool secure, need how) {
  const auto* out = text(name, {}, how);
  if (out != nullptr && !is_web_address(*out, secure)) {
    refuse(name, "is no address");
    return nullptr;
  }
  return out;
}

const json* form::list(std::string_view name, bounds size, need how) {
  const auto* out = take(name, how, json::value_t::array);
  return out != nullptr && fits(name, out->size(), size, "members") ? out
                                                                    : nullptr;
}

const json* form::object(std::string_view name, need how) {
  return take(name, how, json::value_t::object);
}

void form::boolean(std::string_view name) {
  take(name, need::optional, json::value_t::boolean);
}

void form::number(std::string_view name) {
  const auto* member = find(name);
  if (member != nullptr && !member->is_number()) {
    refuse(name, "is no number");
  }
}

void form::whole(std::string_view name, bounds range) {
  const auto* member = find(name);
  if (member == nullptr) {
    return;
  }
  if (!member->is_number_integer() || *member < range.least
      || *member > range.most) {
    refuse(name, "is no whole number that is possible here");
  }
}

std::vector<std::string> form::others(
    std::initializer_list<std::string_view> known) const {
  std::vector<std::string> out;
  if (at_.is_object()) {
    for (const auto& [name, value] : at_.items()) {
      if (std::ranges::find(known, name) == known.end()) {
        out.push_back(name);
      }
    }
  }
  return out;
}

void form::only(std::initializer_list<std::string_view> known) {
  for (const auto& name : others(known)) {
    refuse(name, "is not known");
  }
}

void form::expect(std::initializer_list<std::string_view> known) {
  for (const auto& name : others(known)) {
    flag(name, "is not known");
  }
}

} // namespace bellwether::sinks
