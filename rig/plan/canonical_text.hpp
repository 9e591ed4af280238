// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Collects named values as one unambiguous text and hashes it. Names and their order are part of
/// the stored hashes: changing either makes every existing dataset refuse to resume.
class CanonicalText {
 public:
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name, const char* value) { add(name, std::string_view{value}); }
  void add(std::string_view name, double value);
  void add(std::string_view name, std::uint64_t value);
  void add(std::string_view name, int value);
  void add(std::string_view name, bool value);
  [[nodiscard]] std::string sha256() const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace ampsweep::rig
