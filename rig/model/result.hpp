// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <tl/expected.hpp>

#include "rig/model/fault.hpp"

namespace ampsweep::rig {

/// A take that went wrong is data: returned, stored, judged. (Lane three of design.md decision 13.)
template <class T>
using Result = tl::expected<T, Fault>;

/// The command line sorts set-up errors into exit codes by this.
enum class SetupKind { Usage, Device, Data, Safety };

/// A set-up that cannot start. Thrown; caught once, in run_cli. (Lane two.)
class SetupError : public std::runtime_error {
 public:
  /// `what_failed`: one sentence naming the thing; `way_out`: what to try.
  SetupError(SetupKind kind, const std::string& what_failed, const std::string& way_out)
      : std::runtime_error(way_out.empty() ? what_failed : what_failed + "\n  try: " + way_out),
        kind_(kind) {}
  [[nodiscard]] SetupKind kind() const noexcept { return kind_; }

 private:
  SetupKind kind_;
};

}  // namespace ampsweep::rig
