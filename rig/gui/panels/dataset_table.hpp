// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "rig/gui/panels/dataset_rows.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

struct DatasetTableState {
  RowFilter filter;
  RowOrder order;
  std::shared_ptr<const Dataset> of;  ///< What `rows` were made of.
  std::vector<TakeRow> rows;
  std::vector<std::size_t> places;  ///< ordered_rows(), of the rows as they are filtered now.
};

/// What to show of the takes: which verdicts, which split.
void draw_table_filter(const Scene& scene, DatasetTableState& state);
/// The takes, one a row; `height` 0: the room there is. Returns the take that was clicked.
[[nodiscard]] std::optional<int> draw_dataset_table(const Scene& scene, DatasetTableState& state,
                                                    int chosen, float height);

[[nodiscard]] Mark mark_of(TakeState state);

}  // namespace ampsweep::rig::gui
