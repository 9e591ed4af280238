// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_pair.hpp"
#include "rig/verify/verify_text.hpp"

namespace ampsweep::rig::cli {
namespace {

template <class Report>
int show(const Shell& shell, const Report& report, bool ok) {
  shell.front.out << (shell.json ? verify_json(report) : verify_text(report)) << '\n';
  return ok ? kOk : kGateFailed;
}

int verify_folder(const Shell& shell, const std::string& dir, int threads) {
  ProgressLine line{shell};
  VerifyOptions options;
  options.threads = threads;
  options.stop = shell.front.stop;
  options.progress = [&line](const VerifyProgress& progress) {
    line.show("verifying", progress.done, progress.total, progress.file);
  };
  const VerifyReport report = verify_dataset(dir, options);
  line.finish();
  if (shell.front.stop.stop_requested()) return kInterrupted;
  return show(shell, report, report.ok());
}

}  // namespace

void add_verify(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "verify", "measure a dataset again from its files alone: alignment, labels, levels, hashes");
  const auto paths = std::make_shared<std::vector<std::string>>();
  const auto threads = std::make_shared<int>(0);
  verb->add_option("paths", *paths, "a dataset folder, or two files: X.wav Y.wav")
      ->type_name(kFile)
      ->required()
      ->expected(1, 2);
  verb->add_option("--threads", *threads, "how many to use; 0 = all")->check(CLI::Range(0, 256));
  verb->callback([&shell, paths, threads] {
    shell.run = [&shell, paths, threads] {
      if (paths->size() == 1) return verify_folder(shell, paths->front(), *threads);
      const PairReport report = verify_pair(paths->front(), paths->back());
      return show(shell, report, report.ok());
    };
  });
}

}  // namespace ampsweep::rig::cli
