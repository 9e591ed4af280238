// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include "analysis/parallel_for.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/model/result.hpp"
#include "rig/verify/pair_set.hpp"
#include "rig/verify/pair_sounds.hpp"
#include "rig/verify/pair_state.hpp"

namespace ampsweep::rig {
namespace {

bool same_label(const SoundPair& a, const SoundPair& b) {
  return a.setting == b.setting && a.choices == b.choices;
}

/// Each pair of files once, in the order of the list. Two labels for one pair cannot both be right.
std::vector<PairTake> takes_of(const PairList& list, std::vector<FileFault>& faults) {
  std::vector<PairTake> takes;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const SoundPair& pair : list.pairs) {
    const auto [at, fresh] = known.try_emplace({pair.input, pair.target}, takes.size());
    if (fresh) takes.emplace_back().pair = pair;
    const SoundPair& first = takes[at->second].pair;
    if (!same_label(first, pair)) {
      faults.push_back(
          {pair.target,
           {FaultCode::LabelMismatch,
            fmt::format("{} stands under two settings, in {} and in {}: one of them is "
                        "wrong",
                        pair.target, first.where, pair.where)}});
    }
    auto& splits = takes[at->second].splits;
    const bool listed = std::find(splits.begin(), splits.end(), pair.split) != splits.end();
    if (!pair.split.empty() && !listed) splits.push_back(pair.split);
  }
  return takes;
}

PairTerms terms_of(const SoundPair& pair, const PairList& list, bool quick) {
  return {
      pair.input, pair.target, pair.target_start, pair.lengths_may_differ, list.alignment_declared,
      quick};
}

/// One input often serves all targets: it is looked through once.
class InputScans {
 public:
  std::optional<PairFile> of(const std::string& name, const std::filesystem::path& path, bool quick,
                             const std::stop_token& stop) {
    Scan* scan = nullptr;
    {
      const std::lock_guard lock(guard_);
      auto& slot = scans_[name];
      if (!slot) slot = std::make_unique<Scan>();
      scan = slot.get();
    }
    const std::lock_guard lock(scan->guard);
    if (scan->file) return scan->file;
    auto reader = open_pair_sound(path);
    if (!reader) return std::nullopt;
    PairFile file = scan_sound(*reader, name, stop, quick);
    if (stop.stop_requested()) return std::nullopt;
    file.print = {};  // only targets are compared with each other
    scan->file = std::move(file);
    return scan->file;
  }

 private:
  struct Scan {
    std::mutex guard;
    std::optional<PairFile> file;
  };
  std::mutex guard_;
  std::map<std::string, std::unique_ptr<Scan>> scans_;
};

/// What is wrong with an input is wrong once, however many targets answer it.
void tell_inputs_once(PairSetReport& report) {
  std::set<std::pair<std::string, std::string>> told;
  for (PairTake& take : report.takes) {
    auto& faults = take.report.faults;
    const auto theirs = std::stable_partition(faults.begin(), faults.end(), [&](const auto& found) {
      return found.file != take.pair.input || take.pair.input == take.pair.target;
    });
    for (auto found = theirs; found != faults.end(); ++found) {
      if (told.insert({found->file, found->fault.detail}).second) report.faults.push_back(*found);
    }
    take.input_faulty = theirs != faults.end();
    faults.erase(theirs, faults.end());
    const auto notes = history_notes(take.report.x.history, take.pair.input);
    for (const std::string& note : notes) {
      std::erase(take.report.notes, note);
      if (told.insert({take.pair.input, note}).second) report.notes.push_back(note);
    }
  }
}

class PairSetRun {
 public:
  PairSetRun(const PairList& list, const PairSetOptions& options)
      : list_(list), options_(options), state_(options.state_file) {}

