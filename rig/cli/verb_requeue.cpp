// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/withdraw_take.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

/// Login name of whoever runs this; empty when the computer knows none.
std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry == nullptr ? std::string{} : one_line(entry->pw_name);
}

int requeue(const Shell& shell, const std::string& dir, const Withdrawal& withdrawal) {
  const auto withdrawn = withdraw_takes(dir, withdrawal);
  if (shell.json) {
    Json json{{"schema", "ampsweep-requeue-1"}, {"dir", dir}, {"withdrawn", Json::array()}};
    for (const WithdrawnTake& take : withdrawn) {
      json["withdrawn"].push_back(
          {{"take", take.take},
           {"attempt", take.attempt},
           {"raw_file", take.raw_file.empty() ? Json(nullptr) : Json(take.raw_file)}});
    }
    shell.front.out << indented_text(json) << '\n';
    return kOk;
  }
  for (const WithdrawnTake& take : withdrawn) {
    shell.front.out << fmt::format(
        "take {}: attempt {} no longer counts; {}\n", take.take, take.attempt,
        take.raw_file.empty() ? "its recording was not there any more"
                              : "its recording is kept as " + take.raw_file);
  }
  shell.front.out << "play again with the command that made the dataset and --resume\n";
  return kOk;
}

}  // namespace

void add_requeue(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "requeue",
      "take accepted takes back that a person heard to be bad; --resume plays them again");
  const auto dir = std::make_shared<std::string>();
  const auto withdrawal = std::make_shared<Withdrawal>();
  verb->add_option("dir", *dir, "dataset folder")->type_name(kFolder)->required();
  verb->add_option("takes", withdrawal->takes, "their numbers, as in takes/NNNNN.wav")->required();
  verb->add_option("--reason", withdrawal->reason, "why, in one line; recorded");
  verb->callback([&shell, dir, withdrawal] {
    shell.run = [&shell, dir, withdrawal] {
      withdrawal->by = user_name();
      return requeue(shell, *dir, *withdrawal);
    };
  });
}

}  // namespace ampsweep::rig::cli
