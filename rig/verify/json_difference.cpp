// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/json_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig {
namespace {

/// Sorted keys: looking one up in a hostile file with a million of them stays quick.
using Sorted = nlohmann::json;
constexpr int kDeepest = 64;
constexpr std::size_t kLongestValue = 80;

std::string shortened(const Sorted& value) {
  std::string text = value.dump(-1, ' ', true, Sorted::error_handler_t::replace);
  if (text.size() > kLongestValue) text = text.substr(0, kLongestValue) + "...";
  return text;
}

std::string escaped(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

class Comparison {
 public:
  void compare(const Sorted& expected, const Sorted& found, const std::string& at) {
    if (expected.is_object() && found.is_object()) {
      compare_objects(expected, found, at);
    } else if (expected.is_array() && found.is_array()) {
      compare_arrays(expected, found, at);
    } else if (expected != found) {
      differences.push_back({at, shortened(expected), shortened(found)});
    }
  }

  std::vector<JsonDifference> differences;

 private:
  void compare_objects(const Sorted& expected, const Sorted& found, const std::string& at) {
    for (const auto& [key, value] : expected.items()) {
      const std::string here = at + '/' + escaped(key);
      const auto other = found.find(key);
      if (other == found.end()) {
        differences.push_back({here, shortened(value), "nothing"});
      } else {
        compare(value, *other, here);
      }
    }
    for (const auto& [key, value] : found.items()) {
      if (expected.contains(key)) continue;
      differences.push_back({at + '/' + escaped(key), "nothing", shortened(value)});
    }
  }

  void compare_arrays(const Sorted& expected, const Sorted& found, const std::string& at) {
    for (std::size_t i = 0; i < std::max(expected.size(), found.size()); ++i) {
      const std::string here = fmt::format("{}/{}", at, i);
      if (i >= found.size()) {
        differences.push_back({here, shortened(expected[i]), "nothing"});
      } else if (i >= expected.size()) {
        differences.push_back({here, "nothing", shortened(found[i])});
      } else {
        compare(expected[i], found[i], here);
      }
    }
  }
};

/// Parses while watching depth (a hostile file must not exhaust the stack later) and double keys
/// (readers disagree about which one counts).
Result<Sorted> parse(std::string_view text) {
  bool too_deep = false;
  std::string twice;
  std::vector<std::set<std::string>> keys;
  const Sorted::parser_callback_t watch = [&](int depth, Sorted::parse_event_t event,
                                              Sorted& value) {
    if (event == Sorted::parse_event_t::object_start) keys.emplace_back();
    if (event == Sorted::parse_event_t::object_end && !keys.empty()) keys.pop_back();
    if (event == Sorted::parse_event_t::key && !keys.empty() &&
        !keys.back().insert(value.get<std::string>()).second) {
      twice = value.get<std::string>();
    }
    too_deep = too_deep || depth > kDeepest;
    return depth <= kDeepest;
  };
  Sorted parsed = Sorted::parse(text, watch, /*allow_exceptions=*/false);
  if (parsed.is_discarded() || too_deep) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch, "it is not valid JSON"});
  }
  if (!twice.empty()) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch,
                                fmt::format("the key {} occurs twice", shortened(Sorted(twice)))});
  }
  return parsed;
}

}  // namespace

Result<std::vector<JsonDifference>> json_differences(std::string_view expected,
                                                     std::string_view found) {
  const auto theirs = parse(found);
  if (!theirs) return tl::unexpected(theirs.error());
  Comparison comparison;
  comparison.compare(Sorted::parse(expected), *theirs, "");
  return std::move(comparison.differences);
}

}  // namespace ampsweep::rig
