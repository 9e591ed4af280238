// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/refusal_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

std::string without_controls(std::string_view text) {
  std::string clean{text};
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = '?';
  }
  return clean;
}

/// Insertions, deletions, replacements and exchanges of neighbours that turn `a` into `b` (optimal
/// string alignment: a typing error of each kind counts once).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({replaced, d[i - 1][j] + 1, d[i][j - 1] + 1});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

/// "rate" for "rate_hz": the unit was left out.
bool is_start_of(std::string_view word, std::string_view known) {
  return word.size() >= 3 && known.starts_with(word);
}

}  // namespace

void refuse_at(const std::string& file, int line, const std::string& what,
               const std::string& way_out) {
  const std::string place = line > 0 ? file + ':' + std::to_string(line) : file;
  throw SetupError(SetupKind::Data, without_controls(place + ": " + what), way_out);
}

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return '"' + without_controls(text) + '"';
  std::size_t cut = kLongest;  // never inside a UTF-8 character
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return '"' + without_controls(text.substr(0, cut)) + "...\"";
}

std::string number_text(double value) {
  std::array<char, 64> digits{};
  char* const last = digits.data() + digits.size();
  const double size = std::abs(value);
  // 1000000 and not 1e+06 where both fit.
  const bool plain = size == 0.0 || (size >= 1e-4 && size < 1e15);
  const auto end = plain ? std::to_chars(digits.data(), last, value, std::chars_format::fixed).ptr
                         : std::to_chars(digits.data(), last, value).ptr;
  return {digits.data(), end};
}

std::string suggestion(std::string_view word, std::span<const std::string> known) {
  if (word.size() > 64) return "";
  const std::string* nearest = nullptr;
  std::size_t least = 0;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    const bool near = distance <= std::max<std::size_t>(1, candidate.size() / 3);
    if (!near && !is_start_of(word, candidate)) continue;
    if (nearest == nullptr || distance < least) {
      nearest = &candidate;
      least = distance;
    }
  }
  return nearest == nullptr ? "" : ", did you mean " + quote(*nearest) + '?';
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace ampsweep::rig
