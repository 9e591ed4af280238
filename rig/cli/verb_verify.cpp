// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/formats/check_export.hpp"
#include "rig/formats/known_pair_check.hpp"
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

/// As the trainer of that format would read it: a folder, or with NAM a recording of its own input.
int verify_as(const Shell& shell, const std::string& name, const std::vector<std::string>& paths) {
  const formats::Format format = *formats::format_named(name);
  if (paths.size() == 2) {
    if (format != formats::Format::Nam) {
      throw SetupError(SetupKind::Usage, "only --as nam takes two files",
                       "the folder of the export");
    }
    const auto report = formats::check_known_pair(paths.front(), paths.back());
    shell.front.out << (shell.json ? known_pair_json(report) : known_pair_text(report)) << '\n';
    return report.check.ok() ? kOk : kGateFailed;
  }
  ProgressLine line{shell};
  const auto report =
      formats::check_export(format, paths.front(), shell.front.stop,
                            [&line](int done, int total, const std::string& file) {
                              line.show("reading", std::min(done, total), total, file);
                            });
  line.finish();
  if (report.stopped) return kInterrupted;
  shell.front.out << (shell.json ? check_json(report) : check_text(report)) << '\n';
  return report.ok() ? kOk : kGateFailed;
}

}  // namespace

void add_verify(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "verify", "measure a dataset again from its files alone: alignment, labels, levels, hashes");
  const auto paths = std::make_shared<std::vector<std::string>>();
  const auto threads = std::make_shared<int>(0);
  const auto as = std::make_shared<std::string>();
  verb->add_option("paths", *paths, "a dataset folder, or two files: X.wav Y.wav")
      ->type_name(kFile)
      ->required()
      ->expected(1, 2);
  verb->add_option("--threads", *threads, "how many to use; 0 = all")->check(CLI::Range(0, 256));
  verb->add_option("--as", *as, "an export (or X.wav Y.wav), by the rules of that trainer's loader")
      ->check(CLI::IsMember(formats::format_names()));
  verb->callback([&shell, paths, threads, as] {
    shell.run = [&shell, paths, threads, as] {
      if (!as->empty()) return verify_as(shell, *as, *paths);
      if (paths->size() == 1) return verify_folder(shell, paths->front(), *threads);
      const PairReport report = verify_pair(paths->front(), paths->back());
      return show(shell, report, report.ok());
    };
  });
}

}  // namespace ampsweep::rig::cli
