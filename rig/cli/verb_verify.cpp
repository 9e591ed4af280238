// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/formats/check_export.hpp"
#include "rig/formats/known_pair_check.hpp"
#include "rig/report/pairs_html.hpp"
#include "rig/verify/find_pairs.hpp"
#include "rig/verify/pair_state.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_pair.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "rig/verify/verify_text.hpp"

namespace ampsweep::rig::cli {
namespace {

/// What the command line says.
struct VerifyWishes {
  std::vector<std::string> paths;
  int threads{0};
  std::string as;
  PairWishes pairs;
  std::string state;
  std::string html;
  bool fresh{false};
};

template <class Report>
int show(const Shell& shell, const Report& report, bool ok) {
  shell.front.out << (shell.json ? verify_json(report) : verify_text(report)) << '\n';
  return ok ? kOk : kGateFailed;
}

VerifyOptions run_options(const Shell& shell, int threads, ProgressLine& line) {
  VerifyOptions options;
  options.threads = threads;
  options.stop = shell.front.stop;
  options.progress = [&line](const VerifyProgress& progress) {
    line.show("verifying", progress.done, progress.total, progress.file);
  };
  return options;
}

int verify_ours(const Shell& shell, const VerifyWishes& wishes) {
  ProgressLine line{shell};
  const VerifyReport report =
      verify_dataset(wishes.paths.front(), run_options(shell, wishes.threads, line));
  line.finish();
  if (shell.front.stop.stop_requested()) return kInterrupted;
  return show(shell, report, report.ok());
}

PairSetReport measure_pairs(const Shell& shell, const VerifyWishes& wishes, const PairList& list) {
  ProgressLine line{shell};
  PairSetOptions options;
  options.run = run_options(shell, wishes.threads, line);
  if (!wishes.fresh) {
    options.state_file =
        wishes.state.empty() ? default_state_file(list.dir) : std::filesystem::path(wishes.state);
  }
  PairSetReport report = verify_pairs(list, options);
  line.finish();
  return report;
}

void write_page(const VerifyWishes& wishes, const PairSetReport& report) {
  if (wishes.html.empty()) return;
  const auto written = replace_text(wishes.html, pairs_html(report));
  if (!written) {
    throw SetupError(SetupKind::Data, written.error().detail, "--html with a place to write to");
  }
}

/// Stopped: what was measured is shown all the same.
int verify_foreign(const Shell& shell, const VerifyWishes& wishes) {
  const PairSetReport report =
      measure_pairs(shell, wishes, find_pairs(wishes.paths.front(), wishes.pairs));
  write_page(wishes, report);
  const int code = show(shell, report, report.ok());
  return report.stopped ? kInterrupted : code;
}

/// Every pair that the loader would train on. Where a file holds many takes on end, the delay moves
/// with the setting, and that is no slip.
PairSetReport measure_export(const Shell& shell, const VerifyWishes& wishes,
                             const formats::CheckReport& report) {
  PairList list{report.dir, "as the loader does", report.pair_list, {}};
  list.cut_in_time = true;
  PairSetReport measured = measure_pairs(shell, wishes, list);
  if (report.format != formats::Format::GuitarMlFolders) return measured;
  for (PairTake& take : measured.takes) {
    std::erase_if(take.report.faults, [](const FileFault& found) {
      return found.fault.code == FaultCode::Slip || found.fault.code == FaultCode::DriftTooHigh;
    });
  }
  measured.notes.push_back(
      "files hold takes of several settings on end: slips and drift say "
      "nothing there");
  return measured;
}

/// As the trainer of that format would read it: a folder, or with NAM a recording of its own input.
int verify_as(const Shell& shell, const VerifyWishes& wishes) {
  const formats::Format format = *formats::format_named(wishes.as);
  if (wishes.paths.size() == 2) {
    if (format != formats::Format::Nam) {
      throw SetupError(SetupKind::Usage, "only --as nam takes two files",
                       "the folder of the export");
    }
    const auto report = formats::check_known_pair(wishes.paths.front(), wishes.paths.back());
    shell.front.out << (shell.json ? known_pair_json(report) : known_pair_text(report)) << '\n';
    return report.check.ok() ? kOk : kGateFailed;
  }
  ProgressLine line{shell};
  const auto report =
      formats::check_export(format, wishes.paths.front(), shell.front.stop,
                            [&line](int done, int total, const std::string& file) {
                              line.show("reading", std::min(done, total), total, file);
                            });
  line.finish();
  if (report.stopped) return kInterrupted;
  const PairSetReport measured = measure_export(shell, wishes, report);
  write_page(wishes, measured);
  if (shell.json) {
    Json json = parse_json(check_json(report));
    json["ok"] = report.ok() && measured.all_faults().empty();
    json["measured"] = parse_json(verify_json(measured));
    shell.front.out << indented_text(json) << '\n';
  } else {
    shell.front.out << check_text(report) << '\n' << verify_text(measured) << '\n';
  }
  if (measured.stopped) return kInterrupted;
  return report.ok() && measured.all_faults().empty() ? kOk : kGateFailed;
}

int verify_two_files(const Shell& shell, const VerifyWishes& wishes) {
  const PairReport report =
      verify_pair(wishes.paths.front(), wishes.paths.back(), shell.front.stop);
  if (report.stopped) return kInterrupted;
  return show(shell, report, report.ok());
}

int verify_paths(const Shell& shell, const VerifyWishes& wishes) {
  if (!wishes.as.empty()) return verify_as(shell, wishes);
  if (wishes.paths.size() == 2) return verify_two_files(shell, wishes);
  const bool said =
      !wishes.pairs.input.empty() || !wishes.pairs.target.empty() || !wishes.pairs.labels.empty();
  const bool ours = is_dataset(wishes.paths.front());
  // A folder in which nothing speaks of pairs is told what a dataset of ours needs.
  return ours && !said ? verify_ours(shell, wishes) : verify_foreign(shell, wishes);
}

}  // namespace

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
                   "CSV in the folder with a column of targets; others: input, split, knobs")
      ->type_name(kFile);
  verb->add_option("--state", wishes->state,
                   "where finished pairs are remembered; else in the user's cache folder")
      ->type_name(kFile);
  verb->add_option("--html", wishes->html, "also one page for a browser, of a folder of pairs")
      ->type_name(kFile);
  verb->add_flag("--fresh", wishes->fresh, "measure every pair again, remember none");
  verb->callback(
      [&shell, wishes] { shell.run = [&shell, wishes] { return verify_paths(shell, *wishes); }; });
}

}  // namespace ampsweep::rig::cli
