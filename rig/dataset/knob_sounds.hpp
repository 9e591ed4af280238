// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/knob_error.hpp"
#include "rig/model/knob_print.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Where every knob is said to stand, 0..1 of its travel, by id.
using Positions = std::map<std::string, double>;
[[nodiscard]] Positions positions_of(const std::vector<KnobLabel>& labels);
[[nodiscard]] Positions positions_of(const std::vector<Knob>& knobs, const Setting& setting);

/// An error is told from noise at so many sigmas.
inline constexpr double kSureSigmas = 4.0;
/// Errors below this share of the travel are nobody's concern, however well they are heard.
inline constexpr double kLeastError = 0.01;
/// Two sounds of one setting differ by this much, feature by feature, without noise.
inline constexpr double kRepeatDb = 0.03;
/// Gain common to all features that an amp may drift by between two visits.
inline constexpr double kDriftDb = 0.1;

/// The knob that explains a difference of two prints best.
struct KnobBlame {
  std::string knob;
  double error{0.0};       ///< Seems to stand this far above its label, share of the travel.
  double detectable{0.0};  ///< kSureSigmas of one sigma of `error`.
  double sigmas{0.0};      ///< How surely the knob's error is none.
  double share{0.0};       ///< Of the difference, beyond what noise leaves, that it explains.
  bool gain_alike{false};  ///< A gain common to all features explains nearly as much.
  [[nodiscard]] bool sure(double limit_sigmas = kSureSigmas) const;
};

/// What the knobs of a rig do to a fingerprint, as heard one at a time around the reference.
class KnobSounds {
 public:
  /// Curves of knobs that the rig has not are left out.
  KnobSounds(const HeardCurves& curves, const Rig& rig);

  [[nodiscard]] std::vector<std::string> knobs() const;
  [[nodiscard]] bool hears(const std::string& knob) const { return curves_.contains(knob); }
  /// Needs: hears(knob).
  [[nodiscard]] const analysis::SoundCurve& curve(const std::string& knob) const;
  [[nodiscard]] std::size_t features() const { return home_.size(); }

  /// Every knob's own change added to the sound of the reference: exact for one knob away from it,
  /// a first guess elsewhere.
  [[nodiscard]] std::vector<double> expected_db(const Positions& at) const;

  /// Weights of a difference between two visits at `at`: noise, repeatability, drift, and what the
  /// labels' own uncertainties (by knob, one sigma) allow.
  [[nodiscard]] analysis::PrintWeights weights(std::span<const double> noise_db,
                                               const Positions& at,
                                               const Positions& uncertainty) const;

  /// Nothing when no knob is heard.
  [[nodiscard]] std::optional<KnobBlame> blame(const Positions& at,
                                               std::span<const double> difference_db,
                                               const analysis::PrintWeights& weights) const;

  /// The error of every knob that is heard, all at once: weighted least squares along their slopes.
  [[nodiscard]] std::map<std::string, double> errors(const Positions& at,
                                                     std::span<const double> difference_db,
                                                     const analysis::PrintWeights& weights) const;

  /// The error of one knob at `at` that changes its sound by so many sigmas, whichever way it errs
  /// (as far as the stop); at least kLeastError, infinite where it is not heard.
  [[nodiscard]] double detectable(const std::string& knob, const Positions& at,
                                  const analysis::PrintWeights& weights,
                                  double sigmas = kSureSigmas) const;

 private:
  std::map<std::string, analysis::SoundCurve> curves_;
  Positions reference_;
  std::vector<double> home_;
};

/// Noise of the difference of two prints.
[[nodiscard]] std::vector<double> noise_of(const KnobPrint& a, const KnobPrint& b);
/// a less b, dB. Needs: prints alike.
[[nodiscard]] std::vector<double> difference(const KnobPrint& a, const KnobPrint& b);

/// "treble seems to stand 6 % lower than its label": for a person.
[[nodiscard]] std::string blame_text(const Rig& rig, const KnobBlame& blame);

}  // namespace ampsweep::rig