  PairSetReport run() {
    report_.dir = list_.dir;
    report_.how = list_.how;
    report_.notes = list_.notes;
    report_.faults = list_.faults;
    report_.cut_in_time = list_.cut_in_time;
    report_.targets_shared = list_.targets_shared;
    report_.takes = takes_of(list_, report_.faults);
    progress_.total = static_cast<int>(report_.takes.size());
    const bool whole = analysis::parallel_for(
        report_.takes.size(), options_.run.threads,
        [&](std::size_t i) { measure(report_.takes[i]); }, options_.run.stop);
    report_.stopped = !whole || options_.run.stop.stop_requested();
    if (!report_.stopped) state_.tidy();
    tell_inputs_once(report_);
    add_set_checks(report_, options_.run.stop);
    report_.stopped = report_.stopped || options_.run.stop.stop_requested();
    if (!state_.writable()) {
      report_.notes.push_back("what was measured could not be remembered in " +
                              state_.file().string());
    }
    return std::move(report_);
  }

 private:
  void measure(PairTake& take) {
    measure_files(take);
    const std::lock_guard lock(guard_);
    ++progress_.done;
    progress_.file = take.pair.target;
    if (options_.run.progress) options_.run.progress(progress_);
  }

  /// A file that cannot be read is a fault of the pair, under the file's own name.
  static void refuse(PairTake& take, const std::string& file, Fault fault) {
    take.report = {};
    take.report.x.file = take.pair.input;
    take.report.y.file = take.pair.target;
    take.report.faults.push_back({file, std::move(fault)});
    take.measured = true;
  }

  Result<SoundReader> open(const std::string& name) {
    const auto path = inside(list_.dir, name);
    if (!path) return tl::unexpected(path.error());
    return open_pair_sound(*path);
  }

  void measure_files(PairTake& take) {
    auto x = open(take.pair.input);
    if (!x) return refuse(take, take.pair.input, x.error());
    auto y = open(take.pair.target);
    if (!y) return refuse(take, take.pair.target, y.error());
    const auto x_path = list_.dir / take.pair.input;
    const PairTerms terms = terms_of(take.pair, list_, options_.quick);
    const std::string key = PairState::key_of(x_path, list_.dir / take.pair.target, terms);
    if (auto known = state_.find(key)) {
      take.report = std::move(*known);
      take.measured = take.remembered = true;
      return;
    }
    try {
      const auto scan = inputs_.of(take.pair.input, x_path, options_.quick, options_.run.stop);
      take.report = verify_pair(*x, *y, terms, scan, options_.run.stop);
    } catch (const std::exception& why) {  // it changed while it was read, or memory ran out
      return refuse(take, take.pair.target, {FaultCode::FileTruncated, why.what()});
    }
    if (take.report.stopped) return;  // half a measurement is none
    take.measured = true;
    if (key == PairState::key_of(x_path, list_.dir / take.pair.target, terms)) {
      state_.add(key, take.report);
    }
  }

  const PairList& list_;
  const PairSetOptions& options_;
  PairState state_;
  InputScans inputs_;
  PairSetReport report_;
  std::mutex guard_;
  VerifyProgress progress_;
};

}  // namespace

std::vector<FileFault> PairSetReport::all_faults() const {
  std::vector<FileFault> all = faults;
  for (const PairTake& take : takes) {
    all.insert(all.end(), take.report.faults.begin(), take.report.faults.end());
  }
  return all;
}

PairSetReport verify_pairs(const PairList& list, const PairSetOptions& options) {
  return PairSetRun(list, options).run();
}

PairSetReport set_of_pair(const std::filesystem::path& x, const std::filesystem::path& y,
                          const PairReport& report) {
  std::error_code error;
  const auto played = std::filesystem::weakly_canonical(x, error);
  const auto answered = std::filesystem::weakly_canonical(y, error);
  PairSetReport set;
  const auto parents = played.parent_path();
  auto theirs = answered.begin();
  for (const auto& part : parents) {
    if (theirs == answered.end() || part != *theirs) break;
    set.dir /= part;
    ++theirs;
  }
  PairTake take;
  take.pair.input = played.lexically_relative(set.dir).generic_string();
  take.pair.target = answered.lexically_relative(set.dir).generic_string();
  take.report = report;
  take.measured = !report.stopped;
  for (FileFault& found : take.report.faults) {
    found.file = found.file == report.x.file ? take.pair.input : take.pair.target;
  }
  take.report.x.file = take.pair.input;
  take.report.y.file = take.pair.target;
  set.how = "as named";
  set.takes.push_back(std::move(take));
  add_set_checks(set);
  return set;
}

}  // namespace ampsweep::rig
