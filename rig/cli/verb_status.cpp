// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/knob_truth_text.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

struct Counts {
  int accepted{0};
  int refused{0};
};

Counts count(const Dataset& dataset) {
  Counts counts;
  for (const TakeRecord& take : dataset.takes) {
    if (take.accepted() != nullptr) ++counts.accepted;
    counts.refused += static_cast<int>(std::count_if(
        take.attempts.begin(), take.attempts.end(),
        [](const AttemptRecord& attempt) { return attempt.outcome && !attempt.accepted(); }));
  }
  return counts;
}

int show_status(const Shell& shell, const std::string& dir) {
  const Dataset dataset = open_dataset(dir);
  const Counts counts = count(dataset);
  const auto total = dataset.takes.size();
  if (shell.json) {
    Json json{{"schema", "ampsweep-status-1"},   {"dir", dir},
              {"running", dataset.in_use},       {"takes_total", total},
              {"accepted", counts.accepted},     {"refused_attempts", counts.refused},
              {"epochs", dataset.epochs.size()}, {"lost_rows", dataset.lost.size()}};
    shell.front.out << indented_text(json) << '\n';
    return kOk;
  }
  shell.front.out << one_line(fmt::format(
                         "{}: {}, {} of {} takes accepted, {} attempts refused, {} stream epochs",
                         dir, dataset.in_use ? "running" : "not running", counts.accepted, total,
                         counts.refused, dataset.epochs.size()))
                  << '\n';
  for (const std::string& line : knob_truth_lines(dataset.rig, knob_truth(dataset))) {
    shell.front.out << one_line("  " + line) << '\n';
  }
  constexpr std::size_t kRecent = 8;
  const auto& events = dataset.events;
  for (std::size_t i = events.size() > kRecent ? events.size() - kRecent : 0; i < events.size();
       ++i) {
    shell.front.out << one_line(fmt::format("  {}  {:<14} {}", events[i].at, events[i].kind,
                                            events[i].text))
                    << '\n';
  }
  return kOk;
}

}  // namespace

void add_status(CLI::App& app, Shell& shell) {
  auto* verb =
      app.add_subcommand("status", "how far a session is; reads the ledger, disturbs nothing");
  const auto dir = std::make_shared<std::string>();
  verb->add_option("dir", *dir, "dataset folder")->type_name(kFolder)->required();
  verb->callback([&shell, dir] { shell.run = [&shell, dir] { return show_status(shell, *dir); }; });
}

}  // namespace ampsweep::rig::cli
