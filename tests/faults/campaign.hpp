// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ampsweep::faults {

/// One fault at one size, planted in so many pairs (or takes of sets).
struct Tally {
  std::string fault;
  std::string size;
  bool above_limit{true};  ///< Of the detector, as stated: all are to be caught.
  int pairs{0};
  int caught{0};
  int cannot_tell{0};  ///< Of the rest: said so.
};

/// How many pairs of each size, and from which seed on.
struct Draws {
  int pairs{100};
  std::uint64_t seed{1};
};

// Each plants one kind of fault in takes of the simulated amp drawn anew (knobs, noise, riff); rows
// called "none" are clean takes, where whatever is caught is a false alarm.
[[nodiscard]] std::vector<Tally> depth_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> dither_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> rate_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> codec_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> hum_campaign(const Draws& draws);
// Of sets of 40 takes; pairs counts takes.
[[nodiscard]] std::vector<Tally> level_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> copy_campaign(const Draws& draws);
[[nodiscard]] std::vector<Tally> label_campaign(const Draws& draws);

/// Of foreign pairs, by what verify_pair() says of two files where the format declares no delay:
/// moved, upside down, clipped, silent, DC, slips, drift. 12 s at 16 kHz, a filter, a saturator and
/// a filter drawn anew. `every`: 7 for every seventh row alone, where time is short.
[[nodiscard]] std::vector<Tally> pair_campaign(const Draws& draws, std::size_t every);
[[nodiscard]] std::vector<Tally> pair_campaign(const Draws& draws);

}  // namespace ampsweep::faults
