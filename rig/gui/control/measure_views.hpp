// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// Whether what was measured is written into the folder, as `ampsweep measure` does.
enum class Keep { Nothing, Written };

/// The takes of a measurement in `dir`, measured anew from their files; repeats of a setting bear
/// the number of their take. Throws SetupError{Data}. Thread: the file worker's.
[[nodiscard]] std::vector<MeasuredSetting> view_measurement(
    const std::string& dir, Keep keep, const std::function<void(int, int)>& progress,
    const std::stop_token& stop);

/// "OUT/measure-RIG-N" with the lowest N >= 1 that no file or folder has.
[[nodiscard]] std::string free_measure_dir(const std::string& out, const std::string& rig);

}  // namespace ampsweep::rig::gui
