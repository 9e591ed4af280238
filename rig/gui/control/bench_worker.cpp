// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/bench_worker.hpp"

#include <chrono>
#include <exception>
#include <utility>
#include <variant>

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
constexpr auto kListenEvery = 33ms;
constexpr auto kHeartbeat = 20ms;
constexpr auto kWhenIdle = 500ms;

Room room_of(const BenchCommand& command) {
  if (std::holds_alternative<MoveKnob>(command)) return Room::Knobs;
  if (std::holds_alternative<LearnControl>(command)) return Room::Knobs;
  if (std::holds_alternative<CalibrateKnob>(command)) return Room::Knobs;
  if (std::holds_alternative<PlayTake>(command)) return Room::Dataset;
  if (std::holds_alternative<StopPlaying>(command)) return Room::Dataset;
  if (std::holds_alternative<StartCapture>(command)) return Room::Capture;
  if (std::holds_alternative<ServePanama>(command)) return Room::Capture;
  if (std::holds_alternative<StartMeasurement>(command)) return Room::Measure;
  if (std::holds_alternative<MeasureOverPlan>(command)) return Room::Measure;
  return Room::Rig;
}

}  // namespace

BenchWorker::BenchWorker(const GuiFront& front, Board& board,
                         std::function<void(FileCommand)> files)
    : front_(front),
      board_(board),
      files_(std::move(files)),
      thread_([this](const std::stop_token& quit) { run(quit); }) {}

BenchWorker::~BenchWorker() {
  thread_.request_stop();
  stop_now();
}

void BenchWorker::send(BenchCommand command) {
  const std::scoped_lock lock{stop_mutex_};
  inbox_.put({std::move(command), stops_});
}

void BenchWorker::stop_now() {
  const std::scoped_lock lock{stop_mutex_};
  inbox_.clear();
  ++stops_;
  stop_.request_stop();
}

std::unique_ptr<Operator> BenchWorker::person() {
  return std::make_unique<WindowOperator>(board_, answers_);
}

void BenchWorker::run(const std::stop_token& quit) {
  while (!quit.stop_requested()) {
    const bool listening = open_ && open_->listening();
    const auto patience = player_ ? kHeartbeat : listening ? kListenEvery : kWhenIdle;
    if (const auto order = inbox_.take(patience, quit)) {
      end_sound();  // nobody listens while a rig may be armed
      carry_out(*order);
    }
    if (open_ && open_->listening()) open_->show(board_);
    if (player_) keep_playing();
  }
  end_sound();
  open_.reset();
}

void BenchWorker::carry_out(const Order& order) {
  {
    const std::scoped_lock lock{stop_mutex_};
    if (stops_ != order.stops_before) return;
    stop_ = std::stop_source{};
  }
  const BenchCommand& command = order.command;
  const Room room = room_of(command);
  board_.clear_problems(room);
  guarded(room, [&] { std::visit([this](const auto& one) { (*this)(one); }, command); });
  const bool listening = open_ && open_->listening();
  board_.update([listening](Snapshot& now) {
    now.activity = listening ? Activity::Live : Activity::Idle;
    now.capture.running = false;
    now.live.open = listening;
  });
}

void BenchWorker::guarded(Room room, const std::function<void()>& work) {
  try {
    work();
  } catch (const SetupError& error) {
    board_.problem(room, error.what(), "");
  } catch (const std::exception& error) {
    board_.problem(room, std::string("unexpected: ") + error.what(), "report this as a bug");
  }
}

std::shared_ptr<const Rig> BenchWorker::rig_in_force() const {
  const auto now = board_.newest();
  if (now->rig.in_force) return now->rig.in_force;
  throw SetupError(SetupKind::Usage, "no rig is chosen",
                   "choose a rig file in the Rig room, or the simulated bench");
}

/// Its own STOP does what the button does.
Bench BenchWorker::new_bench(const Rig& rig) {
  Bench bench = front_.bench(rig, person());
  if (bench.stop_switch) bench.stop_switch->watch([this] { stop_now(); });
  return bench;
}

OpenBench& BenchWorker::bench_of(const Rig& rig) {
  if (!open_ || open_->rig().hash != rig.hash) {
    open_.reset();  // frees the device before another bench asks for it
    open_ = std::make_unique<OpenBench>(rig, new_bench(rig));
  }
  return *open_;
}

void BenchWorker::reload_rig(const std::string& path) {
  files_(LoadRig{path});
  const std::string plan = board_.newest()->plan.file.path;
  if (!plan.empty()) files_(LoadPlan{plan});
}

void BenchWorker::operator()(const ListDevices&) {
  auto listing = std::make_shared<const DeviceListing>(front_.devices());
  board_.update([&](Snapshot& now) { now.devices = std::move(listing); });
}

void BenchWorker::operator()(const ListenIn& command) {
  if (!command.on) {
    open_.reset();
    return;
  }
  bench_of(*rig_in_force()).listen();
}

void BenchWorker::operator()(const MoveKnob& command) {
  const auto rig = rig_in_force();
  OpenBench& bench = bench_of(*rig);
  board_.update([](Snapshot& now) { now.activity = Activity::MovingKnobs; });
  Setting setting;
  const auto now = board_.newest();
  for (const Knob& knob : rig->knobs) {
    const auto known = now->knobs.find(knob.id);
    setting[knob.id] = known != now->knobs.end() ? known->second.printed : printed(knob, 0.5);
  }
  const Knob* knob = find_knob(*rig, command.knob);
  if (knob == nullptr) return;
  setting[command.knob] = snapped(*knob, command.printed);
  const auto moved = bench.move(setting, stop_.get_token());
  if (!moved) throw SetupError(SetupKind::Device, moved.error().detail, "");
  board_.update([&](Snapshot& board) {
    for (const KnobLabel& label : *moved) board.knobs[label.id] = label;
  });
}

}  // namespace ampsweep::rig::gui
