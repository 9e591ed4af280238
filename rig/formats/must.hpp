// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {

/// The value; throws SetupError{Data}, with what to try, where an export cannot go on without it.
template <class T>
T must(Result<T> result) {
  if (!result) {
    throw SetupError(SetupKind::Data, result.error().detail,
                     result.error().code == FaultCode::Clipped
                         ? "another --rate or --bits float32, or leave that take out"
                         : "ampsweep verify DIR; free the disk");
  }
  return std::move(*result);
}

}  // namespace ampsweep::rig::formats
