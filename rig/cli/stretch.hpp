// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig::cli {

/// A stretch of one channel of one file, as the user named it.
struct Stretch {
  std::string file;
  int channel{1};  ///< 1 is the first.
  double from_s{0.0};
  std::optional<double> to_s;  ///< Nothing: to the end.
};

struct LoadedStretch {
  std::vector<float> samples;
  SampleRate rate;
};

/// Adds FILE, --channel, --from-s and --to-s.
void add_stretch(CLI::App& verb, Stretch& stretch);
/// Throws SetupError (Data) when the file cannot be read or does not hold the stretch.
[[nodiscard]] LoadedStretch load(const Stretch& stretch);

}  // namespace ampsweep::rig::cli
