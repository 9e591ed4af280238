// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/file_worker.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <utility>
#include <variant>

#include "rig/dataset/durable_file.hpp"
#include "rig/gui/control/config_views.hpp"
#include "rig/gui/control/dataset_views.hpp"
#include "rig/gui/control/folder_view.hpp"
#include "rig/gui/control/settings_file.hpp"
#include "rig/gui/plan_wish.hpp"

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct RoomOf {
  Room operator()(const LoadRig&) const { return Room::Rig; }
  Room operator()(const SaveRig&) const { return Room::Rig; }
  Room operator()(const SimulateDevices&) const { return Room::Rig; }
  Room operator()(const TrySimulatedBench&) const { return Room::Rig; }
  Room operator()(const LoadPlan&) const { return Room::Plan; }
  Room operator()(const SavePlan&) const { return Room::Plan; }
  Room operator()(const UseAudio&) const { return Room::Signal; }
  Room operator()(const KeepControl&) const { return Room::Knobs; }
  Room operator()(const ReadMeasurement&) const { return Room::Measure; }
  Room operator()(const ForgetMeasurement&) const { return Room::Measure; }
  Room operator()(const OpenDataset&) const { return Room::Dataset; }
  Room operator()(const ShowTake&) const { return Room::Dataset; }
  Room operator()(const HoldTake&) const { return Room::Dataset; }
  Room operator()(const ShowStretch&) const { return Room::Dataset; }
  Room operator()(const OpenReport&) const { return Room::Dataset; }
  Room operator()(const VerifyDataset&) const { return Room::Dataset; }
  Room operator()(const WriteReport&) const { return Room::Dataset; }
  Room operator()(const RequeueTake&) const { return Room::Dataset; }
  template <class Other>
  Room operator()(const Other&) const {
    return Room::Log;
  }
};

/// A reading nobody pressed a button for: what the user was told before must still stand after it.
bool follows_session(const FileCommand& command) {
  if (const auto* read = std::get_if<ReadMeasurement>(&command)) return read->keep;
  const auto* open = std::get_if<OpenDataset>(&command);
  return open != nullptr && open->by_session;
}

}  // namespace

FileWorker::FileWorker(const GuiFront& front, Board& board)
    : front_(front), board_(board), thread_([this](const std::stop_token& quit) {
        quit_ = quit;
        run(quit);
      }) {}

FileWorker::~FileWorker() { thread_.request_stop(); }

void FileWorker::run(const std::stop_token& quit) {
  start();
  while (!quit.stop_requested()) {
    if (const auto command = inbox_.take(500ms, quit)) carry_out(*command);
    if (const auto why = pages_.failed()) {
      board_.problem(Room::Dataset, *why, "set a web browser as the desktop's default");
    }
  }
}

void FileWorker::start() {
  const auto settings = load_settings(front_.settings);
  board_.update([&](Snapshot& now) {
    now.first_start = !settings || settings->rig.empty();
    now.remembered = settings.value_or(Remembered{});
    now.example_rig = (front_.examples / "rigs" / "usb-interface.toml").string();
    if (now.remembered.out.empty()) now.remembered.out = home_folder() + "/ampsweep";
  });
  if (!settings || settings->rig.empty()) return;
  carry_out(LoadRig{settings->rig});
  if (!settings->plan.empty()) carry_out(LoadPlan{settings->plan});
}

void FileWorker::carry_out(const FileCommand& command) {
  const Room room = std::visit(RoomOf{}, command);
  if (room != Room::Log && !follows_session(command)) board_.clear_problems(room);
  try {
    std::visit([this](const auto& one) { (*this)(one); }, command);
  } catch (const SetupError& error) {
    board_.problem(room, error.what(), "");
  } catch (const std::exception& error) {
    board_.problem(room, std::string("unexpected: ") + error.what(), "report this as a bug");
  }
  board_.update([](Snapshot& now) { now.reading = Reading{}; });
}

std::function<void(int, int)> FileWorker::progress(const std::string& doing) {
  return [this, doing](int done, int total) {
    board_.update([&](Snapshot& now) { now.reading = {doing, done, total}; });
  };
}

void FileWorker::remember(const std::function<void(Remembered&)>& change) {
  board_.update([&](Snapshot& now) { change(now.remembered); });
  save_settings(front_.settings, board_.newest()->remembered);
}

void FileWorker::operator()(const ListFolder& command) {
  auto view = view_folder(command.path);
  board_.update([&](Snapshot& now) { now.folder = std::move(view); });
}

