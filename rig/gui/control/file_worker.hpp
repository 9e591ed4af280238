// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <thread>

#include "rig/gui/command.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/gui/control/inbox.hpp"
#include "rig/gui/control/page_opener.hpp"
#include "rig/gui/gui_front.hpp"

namespace ampsweep::rig::gui {

/// The thread that reads and writes files, so that neither the window nor a session waits for a
/// disk: rig and plan files, datasets, verify and report, what the window remembers.
///
/// Thread: its own; send() from any.
class FileWorker {
 public:
  /// All outlive it.
  FileWorker(const GuiFront& front, Board& board);
  /// Verify and report are given up; a file being written is finished.
  ~FileWorker();
  FileWorker(const FileWorker&) = delete;
  FileWorker& operator=(const FileWorker&) = delete;

  void send(FileCommand command) { inbox_.put(std::move(command)); }

 private:
  void run(const std::stop_token& quit);
  void carry_out(const FileCommand& command);
  void start();

  void operator()(const ListFolder& command);
  void operator()(const LoadRig& command);
  void operator()(const SaveRig& command);
  void operator()(const SimulateDevices& command);
  void operator()(const TrySimulatedBench& command);
  void operator()(const LoadPlan& command);
  void operator()(const SavePlan& command);
  void operator()(const UseAudio& command);
  void operator()(const OpenDataset& command);
  void operator()(const ShowTake& command);
  void operator()(const HoldTake& command);
  void operator()(const ShowStretch& command);
  void operator()(const VerifyDataset& command);
  void operator()(const WriteReport& command);
  void operator()(const OpenReport& command);
  void operator()(const RequeueTake& command);
  void operator()(const ReadMeasurement& command);
  void operator()(const RenameMeasurement& command);
  void operator()(const ForgetMeasurement& command);
  void operator()(const NameMeasurement& command);
  void operator()(const KeepControl& command);
  void operator()(const SaveText& command);
  void operator()(const Remember& command);
  void operator()(const DismissProblem& command);

  void show_rig(RigView view);
  void show_plan(PlanView view);
  void remember(const std::function<void(Remembered&)>& change);
  [[nodiscard]] std::function<void(int, int)> progress(const std::string& doing);
  [[nodiscard]] std::string dataset_dir() const;
  [[nodiscard]] EditedFile own_plan() const;

  const GuiFront& front_;
  Board& board_;
  Inbox<FileCommand> inbox_;
  PageOpener pages_;
  std::string followed_;  ///< Dataset of the session that was shown last.
  std::stop_token quit_;
  std::jthread thread_;  ///< Last: joined first.
};

}  // namespace ampsweep::rig::gui
