// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Intermodulation product n f1 + m f2, its sign chosen so that the frequency is positive.
struct ProductOrder {
  int n{0};
  int m{0};
  friend bool operator==(ProductOrder, ProductOrder) = default;
};

/// One line of the table: a product, or several that this record cannot tell apart. Their level is
/// then that of their sum.
struct ImdLine {
  std::vector<ProductOrder> products;  ///< Lowest |n| + |m| first; it names the line.
  double hz{0.0};
  double level_dbfs_peak{0.0};  ///< NaN when not measured.
  double level_dbc{0.0};        ///< Over the stronger of the two tones; NaN when not measured.
  double sigma_db{0.0};
  double limit_dbc{0.0};  ///< 3 sigma.
  bool measured{false};
  /// Products of one line differ by less than 1.5 / length yet not by nothing: they beat, and their
  /// level is a mean over this record.
  bool beating{false};
};

/// A distortion as an amplitude ratio. Nothing where a product of it shares its line with another
/// or lies outside 0 .. rate / 2: then there is no such figure for these tones.
struct ImdRatio {
  double ratio{0.0};  ///< Not measured: the limit.
  double sigma{0.0};
  bool measured{false};  ///< Above 3 sigma.
};
using ImdFigure = std::optional<ImdRatio>;

struct ImdFigures {
  Hertz f1;  ///< Lower tone, refined.
  Hertz f2;
  Hertz f1_sigma;
  Hertz f2_sigma;
  double a1_dbfs_peak{0.0};
  double a2_dbfs_peak{0.0};
  std::vector<ImdLine> table;  ///< Every product |n| + |m| <= 5 below half the rate, by frequency.
  bool shared{false};          ///< Some lines hold more than one product (f2 / f1 is rational).

  /// Modulation distortion, IEC 60268-3 14.12.7: sidebands of f2 added as amplitudes, over a(f2).
  ImdFigure d_m2;       ///< f2 +- f1
  ImdFigure d_m3;       ///< f2 +- 2 f1
  ImdFigure d_m;        ///< d_m2 and d_m3 added as powers (DIN analysers).
  ImdFigure smpte_rss;  ///< All four sidebands added as powers, over a(f2) (SMPTE analysers).
  /// Difference-frequency distortion, IEC 60268-3 14.12.8: added as amplitudes, over a1 + a2.
  ImdFigure d_d2;       ///< f2 - f1
  ImdFigure d_d3;       ///< 2 f2 - f1 and 2 f1 - f2
  ImdFigure dfd_total;  ///< 14.12.10: f2 - f1 and 2 f1 - f2 added as powers, over a1 + a2.
  /// Old CCIF meters: powers, over the rms sum of the tones, sqrt(a1^2 + a2^2).
  ImdFigure ccif_rms_d2;
  ImdFigure ccif_rms_d3;

  DbFsRms noise;  ///< 20 Hz .. 20 kHz: neither DC nor a product.
  /// Strongest line that is no product in the table (order 6 and more, hum): Hz, dBc.
  std::optional<std::pair<double, double>> stray;
};

/// Two steady tones through something nonlinear: every product up to order 5 in one least-squares
/// fit, both frequencies refined.
///
/// f1, f2:   to within 1 bin (1 / length) or 1 %, whichever is less; find_two_tones() finds them.
///           Either order.
/// Needs:    tones at least 3 bins apart and 3 bins above DC.
/// Accuracy: products of a cubic polynomial within 0.001 dB, noise-free, on and off bin; a line two
///           products share reads their sum; tests/analysis/intermodulation_test.cpp.
/// Refuses:  BadParameter, NotFinite, Silent, Clipped, TooShort, NoMatch (a tone is missing),
///           Ambiguous (a third line within 14 dB of the tones, unsteady tones).
/// Limits:   products of order 6 and more that fall on a line of the table are part of it.
/// Source:   measurement.md 2.4; IEC 60268-3.
[[nodiscard]] Measured<ImdFigures> measure_intermodulation(std::span<const float> x,
                                                           SampleRate rate, Hertz f1, Hertz f2);

/// The two strongest lines of a record, lower first.
/// Refuses:  as above; NoMatch when fewer than two stand out of the noise.
[[nodiscard]] Measured<std::pair<Hertz, Hertz>> find_two_tones(std::span<const float> x,
                                                               SampleRate rate);

}  // namespace ampsweep::analysis
