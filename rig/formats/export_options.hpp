// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/formats/format.hpp"
#include "rig/formats/known_input.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig::formats {

/// Only takes whose knob stands in [lowest, highest], printed values.
struct KnobRange {
  std::string knob;
  double lowest{0.0};
  double highest{0.0};
};

/// What is wanted of an export.
struct ExportOptions {
  Format format{Format::Csv};
  std::vector<Split> splits{};     ///< Empty: those the format has a place for.
  std::vector<KnobRange> where{};  ///< All must hold.
  bool unflagged_only{false};      ///< Leaves out accepted takes with warnings.
  std::optional<int> rate_hz{};    ///< Empty: the format's.
  std::optional<Encoding> encoding{};
  bool link{false};     ///< Hard links where a file is taken as it is.
  bool reverse{false};  ///< Amp sound in, dry sound out.
  std::string name{};   ///< Of the device in file names; empty: from the rig.
  std::string knob{};   ///< Proteus: the one that is turned.
  /// "": the main output; kAllOutputs: all, each in a folder of its own or, where the format holds
  /// several, beside each other; else the one of that name.
  std::string output{};
  /// The file that was played, when it is an input of NAM's or Proteus's; empty: not told.
  std::filesystem::path original{};
  /// Which ones there are; outlives the export.
  std::span<const KnownInput> standard_inputs{known_inputs()};
};

/// "gain=3..7", "gain=5". Refuses: SetupError{Usage}.
[[nodiscard]] KnobRange knob_range(const std::string& text);

}  // namespace ampsweep::rig::formats
