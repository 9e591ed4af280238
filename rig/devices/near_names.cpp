// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/near_names.hpp"

#include <algorithm>
#include <numeric>

namespace ampsweep::rig {
namespace {

/// ASCII only: the result must not depend on the locale.
std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Levenshtein distance.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::size_t farness(const std::string& wanted, const std::string& name) {
  if (name.find(wanted) != std::string::npos || wanted.find(name) != std::string::npos) return 1;
  // "client:port": the same port of another client, or another port of the client, is near.
  const auto colon = wanted.find(':');
  if (colon != std::string::npos) {
    if (name.compare(0, colon + 1, wanted, 0, colon + 1) == 0) return 2;
    if (name.size() > colon && name.ends_with(wanted.substr(colon))) return 3;
  }
  return 2 + distance(wanted, name);
}

}  // namespace

std::vector<std::string> near_names(const std::string& wanted,
                                    const std::vector<std::string>& names, std::size_t count) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& name : names) ranked.emplace_back(farness(lower(wanted), lower(name)), name);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> nearest;
  for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i) {
    nearest.push_back(ranked[i].second);
  }
  return nearest;
}

std::vector<std::size_t> matches(const std::string& wanted, const std::vector<std::string>& names) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == wanted) return {i};
    if (!wanted.empty() && lower(names[i]).find(lower(wanted)) != std::string::npos) {
      found.push_back(i);
    }
  }
  return found;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += ", ";
    text += '"' + name + '"';
  }
  return text.empty() ? "none" : text;
}

}  // namespace ampsweep::rig