void FileWorker::show_rig(RigView view) {
  const bool chosen = view.rig != nullptr;
  const std::string path = view.file.path;
  const bool simulate = view.simulate;
  board_.update([&](Snapshot& now) {
    view.file.version = now.rig.file.version + 1;
    if (view.in_force && now.rig.in_force && view.in_force->hash != now.rig.in_force->hash) {
      now.knobs.clear();
      now.check.reset();
    }
    now.rig = std::move(view);
    if (chosen) now.first_start = false;
  });
  if (!chosen) return;
  remember([&](Remembered& settings) {
    settings.rig = path;
    settings.simulate = simulate;
  });
}

void FileWorker::operator()(const LoadRig& command) {
  show_rig(view_rig(command.path, board_.newest()->remembered.simulate));
}

void FileWorker::operator()(const SaveRig& command) {
  save_edited(command.path, command.text);
  board_.log(Room::Rig, "saved " + command.path);
  (*this)(LoadRig{command.path});
  const std::string plan = board_.newest()->plan.file.path;
  if (!plan.empty()) (*this)(LoadPlan{plan});  // what it means hangs on the rig
}

void FileWorker::operator()(const KeepControl& command) {
  const std::string rig = board_.newest()->rig.file.path;
  save_control(rig, command.knob, command.control);
  board_.log(Room::Knobs, "control of " + command.knob + " written to " + rig);
  board_.update([](Snapshot& now) { now.learn.reset(); });
  (*this)(LoadRig{rig});
  const std::string plan = board_.newest()->plan.file.path;
  if (!plan.empty()) (*this)(LoadPlan{plan});
}

void FileWorker::operator()(const SimulateDevices& command) {
  show_rig(with_devices(board_.newest()->rig, command.on));
  const std::string plan = board_.newest()->plan.file.path;
  if (!plan.empty()) (*this)(LoadPlan{plan});
}

void FileWorker::operator()(const TrySimulatedBench&) {
  board_.update([](Snapshot& now) { now.remembered.simulate = false; });
  (*this)(LoadRig{(front_.examples / "rigs" / "simulated.toml").string()});
  (*this)(LoadPlan{(front_.examples / "plans" / "demo.toml").string()});
}

void FileWorker::show_plan(PlanView view) {
  const bool chosen = view.job != nullptr;
  const std::string path = view.file.path;
  board_.update([&](Snapshot& now) {
    view.file.version = now.plan.file.version + 1;
    now.plan = std::move(view);
  });
  if (chosen) remember([&](Remembered& settings) { settings.plan = path; });
}

void FileWorker::operator()(const LoadPlan& command) {
  progress("working the plan out")(0, 1);
  PlanView view = view_plan(command.path, board_.newest()->rig.simulate);
  if (view.job && view.job->plan.rig_file != board_.newest()->rig.file.path) {
    show_rig(view_rig(view.job->plan.rig_file, board_.newest()->rig.simulate));
  }
  show_plan(std::move(view));
}

void FileWorker::operator()(const SavePlan& command) {
  save_edited(command.path, command.text);
  board_.log(Room::Plan, "saved " + command.path);
  (*this)(LoadPlan{command.path});
}

/// The plan in hand where it may be changed: a bundled example becomes a file of the user's.
EditedFile FileWorker::own_plan() const {
  const auto now = board_.newest();
  EditedFile plan = now->plan.file;
  if (plan.path.empty()) {
    throw SetupError(SetupKind::Usage, "no plan is chosen", "choose one in the Plan room");
  }
  const fs::path folder = fs::path(plan.path).parent_path();
  std::error_code ignored;
  if (!fs::equivalent(folder, front_.examples / "plans", ignored)) return plan;
  plan.path = (fs::path(now->remembered.out) / "plans" / fs::path(plan.path).filename()).string();
  plan.text =
      with_rig_file(plan.text, fs::absolute(now->rig.file.path).lexically_normal().string());
  return plan;
}

void FileWorker::operator()(const UseAudio& command) {
  const EditedFile plan = own_plan();
  (*this)(SavePlan{plan.path, with_audio_file(plan.text, command.path)});
}

void FileWorker::operator()(const SaveText& command) {
  save_edited(command.path, command.text);
  board_.log(Room::Log, "saved " + command.path);
}

void FileWorker::operator()(const Remember& command) {
  remember([&](Remembered& settings) { settings = command.what; });
}

void FileWorker::operator()(const DismissProblem& command) {
  board_.update([&](Snapshot& now) {
    std::erase_if(now.problems, [&](const Problem& one) { return one.id == command.id; });
  });
}

}  // namespace ampsweep::rig::gui
