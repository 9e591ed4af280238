// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/verify_run.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>

#include "rig/cli/progress_line.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/formats/check_export.hpp"
#include "rig/formats/known_pair_check.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/report/pairs_html.hpp"
#include "rig/verify/aligned_copy.hpp"
#include "rig/verify/pair_state.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_pair.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "rig/verify/verify_text.hpp"

namespace ampsweep::rig::cli {
namespace {

template <class Report>
int show(const Shell& shell, const Report& report, bool ok) {
  shell.front.out << (shell.json ? verify_json(report) : verify_text(report)) << '\n';
  return ok ? kOk : kGateFailed;
}

/// The copy that --fix asks for; nothing when it does not.
std::optional<AlignedCopy> written_copy(const Shell& shell, const VerifyWishes& wishes,
                                        const PairSetReport& report, bool whole_folder) {
  if (wishes.fix.empty() || report.stopped) return std::nullopt;
  ProgressLine line{shell};
  CopyWishes copying;
  copying.run.stop = shell.front.stop;
  copying.run.progress = [&line](const VerifyProgress& progress) {
    line.show("writing", progress.done, progress.total, progress.file);
  };
  copying.headroom_samples = wishes.headroom_samples;
  copying.whole_folder = whole_folder;
  copying.but_not = {formats::kManifestFile};
  AlignedCopy copy = write_aligned_copy(report, wishes.fix, copying);
  line.finish();
  return copy;
}

/// A copy that lacks nothing makes good what alignment can mend; other faults stay faults.
int code_with_copy(const PairSetReport& report, const std::optional<AlignedCopy>& copy, bool ok) {
  if (report.stopped || (copy && copy->stopped)) return kInterrupted;
  if (!copy || !copy->whole()) return ok && !copy ? kOk : kGateFailed;
  const auto faults = report.all_faults();
  const bool mended = std::all_of(faults.begin(), faults.end(), [](const FileFault& found) {
    return mended_by_alignment(found.fault.code);
  });
  return mended ? kOk : kGateFailed;
}

/// What a loader trips over besides sounds that an aligned copy cuts to length stays in the copy.
bool mended_by_alignment(const formats::CheckReport& report) {
  return report.pairs > 0 &&
         std::all_of(report.findings.begin(), report.findings.end(),
                     [](const formats::Finding& found) { return found.code == "unequal_length"; });
}

/// One object, `copy` in it when there is one.
template <class Report>
void show_with_copy(const Shell& shell, const Report& report,
                    const std::optional<AlignedCopy>& copy) {
  if (!shell.json) {
    shell.front.out << verify_text(report) << '\n';
    if (copy) shell.front.out << aligned_copy_text(*copy) << '\n';
    return;
  }
  Json json = parse_json(verify_json(report));
  if (copy) json["copy"] = parse_json(aligned_copy_json(*copy));
  shell.front.out << indented_text(json) << '\n';
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
  options.quick = wishes.quick;
  if (!wishes.fresh) {
    options.state_file =
        wishes.state.empty() ? default_state_file(list.dir) : std::filesystem::path(wishes.state);
  }
  PairSetReport report = verify_pairs(list, options);
  line.finish();
  return report;
}

/// After the results are shown: hours of measuring are not lost to a page that cannot be written.
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
  const auto copy = written_copy(shell, wishes, report, true);
  show_with_copy(shell, report, copy);
  write_page(wishes, report);
  return code_with_copy(report, copy, report.ok());
}

/// Every pair that the loader would train on. Where a file holds many takes on end, the delay moves
/// with the setting, and that is no slip.
PairSetReport measure_export(const Shell& shell, const VerifyWishes& wishes,
                             const formats::CheckReport& report) {
  PairList list{report.dir, "as the loader does", report.pair_list, {}};
  list.cut_in_time = formats::facts_of(report.format).cut_in_time;
  list.alignment_declared = true;
  list.targets_shared = report.reversed;
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

/// NAM's own input, known by its hash, and a recording of it.
int verify_known_pair(const Shell& shell, const VerifyWishes& wishes) {
  if (formats::format_named(wishes.as) != formats::Format::Nam) {
    throw SetupError(SetupKind::Usage, "only --as nam takes two files", "the folder of the export");
  }
  const auto report = formats::check_known_pair(wishes.paths.front(), wishes.paths.back());
  shell.front.out << (shell.json ? known_pair_json(report) : known_pair_text(report)) << '\n';
  return report.check.ok() ? kOk : kGateFailed;
}

/// As the trainer of that format would read it.
int verify_export(const Shell& shell, const VerifyWishes& wishes) {
  const formats::Format format = *formats::format_named(wishes.as);
  ProgressLine line{shell};
  const auto report =
      formats::check_export(format, wishes.paths.front(), shell.front.stop,
                            [&line](int done, int total, const std::string& file) {
                              line.show("reading", std::min(done, total), total, file);
                            });
  line.finish();
  if (report.stopped) return kInterrupted;
  const PairSetReport measured = measure_export(shell, wishes, report);
  const auto copy = written_copy(shell, wishes, measured, true);
  if (shell.json) {
    Json json = parse_json(check_json(report));
    json["ok"] = report.ok() && measured.ok();
    json["measured"] = parse_json(verify_json(measured));
    if (copy) json["copy"] = parse_json(aligned_copy_json(*copy));
    shell.front.out << indented_text(json) << '\n';
  } else {
    shell.front.out << check_text(report) << '\n';
    show_with_copy(shell, measured, copy);
  }
  write_page(wishes, measured);
  const int code = code_with_copy(measured, copy, report.ok() && measured.ok());
  return code == kOk && !mended_by_alignment(report) ? kGateFailed : code;
}

int verify_two_files(const Shell& shell, const VerifyWishes& wishes) {
  if (!wishes.state.empty()) {
    throw SetupError(SetupKind::Usage,
                     "two files are measured at once: there is no --state to keep",
                     "the folder they are in");
  }
  const PairReport report =
      verify_pair(wishes.paths.front(), wishes.paths.back(), shell.front.stop, wishes.quick);
  if (report.stopped) return kInterrupted;
  const PairSetReport set = set_of_pair(wishes.paths.front(), wishes.paths.back(), report);
  const auto copy = written_copy(shell, wishes, set, false);
  show_with_copy(shell, report, copy);
  write_page(wishes, set);
  return code_with_copy(set, copy, report.ok());
}

/// What was named, and which options it has no use for: an option is never silently ignored.
enum class Mode { Ours, Folder, TwoFiles, Export, KnownPair };

void refuse_options(Mode mode, const VerifyWishes& wishes) {
  const bool pairing =
      !wishes.pairs.input.empty() || !wishes.pairs.target.empty() || !wishes.pairs.labels.empty();
  const bool list = mode == Mode::Folder;
  const bool set = list || mode == Mode::Export;
  const bool pairs = set || mode == Mode::TwoFiles;
  const auto refuse = [](const char* what, const char* instead) {
    throw SetupError(SetupKind::Usage, what, instead);
  };
  if (mode == Mode::Ours && !wishes.fix.empty()) {
    refuse("a dataset of ours was aligned by its own loopback: --fix could only make that worse",
           "what verify says of each fault; or --labels metadata.csv, as if it were anybody's");
  }
  if (pairing && !list) {
    refuse("--input, --target and --labels are for a folder of pairs", "without them");
  }
  if ((!wishes.state.empty() || wishes.fresh) && !set) {
    refuse("--state and --fresh are for folders of pairs and exports", "without them");
  }
  if (wishes.quick && !pairs) {
    refuse("--quick is for pairs: nothing is looked for here that it would leave out",
           "without it");
  }
  if ((!wishes.html.empty() || !wishes.fix.empty()) && !pairs) {
    refuse("--html and --fix are for pairs", "ampsweep report for a page about a dataset of ours");
  }
}

Mode mode_of(const VerifyWishes& wishes) {
  const bool two = wishes.paths.size() == 2;
  if (!wishes.as.empty()) return two ? Mode::KnownPair : Mode::Export;
  if (two) return Mode::TwoFiles;
  const bool said =
      !wishes.pairs.input.empty() || !wishes.pairs.target.empty() || !wishes.pairs.labels.empty();
  // A folder in which nothing speaks of pairs is told what a dataset of ours needs.
  return is_dataset(wishes.paths.front()) && !said ? Mode::Ours : Mode::Folder;
}

}  // namespace

int run_verify(const Shell& shell, const VerifyWishes& wishes) {
  const Mode mode = mode_of(wishes);
  refuse_options(mode, wishes);
  switch (mode) {
    case Mode::Ours:
      return verify_ours(shell, wishes);
    case Mode::Folder:
      return verify_foreign(shell, wishes);
    case Mode::TwoFiles:
      return verify_two_files(shell, wishes);
    case Mode::Export:
      return verify_export(shell, wishes);
    case Mode::KnownPair:
      return verify_known_pair(shell, wishes);
  }
  return kUsage;
}

}  // namespace ampsweep::rig::cli
