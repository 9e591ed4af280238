// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace ampsweep::analysis {

/// What one knob does to a fingerprint while the others stand still: each feature in dB against the
/// knob's position, 0..1 of its travel. Monotone cubics between the positions heard (a feature that
/// rises from one to the next rises all the way), straight on beyond them.
///
/// Accuracy: exact at the positions heard; within 0.05 dB of an audio taper of 40 dB from five
///           positions of half the travel; tests/analysis/sound_curve_test.cpp.
/// Source:   Fritsch, Butland, SIAM J. Sci. Stat. Comput. 5 (1984).
class SoundCurve {
 public:
  /// Needs: two positions or more, rising; a level for every feature at each.
  SoundCurve(std::vector<double> at, std::vector<std::vector<double>> level_db);

  [[nodiscard]] std::size_t features() const { return level_db_.front().size(); }
  [[nodiscard]] double low() const { return at_.front(); }
  [[nodiscard]] double high() const { return at_.back(); }
  [[nodiscard]] std::vector<double> level_db(double position) const;
  /// Level at `to` less level at `from`.
  [[nodiscard]] std::vector<double> change_db(double from, double to) const;
  /// dB per whole travel, over 2 % of it.
  [[nodiscard]] std::vector<double> slope_db(double position) const;

 private:
  std::vector<double> at_;
  std::vector<std::vector<double>> level_db_;
  std::vector<std::vector<double>> slope_;  ///< At the positions heard.
};

}  // namespace ampsweep::analysis
