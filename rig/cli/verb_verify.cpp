// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "rig/cli/verbs.hpp"
#include "rig/cli/verify_run.hpp"
#include "rig/formats/format.hpp"

namespace ampsweep::rig::cli {

void add_verify(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "verify", "measure a dataset again from its files alone: alignment, labels, levels, hashes");
  const auto wishes = std::make_shared<VerifyWishes>();
  verb->add_option("paths", wishes->paths,
                   "a dataset folder, a folder of pairs, or two files: X.wav Y.wav")
      ->type_name(kFile)
      ->required()
      ->expected(1, 2);
  verb->add_option("--threads", wishes->threads, "how many to use; 0 = all")
      ->check(CLI::Range(0, 256));
  verb->add_option("--as", wishes->as,
                   "an export (or X.wav Y.wav), by the rules of that trainer's loader")
      ->check(CLI::IsMember(formats::format_names()));
  verb->add_option("--input", wishes->pairs.input,
                   "which files were played, as a glob in the folder: 'dry/*.wav'")
      ->type_name("GLOB");
  verb->add_option("--target", wishes->pairs.target, "which came back: 'wet/**/*.wav'")
      ->type_name("GLOB");
  verb->add_option("--labels", wishes->pairs.labels,
                   "CSV, named relative to the folder, with a column of targets; others: input, "
                   "split, knobs")
      ->type_name(kFile);
  verb->add_option("--state", wishes->state,
                   "where finished pairs are remembered; else in the user's cache folder")
      ->type_name(kFile);
  verb->add_option("--html", wishes->html, "also one page for a browser, of a folder of pairs")
      ->type_name(kFile);
  verb->add_flag("--fresh", wishes->fresh, "measure every pair again, remember none");
  verb->add_flag("--quick", wishes->quick,
                 "leave out the search for traces of lossy coding (of pairs): it is reported as "
                 "not looked for");
  verb->add_option("--fix", wishes->fix,
                   "also an aligned copy in this new folder; originals are never touched")
      ->type_name(kFolder);
  verb->add_option("--headroom", wishes->headroom_samples,
                   "by how many samples the copy answers late, so that no model has to foresee")
      ->check(CLI::Range(0, 10000))
      ->capture_default_str();
  verb->footer(
      "What is measured follows from what is named:\n"
      "  ampsweep verify my-amp                a dataset of ours: hashes, labels, alignment\n"
      "  ampsweep verify dry.wav wet.wav       any two files\n"
      "  ampsweep verify folder --html p.html  a folder of pairs; a table or the names pair them\n"
      "  ampsweep verify folder --fix aligned  and a copy in which every target is aligned\n"
      "  ampsweep verify --as nam export       what that trainer's loader would say, and its "
      "pairs\n"
      "Exit codes: 0 nothing wrong (with --fix: nothing left wrong), 1 faults, 2 usage, 4 nothing "
      "to\n"
      "verify, 130 interrupted: finished pairs are remembered, run it again. docs/verify.md");
  verb->callback(
      [&shell, wishes] { shell.run = [&shell, wishes] { return run_verify(shell, *wishes); }; });
}

}  // namespace ampsweep::rig::cli
