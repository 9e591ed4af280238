// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/result.hpp"

namespace ampsweep::test {

/// What a call refuses with: the message of its SetupError{Data}. "" when it does not refuse. Any
/// other exception, or another kind, is a fault of the test and passes through.
template <class Call>
std::string refusal_of(Call call) {
  try {
    call();
  } catch (const rig::SetupError& error) {
    if (error.kind() != rig::SetupKind::Data) throw;
    return error.what();
  }
  return "";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// `text` with its first `from` replaced; an absent `from` would test nothing and throws.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);  // npos throws std::out_of_range
}

}  // namespace ampsweep::test
