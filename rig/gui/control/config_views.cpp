// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/config_views.hpp"

#include <filesystem>
#include <utility>

#include "rig/capture/attempt_take.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig::gui {
namespace {

Devices devices(bool simulate) { return simulate ? Devices::Simulated : Devices::Real; }

EditedFile read_edited(const std::string& path) {
  EditedFile file;
  file.path = path;
  try {
    file.text = read_text_file(path);
  } catch (const SetupError& error) {
    file.error = error.what();
  }
  return file;
}

}  // namespace

RigView view_rig(const std::string& path, bool simulate) {
  RigView view;
  view.file = read_edited(path);
  if (!view.file.error.empty()) return view;
  try {
    view.rig = std::make_shared<const Rig>(load_rig(path));
  } catch (const SetupError& error) {
    view.file.error = error.what();
  }
  return with_devices(std::move(view), simulate);
}

RigView with_devices(RigView view, bool simulate) {
  view.simulate = simulate;
  view.in_force = nullptr;
  if (view.rig) {
    view.in_force = std::make_shared<const Rig>(on_devices(*view.rig, devices(simulate)));
  }
  return view;
}

PlanView view_plan(const std::string& path, bool simulate) {
  PlanView view;
  view.file = read_edited(path);
  if (!view.file.error.empty()) return view;
  try {
    auto job = std::make_shared<const Job>(load_job(path, devices(simulate), std::nullopt));
    view.estimate = estimate(job->plan, job->rig, job->stimulus.length(),
                             frames_for(job->stimulus) - job->stimulus.length());
    view.job = std::move(job);
  } catch (const SetupError& error) {
    view.file.error = error.what();
  }
  return view;
}

void save_edited(const std::string& path, const std::string& text) {
  if (path.empty()) {
    throw SetupError(SetupKind::Usage, "the file has no name", "type a path to save it under");
  }
  if (std::filesystem::exists(path)) {
    replace_file(path, text);
    return;
  }
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (const auto written = replace_text(path, text); !written) {
    throw SetupError(SetupKind::Data, path + ": " + written.error().detail, "");
  }
}

}  // namespace ampsweep::rig::gui
