// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/rig.hpp"

namespace ampsweep::rig::gui {

/// The few choices of a first plan; everything else is edited in its text.
struct PlanWish {
  std::string name{"my-amp"};
  int settings{24};  ///< Of training.
  int validation{4};
  int test{4};
  int blocks{4};
  double training_s{60.0};
  std::string audio_file;  ///< DI of the user's; empty: the built-in guitar.
};

/// A commented plan file for `rig`.
[[nodiscard]] std::string plan_text(const PlanWish& wish, const std::string& rig_file);

/// What fits a rig: more settings for more knobs.
[[nodiscard]] PlanWish suggested_plan(const Rig& rig);

/// The plan's text with another DI: its [stimulus] audio_file replaced or added. An empty path
/// takes it out: the built-in guitar again.
[[nodiscard]] std::string with_audio_file(const std::string& plan, const std::string& path);

/// The plan's text with its rig named absolutely, so that it means the same from another folder.
[[nodiscard]] std::string with_rig_file(const std::string& plan, const std::string& rig_file);

}  // namespace ampsweep::rig::gui
