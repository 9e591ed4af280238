// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>

namespace ampsweep::rig {
namespace {

constexpr std::array<std::string_view, 8> kInputs{"x",   "input", "inputs", "in",
                                                  "dry", "di",    "clean",  "source"};
constexpr std::array<std::string_view, 9> kTargets{"y",   "target", "targets", "out",    "output",
                                                   "wet", "reamp",  "reamped", "outputs"};

PairName::Role role_of(const std::string& word) {
  if (std::find(kInputs.begin(), kInputs.end(), word) != kInputs.end()) {
    return PairName::Role::Input;
  }
  if (std::find(kTargets.begin(), kTargets.end(), word) != kTargets.end()) {
    return PairName::Role::Target;
  }
  return PairName::Role::None;
}

}  // namespace

std::vector<std::string> words_of(const std::string& path) {
  std::vector<std::string> words;
  char kind = ' ';
  const std::string whole = std::filesystem::path(path).replace_extension().generic_string();
  for (const char c : whole) {
    const auto byte = static_cast<unsigned char>(c);
    const char now =
        std::isdigit(byte) != 0 ? '0' : (std::isalpha(byte) != 0 || byte > 127 ? 'a' : ' ');
    if (now == ' ') {
      kind = ' ';
      continue;
    }
    if (now != kind) words.emplace_back();
    words.back() += static_cast<char>(std::tolower(byte));
    kind = now;
  }
  return words;
}

PairName pair_name(const std::string& path) {
  auto words = words_of(path);
  const auto roles = std::count_if(words.begin(), words.end(), [](const std::string& word) {
    return role_of(word) != PairName::Role::None;
  });
  PairName name;
  if (roles > 0) {
    // Words of the file come last, so the last one is the file's own where it has one.
    const auto last = std::find_if(words.rbegin(), words.rend(), [](const std::string& word) {
      return role_of(word) != PairName::Role::None;
    });
    name.role = role_of(*last);
    words.erase(std::next(last).base());
  }
  for (const std::string& word : words) name.rest += (name.rest.empty() ? "" : " ") + word;
  return name;
}

}  // namespace ampsweep::rig
