// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "rig/capture/run_job.hpp"
#include "rig/gui/command.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/gui/control/inbox.hpp"
#include "rig/gui/control/monitor_player.hpp"
#include "rig/gui/control/open_bench.hpp"
#include "rig/gui/control/window_operator.hpp"
#include "rig/gui/gui_front.hpp"

namespace ampsweep::rig::gui {

/// The thread that has the bench: everything that opens a device, moves a knob or plays goes
/// through it, one after the other. It reads rig and plan off the board and puts what happens
/// there.
///
/// Thread: its own; send(), stop_now() and answer() from any.
class BenchWorker {
 public:
  /// `files`: whom it tells what has changed on disk: a dataset that has a new take, a measurement
  /// to read, a rig file that was written. All outlive it.
  BenchWorker(const GuiFront& front, Board& board, std::function<void(FileCommand)> files);
  /// Stops what runs, leaves the bench safe, waits for it.
  ~BenchWorker();
  BenchWorker(const BenchWorker&) = delete;
  BenchWorker& operator=(const BenchWorker&) = delete;

  void send(BenchCommand command);
  /// STOP: ramps the output down, ends what runs, drops what waits in the queue.
  void stop_now();
  void answer(const AnswerQuestion& answer) { answers_.answer(answer); }

 private:
  /// A command and how many STOPs had been given before it: a later one is meant for it too, even
  /// when it is given before the command has begun.
  struct Order {
    BenchCommand command;
    std::uint64_t stops_before{0};
  };

  void run(const std::stop_token& quit);
  void carry_out(const Order& order);
  /// What `work` throws becomes a problem of the room.
  void guarded(Room room, const std::function<void()>& work);
  [[nodiscard]] std::unique_ptr<Operator> person();
  [[nodiscard]] std::shared_ptr<const Rig> rig_in_force() const;
  [[nodiscard]] Bench new_bench(const Rig& rig);
  [[nodiscard]] OpenBench& bench_of(const Rig& rig);
  void reload_rig(const std::string& path);
  void keep_playing();
  void end_sound();

  void operator()(const ListDevices& command);
  void operator()(const ListenIn& command);
  void operator()(const MoveKnob& command);
  void operator()(const RunCheck& command);
  void operator()(const CalibrateLevels& command);
  void operator()(const CalibrateKnob& command);
  void operator()(const LearnControl& command);
  void operator()(const PlayTake& command);
  void operator()(const StopPlaying& command);
  void operator()(const StartCapture& command);
  void operator()(const ServePanama& command);
  void operator()(const StartMeasurement& command);
  void operator()(const MeasureOverPlan& command);
  /// A session into a new folder, or one that is resumed.
  void run_session_of(Job job, const RunOptions& options, Activity activity);
  [[nodiscard]] SessionSummary record(Job& job, const RunOptions& options, Activity activity);

  const GuiFront& front_;
  Board& board_;
  std::function<void(FileCommand)> files_;
  AnswerBox answers_;
  Inbox<Order> inbox_;
  std::mutex stop_mutex_;
  std::uint64_t stops_{0};
  std::stop_source stop_;            ///< Of the command in hand.
  std::unique_ptr<OpenBench> open_;  ///< While it listens or holds knobs; none during a session.
  std::unique_ptr<MonitorPlayer> player_;  ///< While a take sounds.
  std::jthread thread_;                    ///< Last: joined first.
};

}  // namespace ampsweep::rig::gui
