// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "rig/cli/follow_status.hpp"
#include "rig/cli/session_status.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/knob_truth_text.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr std::size_t kRecentEvents = 8;

int show_status(const Shell& shell, const std::string& dir) {
  const Dataset dataset = open_dataset(dir);
  const SessionStatus status = status_of(dataset, dir);
  if (shell.json) {
    shell.front.out << indented_text(status_json(status)) << '\n';
    return kOk;
  }
  shell.front.out << status_text(status) << '\n';
  for (const std::string& line : knob_truth_lines(dataset.rig, knob_truth(dataset))) {
    shell.front.out << one_line("  " + line) << '\n';
  }
  const auto& events = dataset.events;
  const std::size_t recent = std::min(kRecentEvents, events.size());
  for (std::size_t i = events.size() - recent; i < events.size(); ++i) {
    shell.front.out << event_text(events[i]) << '\n';
  }
  return kOk;
}

struct StatusArgs {
  std::string dir;
  bool follow{false};
};

}  // namespace

void add_status(CLI::App& app, Shell& shell) {
  auto* verb =
      app.add_subcommand("status", "how far a session is; reads the ledger, disturbs nothing");
  verb->footer(
      "--follow stays until the session ends: exit code 0 when all takes are accepted then, 1 when\n"
      "some are missing.");
  const auto args = std::make_shared<StatusArgs>();
  verb->add_option("dir", args->dir, "dataset folder")->type_name(kFolder)->required();
  verb->add_flag("--follow", args->follow, "tell what happens until the session ends");
  verb->callback([&shell, args] {
    shell.run = [&shell, args] {
      return args->follow ? follow_status(shell, args->dir) : show_status(shell, args->dir);
    };
  });
}

}  // namespace ampsweep::rig::cli
