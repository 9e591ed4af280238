// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/monitor_player.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/gui/control/bench_worker.hpp"

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
constexpr int kMostPolls = 50;  // a ramp and a closing device take far less than a second

[[noreturn]] void refuse_running(const std::string& dir) {
  throw SetupError(SetupKind::Data,
                   "a session runs in " + dir + ": listening is off while a rig is armed",
                   "again when it has ended");
}

double length_of(const HeardSound& sound, SampleRate rate) {
  return seconds(SampleCount{static_cast<std::int64_t>(sound.samples.size())}, rate).value();
}

}  // namespace

MonitorPlayer::MonitorPlayer(std::unique_ptr<Monitor> monitor, const HeardSound& sound,
                             const Dataset& dataset, const PlayTake& wish)
    : monitor_(std::move(monitor)),
      view_{wish.take, sound.attempt, sound.file, 0.0, length_of(sound, dataset.rate)},
      rate_(dataset.rate),
      session_(dataset.dir) {
  if (auto begun = monitor_->play({sound.samples, rate_, Decibels{wish.gain_db}}); !begun) {
    throw SetupError(SetupKind::Device, begun.error().detail, "play it again");
  }
}

MonitorPlayer::~MonitorPlayer() {
  monitor_->stop();
  for (int i = 0; i < kMostPolls && !over_; ++i) {
    over_ = monitor_->poll().state != PlayState::Playing;
    std::this_thread::sleep_for(20ms);
  }
}

std::optional<HearingView> MonitorPlayer::poll() {
  const MonitorStatus status = monitor_->poll();
  if (status.fault) {
    over_ = true;
    throw SetupError(SetupKind::Device, status.fault->detail, "play it again");
  }
  over_ = status.state != PlayState::Playing && status.state != PlayState::Idle;
  if (over_ && session_.begun()) refuse_running(view_.file);
  if (over_) return std::nullopt;
  if (session_.begun()) monitor_->stop();
  view_.position_s = seconds(status.position, rate_).value();
  return view_;
}

void BenchWorker::operator()(const PlayTake& command) {
  const auto now = board_.newest();
  const auto& dataset = now->dataset.dataset;
  if (!dataset) {
    throw SetupError(SetupKind::Usage, "no dataset is open", "open one in the Dataset room");
  }
  if (!front_.monitor || now->remembered.monitor.empty()) {
    throw SetupError(SetupKind::Usage, "no monitor is chosen",
                     "name one beside Play: there is no default, because a default may be the amp");
  }
  if (SessionLock::held(dataset->dir)) refuse_running(dataset->dir.string());
  std::vector<AudioSpec> rigs{dataset->rig.audio};
  if (now->rig.rig) rigs.push_back(now->rig.rig->audio);
  MonitorChoice choice = monitor_choice(now->remembered.monitor);
  if (choice.api == AudioApi::Jack && rigs.back().api == AudioApi::Jack) {
    choice.server = rigs.back().server;
  }
  WhichSound which{command.take, std::nullopt, command.raw_channel};
  if (command.attempt > 0) which.attempt = command.attempt;
  player_ = std::make_unique<MonitorPlayer>(front_.monitor(choice, rigs),
                                            heard_sound(*dataset, which), *dataset, command);
}

void BenchWorker::operator()(const StopPlaying&) {}  // any command ends the sound

void BenchWorker::keep_playing() {
  bool stopped = false;
  {
    const std::scoped_lock lock{stop_mutex_};
    stopped = stop_.stop_requested();
  }
  if (stopped) player_->stop();
  std::optional<HearingView> heard;
  guarded(Room::Dataset, [&] { heard = player_->poll(); });
  board_.update([&](Snapshot& now) { now.hearing = heard; });
  if (!heard) player_.reset();
}

void BenchWorker::end_sound() {
  if (!player_) return;
  player_.reset();
  board_.update([](Snapshot& now) { now.hearing.reset(); });
}

}  // namespace ampsweep::rig::gui
