// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace ampsweep::analysis {

/// Why a figure cannot be given: never a plausible number instead.
struct Refusal {
  enum class Reason { TooShort, Silent, NotFinite, Clipped, NoMatch, Ambiguous, BadParameter };
  Reason reason{};
  std::string detail;  ///< One sentence for a person.
};

template <class T>
using Measured = tl::expected<T, Refusal>;

}  // namespace ampsweep::analysis
