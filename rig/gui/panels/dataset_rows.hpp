// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"

// The takes of a dataset as rows of a table. Values in, values out.
namespace ampsweep::rig::gui {

inline constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// In the order in which they need attention.
enum class TakeState { Refused, CutOff, Sounding, Waiting, Flagged, Accepted };
[[nodiscard]] const char* to_string(TakeState state);

/// One take. The figures are those of the accepted attempt, else of the last; kNoValue where there
/// is none.
struct TakeRow {
  int take{0};
  TakeState state{TakeState::Waiting};
  Split split{Split::Train};
  Purpose purpose{Purpose::Design};
  std::vector<double> knobs;  ///< Printed values, in the order of the rig's knobs.
  double delay_samples{kNoValue};
  double drift_ppm{kNoValue};
  int polarity{0};
  double peak_dbfs_peak{kNoValue};
  double noise_dbfs_rms{kNoValue};
  double replicate_esr{kNoValue};
  int attempts{0};
  int epoch{0};        ///< 0: none yet.
  std::string reason;  ///< Of a refused or flagged one.
};
[[nodiscard]] std::vector<TakeRow> take_rows(const Dataset& dataset);

enum class RowValue {
  Take,
  State,
  Split,
  Purpose,
  Knob,
  Delay,
  Drift,
  Polarity,
  Peak,
  Noise,
  Esr,
  Attempts,
  Epoch
};

struct RowOrder {
  RowValue by{RowValue::Take};
  std::size_t knob{0};  ///< Of RowValue::Knob.
  bool falling{false};
};

enum class ShowRows { All, Accepted, Refused, Waiting, Flagged };

struct RowFilter {
  ShowRows show{ShowRows::All};
  std::optional<Split> split;
  friend bool operator==(const RowFilter&, const RowFilter&) = default;
};

/// Places of the rows to show, in order. Equal rows stay in the order they had; rows without a
/// value come last, whichever way the rest runs.
[[nodiscard]] std::vector<std::size_t> ordered_rows(const std::vector<TakeRow>& rows,
                                                    const RowFilter& filter, const RowOrder& order);

struct DatasetSummary {
  int planned{0};
  int accepted{0};
  int refused_attempts{0};
  int given_up{0};  ///< Takes refused on every try that the plan allows.
  int lost_rows{0};
  bool in_use{false};
};
[[nodiscard]] DatasetSummary summary_of(const Dataset& dataset);
/// "30 of 31 takes accepted, 1 attempt refused, ..., incomplete".
[[nodiscard]] std::string summary_text(const DatasetSummary& summary);

}  // namespace ampsweep::rig::gui
