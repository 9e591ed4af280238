// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <ostream>
#include <string>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {

void add_rebuild(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "rebuild", "write metadata.csv, dataset.json and the card again from a dataset's ledger");
  const auto dir = std::make_shared<std::string>();
  verb->add_option("dir", *dir, "dataset folder")->type_name(kFolder)->required();
  verb->callback([&shell, dir] {
    shell.run = [&shell, dir] {
      const auto rebuilt = rebuild(*dir);
      if (!rebuilt) throw SetupError(SetupKind::Data, rebuilt.error().detail, "free the disk");
      for (const LostRow& row : rebuilt->lost) {
        shell.front.err << one_line("lost: " + row.table + ": " + row.key + ": " + row.reason)
                        << '\n';
      }
      shell.front.out << "rebuilt metadata.csv, dataset.json and README.md in " << *dir << '\n';
      return rebuilt->lost.empty() ? kOk : kGateFailed;
    };
  });
}

}  // namespace ampsweep::rig::cli
