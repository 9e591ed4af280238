// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "rig/gui/control/bench_worker.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/gui/control/file_worker.hpp"
#include "tests/support/temp_dir.hpp"

namespace ampsweep::test {

/// What the window runs on: the simulated bench, and the bundled examples in a folder of their own.
struct Place {
  TempDir folder;
  rig::gui::GuiFront front;
  rig::gui::Board board;
  Place();
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder.path() / name).string();
  }
};

/// Both workers, as the window has them.
struct Workers {
  rig::gui::FileWorker files;
  rig::gui::BenchWorker bench;
  explicit Workers(Place& desk)
      : files(desk.front, desk.board),
        bench(desk.front, desk.board,
              [this](rig::gui::FileCommand command) { files.send(std::move(command)); }) {}
};

/// Until the board shows it; false after a minute.
[[nodiscard]] bool comes(const rig::gui::Board& board,
                         const std::function<bool(const rig::gui::Snapshot&)>& shown);

/// False, with the problems as messages, when there are any.
[[nodiscard]] bool nothing_wrong(const rig::gui::Board& board);

/// The simulated bench and a plan of two settings.
void choose_small_plan(Place& desk, Workers& workers);

}  // namespace ampsweep::test
