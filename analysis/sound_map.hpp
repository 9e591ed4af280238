// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace ampsweep::analysis {

/// Fingerprints over the settings they were heard at: one row per take.
struct HeardSettings {
  std::vector<std::vector<double>> at;        ///< Every knob, 0..1 of its travel.
  std::vector<std::vector<double>> level_db;  ///< Every feature; what is known of it taken off.
};

/// How what is heard at one setting tells of another.
struct SoundKernel {
  double reach{0.6};    ///< In travels.
  double surface{1.0};  ///< Power of what the knobs do together, over that of each alone.
  double noise{1e-3};
};

/// What every take sounds like against what all the others say it should.
struct LeftOut {
  std::vector<std::vector<double>> residual_db;  ///< Heard less predicted, a row per take.
  std::vector<double> spread;  ///< Of the prediction there, relative: 1 is typical of the takes.
  double reach{0.0};           ///< Chosen length of the kernel, in travels.
};

/// What the takes of a map say of another setting.
struct Foretold {
  std::vector<double> level_db;
  double spread{0.0};  ///< Of that, relative: 1 is typical of the takes themselves.
};

/// A map from settings to sound, which tells of every take what the others say of it.
///
/// Gaussian process with a constant, straight lines, a smooth curve per knob and a smooth surface
/// over all of them; how far they reach and how much is noise is chosen by the likelihood of the
/// left-out takes themselves, robust against some that are wrong. Every take is predicted from the
/// others; with more than 250 of them, from its 100 nearest.
///
/// Needs:    at least one knob and three takes.
/// Accuracy: exact for straight lines; tests/analysis/sound_map_test.cpp.
/// Source:   Rasmussen, Williams, "Gaussian Processes for Machine Learning" (2006), eq. 5.10-5.12.
/// Cost:     O(takes^3), 27 times for the choice.
class SoundMap {
 public:
  explicit SoundMap(const HeardSettings& heard);

  [[nodiscard]] const LeftOut& left_out() const { return left_; }
  /// The same when `take` is believed by none of the others: row j is take j predicted from all but
  /// j and `take`. What a wrong take does to its neighbours must not pass for their usual spread.
  /// With more than 250 takes that is little, and this is left_out().
  [[nodiscard]] LeftOut without(std::size_t take) const;
  /// Knobs of a take that is not in the map. Nothing with more than 250 takes.
  [[nodiscard]] std::optional<Foretold> at(const std::vector<double>& knobs) const;

 private:
  HeardSettings heard_;
  SoundKernel kernel_;
  double typical_variance_{1.0};
  LeftOut left_;
  std::vector<std::vector<double>> inverse_;  ///< Of the kernel's matrix; empty: too many takes.
  std::vector<std::vector<double>> solved_;   ///< The inverse times the levels, a row per take.
};

}  // namespace ampsweep::analysis
