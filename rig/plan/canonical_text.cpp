// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/canonical_text.hpp"

#include "rig/model/sha256.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {

// The length in front keeps values apart that hold line ends or look like a name.
void CanonicalText::add(std::string_view name, std::string_view value) {
  text_.append(name).append(" ").append(std::to_string(value.size())).append(":");
  text_.append(value).append("\n");
}

void CanonicalText::add(std::string_view name, double value) {
  add(name, std::string_view{number_text(value == 0.0 ? 0.0 : value)});  // -0 means 0
}

void CanonicalText::add(std::string_view name, std::uint64_t value) {
  add(name, std::string_view{std::to_string(value)});
}

void CanonicalText::add(std::string_view name, int value) {
  add(name, std::string_view{std::to_string(value)});
}

void CanonicalText::add(std::string_view name, bool value) { add(name, value ? "yes" : "no"); }

std::string CanonicalText::sha256() const { return sha256_hex(text_); }

}  // namespace ampsweep::rig
