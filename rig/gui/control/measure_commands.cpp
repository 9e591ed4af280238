// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/file_worker.hpp"
#include "rig/gui/control/measure_views.hpp"

// What the file worker does with measurements.
namespace ampsweep::rig::gui {

void FileWorker::operator()(const ReadMeasurement& command) {
  const auto read = view_measurement(command.dir, command.keep ? Keep::Written : Keep::Nothing,
                                     progress("measuring"), quit_);
  board_.update([&](Snapshot& now) {
    auto all = now.measured ? *now.measured : std::vector<MeasuredSetting>{};
    std::erase_if(all, [&](const MeasuredSetting& old) { return old.dir == command.dir; });
    all.insert(all.end(), read.begin(), read.end());
    now.measured = std::make_shared<const std::vector<MeasuredSetting>>(std::move(all));
  });
}

void FileWorker::operator()(const RenameMeasurement& command) {
  board_.update([&](Snapshot& now) {
    if (!now.measured || command.index >= now.measured->size() || command.name.empty()) return;
    auto all = *now.measured;
    all[command.index].name = command.name;
    now.measured = std::make_shared<const std::vector<MeasuredSetting>>(std::move(all));
  });
}

void FileWorker::operator()(const ForgetMeasurement& command) {
  board_.update([&](Snapshot& now) {
    if (!now.measured || command.index >= now.measured->size()) return;
    auto all = *now.measured;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(command.index));
    now.measured = std::make_shared<const std::vector<MeasuredSetting>>(std::move(all));
  });
}

void FileWorker::operator()(const NameMeasurement&) {
  const auto now = board_.newest();
  const std::string of = now->rig.in_force ? now->rig.in_force->name : "amp";
  auto name = free_measure_dir(now->remembered.out, of);
  board_.update([&](Snapshot& board) { board.free_measure_dir = std::move(name); });
}

}  // namespace ampsweep::rig::gui
