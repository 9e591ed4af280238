// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/terminal_text.hpp"
#include "rig/plan/hooks_file.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kHooksHelp =
    R"(A hook is a program of yours that is run when something happens to a session on real devices: a
message to your telephone, the relay that takes the amp off the mains. Hooks stand in
~/.config/ampsweep/hooks.toml and nowhere else: a rig or plan from somebody else runs nothing.

  [[hook]]
  on = [ "parked", "stopped", "finished", "failed" ]
  run = [ "/usr/local/bin/mains-relay", "off" ]
  timeout_s = 10

No shell is involved. The environment tells what happened: AMPSWEEP_EVENT, AMPSWEEP_TEXT,
AMPSWEEP_DATASET, AMPSWEEP_TAKES_DONE, AMPSWEEP_TAKES_TOTAL. Events: started, waiting (a person is
asked something), stream_lost, parked, stopped, finished, failed. A hook never sees a signal of the
terminal's, and is killed when its time is over.)";

int list_hooks(const Shell& shell) {
  const std::vector<Hook> hooks = load_hooks(hooks_path());
  if (shell.json) {
    Json json{{"schema", "ampsweep-hooks-1"}, {"file", hooks_path().string()}, {"hooks", Json::array()}};
    for (const Hook& hook : hooks) {
      json["hooks"].push_back(
          {{"on", hook.on}, {"run", hook.run}, {"timeout_s", hook.timeout_s}});
    }
    shell.front.out << indented_text(json) << '\n';
    return kOk;
  }
  if (hooks.empty()) shell.front.out << "no hooks in " << hooks_path().string() << '\n';
  for (const Hook& hook : hooks) {
    shell.front.out << one_line(fmt::format("{}: {} (at most {} s)", fmt::join(hook.on, ", "),
                                            fmt::join(hook.run, " "), hook.timeout_s))
                    << '\n';
  }
  return kOk;
}

int try_hooks(const Shell& shell, const std::string& event) {
  std::vector<Hook> hooks = load_hooks(hooks_path());
  std::erase_if(hooks, [&](const Hook& hook) {
    return std::find(hook.on.begin(), hook.on.end(), event) == hook.on.end();
  });
  if (hooks.empty()) {
    throw SetupError(SetupKind::Usage, "no hook waits for " + event,
                     "add one to " + hooks_path().string() + "; ampsweep hooks --help shows how");
  }
  if (!shell.front.hooks) {
    throw SetupError(SetupKind::Usage, "hooks are not run from here", "try them in a terminal");
  }
  const auto runner = shell.front.hooks(hooks);
  runner->happened({event, "a trial: nothing happened"});
  const std::vector<std::string> complaints = runner->wait_for_all();
  for (const std::string& text : complaints) shell.front.err << one_line(text) << '\n';
  if (complaints.empty()) shell.front.out << hooks.size() << " hooks ran and ended well\n";
  return complaints.empty() ? kOk : kDevice;
}

}  // namespace

void add_hooks(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("hooks", "programs of yours that are told how a session goes");
  verb->footer(kHooksHelp);
  verb->require_subcommand(1);
  auto* list = verb->add_subcommand("list", "the hooks of your configuration");
  list->callback([&shell] { shell.run = [&shell] { return list_hooks(shell); }; });
  auto* trial = verb->add_subcommand("try", "run what waits for an event, as a session would");
  const auto event = std::make_shared<std::string>();
  trial->add_option("event", *event, "started, waiting, stream_lost, parked, stopped ...")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>(kHookEvents.begin(), kHookEvents.end())));
  trial->callback([&shell, event] { shell.run = [&shell, event] { return try_hooks(shell, *event); }; });
}

}  // namespace ampsweep::rig::cli
