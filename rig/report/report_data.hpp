// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/model/fault.hpp"

namespace ampsweep::rig {

/// A figure that is not known.
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Harmonics measured: orders 1 .. kReportOrders, order 1 being the linear response.
inline constexpr int kReportOrders = 10;

/// Where every take is measured, so that curves of different takes share their points.
struct FigureGrid {
  std::vector<double> response_hz;  ///< Excitation: twelfth octaves, 1000 * 2^(k/12). Order 1.
  std::vector<double> harmonic_hz;  ///< Excitation: third octaves out of response_hz. Orders 2 up.
  std::vector<double> noise_hz;     ///< Centres of the third-octave bands of the idle noise.
};

/// One order of one take over its grid. A point is given three ways:
///   level finite                   measured, at least its limit;
///   level NaN, limit finite        below the detection limit: "< limit";
///   level NaN, limit NaN           cannot be measured (above 0.45 of the sample rate).
struct HarmonicCurve {
  int order{1};
  std::vector<double> level_db;   ///< Output of that order over the sweep's amplitude.
  std::vector<double> phase_deg;  ///< Relative to order x stimulus phase; NaN where the level is.
  std::vector<double> limit_db;   ///< Detection limit, same reference as the level.
  double edge_db{0.0};            ///< Energy at the edges of the packet over its peak: well above
                                  ///< -40 dB it is noise, or runs into its neighbours.
};

/// What was measured from takes/NNNNN.wav. Empty vectors: not measured, `missing` says why.
struct TakeFigures {
  std::vector<HarmonicCurve> orders;        ///< 1 .. kReportOrders, or empty.
  double ghost_dbc{0.0};                    ///< Strongest packet beyond those orders.
  std::vector<double> noise_band_dbfs_rms;  ///< At FigureGrid::noise_hz; NaN = exact zeros.
  std::vector<std::string> missing;         ///< One sentence per figure that cannot be given.
  std::optional<Fault> file_fault;          ///< The file is missing, damaged or not the one listed.
};

/// Everything a report says; the writers below it are pure functions of this.
struct ReportData {
  Dataset dataset;
  FigureGrid grid;
  std::optional<double> sweep_level_dbfs_peak;  ///< None: the stimulus holds no sweep.
  std::vector<TakeFigures> figures;             ///< One per dataset.takes, same order.
};

/// What became of one entry of the plan.
enum class TakeState { Accepted, Damaged, Refused, Unfinished, Waiting };

/// Accepted: a take with a sound file. Damaged: accepted, but the file is not what the ledger says.
/// Refused: every attempt so far failed. Unfinished: the last attempt has no outcome. Waiting:
/// never attempted.
[[nodiscard]] TakeState take_state(const ReportData& data, std::size_t index);
[[nodiscard]] const char* to_string(TakeState state);

/// Why there is no take, or what is wrong with it, in one line; empty when nothing is.
[[nodiscard]] std::string reason(const ReportData& data, std::size_t index);

/// Level of `order` over that of order 1 at excitation frequency harmonic_hz[point]; NaN when
/// either is not measured. `limit`: the same for the detection limit.
struct RelativeLevel {
  double dbc{0.0};
  double limit_dbc{0.0};
};
[[nodiscard]] RelativeLevel relative_level(const ReportData& data, std::size_t take, int order,
                                           std::size_t point);

/// Power sum of the measured ones among orders 2 .. kReportOrders, re order 1. NaN when none is.
[[nodiscard]] double harmonic_sum_dbc(const ReportData& data, std::size_t take, std::size_t point);

/// Position in `hz` (ascending) nearest to `wanted` on a logarithmic scale; none when `hz` is empty
/// or the nearest is more than a sixth of an octave away.
[[nodiscard]] std::optional<std::size_t> nearest_point(const std::vector<double>& hz,
                                                       double wanted);

}  // namespace ampsweep::rig
