// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "rig/ports/bench.hpp"
#include "rig/ports/device_listing.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::rig::gui {

/// What the window runs on. main.cpp fills it with the real thing, tests with fixtures.
struct GuiFront {
  /// The bench of a rig, simulated where its api says so, with `person` to answer its questions.
  std::function<Bench(const Rig&, std::unique_ptr<Operator> person)> bench;
  std::function<DeviceListing()> devices;
  std::filesystem::path settings;  ///< File that remembers rig, plan and looks; empty: forgets.
  std::filesystem::path examples;  ///< Folder with rigs/ and plans/.
  std::stop_token stop;  ///< Ctrl-C or SIGTERM: the window closes, the bench is left safe.
};

}  // namespace ampsweep::rig::gui
