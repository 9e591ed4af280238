// SPDX-License-Identifier: GPL-3.0-or-later
// What the file worker does with datasets.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/withdraw_take.hpp"
#include "rig/gui/control/dataset_views.hpp"
#include "rig/gui/control/file_worker.hpp"
#include "rig/report/write_report.hpp"
#include "rig/verify/verify_dataset.hpp"

namespace ampsweep::rig::gui {

std::string FileWorker::dataset_dir() const {
  const auto now = board_.newest();
  if (now->dataset.dataset) return now->dataset.dataset->dir.string();
  throw SetupError(SetupKind::Usage, "no dataset is open", "open one in the Dataset room");
}

void FileWorker::operator()(const OpenDataset& command) {
  const auto open = board_.newest()->dataset.dataset;
  const bool in_view = open && open->dir == std::filesystem::path(command.dir);
  if (command.by_session && followed_ == command.dir && !in_view) return;
  if (command.by_session) followed_ = command.dir;
  auto dataset = std::make_shared<const Dataset>(open_dataset(command.dir));
  board_.update([&](Snapshot& now) {
    const bool other = !now.dataset.dataset || now.dataset.dataset->uuid != dataset->uuid ||
                       now.dataset.dataset->dir != dataset->dir;
    if (other) now.dataset = DatasetView{};
    now.dataset.dataset = std::move(dataset);
  });
  const auto shown = board_.newest()->dataset.shown;
  if (shown && !shown->sound) (*this)(ShowTake{shown->take, 0});  // it may have been recorded now
  const auto known = board_.newest()->remembered.datasets;
  if (!known.empty() && known.front() == command.dir) return;
  remember([&](Remembered& settings) {
    std::erase(settings.datasets, command.dir);
    settings.datasets.insert(settings.datasets.begin(), command.dir);
  });
}

void FileWorker::operator()(const ShowTake& command) {
  const auto now = board_.newest();
  if (!now->dataset.dataset) return;
  progress("reading the take")(0, 1);
  auto view = with_spectrum(view_take(*now->dataset.dataset, command.take, command.attempt),
                            now->dataset.stretch);
  board_.update([&](Snapshot& board) { board.dataset.shown = std::move(view); });
}

void FileWorker::operator()(const HoldTake& command) {
  board_.update(
      [&](Snapshot& now) { now.dataset.held = command.on ? now.dataset.shown : std::nullopt; });
}

void FileWorker::operator()(const ShowStretch& command) {
  const auto now = board_.newest();
  auto shown = now->dataset.shown;
  auto held = now->dataset.held;
  if (shown) shown = with_spectrum(std::move(*shown), command.stretch);
  if (held) held = with_spectrum(std::move(*held), command.stretch);
  board_.update([&](Snapshot& board) {
    board.dataset.stretch = command.stretch;
    board.dataset.shown = std::move(shown);
    board.dataset.held = std::move(held);
  });
}

void FileWorker::operator()(const VerifyDataset&) {
  const std::string dir = dataset_dir();
  VerifyOptions options;
  options.stop = quit_;
  const auto show = progress("verifying");
  options.progress = [&](const VerifyProgress& done) { show(done.done, done.total); };
  const VerifyReport report = verify_dataset(dir, options);
  if (report.stopped) return;
  auto lines = verified_lines(report);
  board_.update([&](Snapshot& now) {
    now.dataset.verified = std::move(lines);
    now.dataset.verified_ok = report.ok();
  });
  board_.log(Room::Dataset, dir + (report.ok() ? " verified" : " has faults: see Dataset"));
}

void FileWorker::operator()(const WriteReport&) {
  ReportOptions options;
  options.stop = quit_;
  const auto show = progress("writing the report");
  const auto written =
      write_report(dataset_dir(), options, [&](std::size_t done, std::size_t total) {
        show(static_cast<int>(done), static_cast<int>(total));
      });
  if (!written) throw SetupError(SetupKind::Data, written.error().detail, "");
  board_.update([&](Snapshot& now) { now.dataset.report = written->html.string(); });
  board_.log(Room::Dataset, "report written: " + written->html.string());
}

void FileWorker::operator()(const OpenReport&) {
  const std::string page = board_.newest()->dataset.report;
  if (!page.empty()) pages_.open(page);
}

void FileWorker::operator()(const RequeueTake& command) {
  const std::string dir = dataset_dir();
  const char* user = std::getenv("USER");
  const auto withdrawn =
      withdraw_takes(dir, {{command.take}, user != nullptr ? user : "", command.reason});
  board_.update([&](Snapshot& now) {
    now.dataset.shown.reset();  // its attempt is a refused one now
    now.dataset.verified.clear();
  });
  (*this)(OpenDataset{dir});
  (*this)(ShowTake{command.take, 0});
  for (const WithdrawnTake& take : withdrawn) {
    board_.log(Room::Dataset, fmt::format("take {} attempt {} was withdrawn; Resume plays it again",
                                          take.take, take.attempt));
  }
}

}  // namespace ampsweep::rig::gui
