// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "analysis/parallel_for.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/model/result.hpp"
#include "rig/verify/pair_set.hpp"
#include "rig/verify/pair_state.hpp"

namespace ampsweep::rig {
namespace {

/// Each pair of files once, in the order of the list.
std::vector<PairTake> takes_of(const PairList& list) {
  std::vector<PairTake> takes;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const SoundPair& pair : list.pairs) {
    const auto [at, fresh] = known.try_emplace({pair.input, pair.target}, takes.size());
    if (fresh) takes.push_back({pair, {}, {}, false, false});
    auto& splits = takes[at->second].splits;
    const bool listed = std::find(splits.begin(), splits.end(), pair.split) != splits.end();
    if (!pair.split.empty() && !listed) splits.push_back(pair.split);
  }
  return takes;
}

void refuse_pair(PairTake& take, const std::string& file, Fault fault) {
  take.report = {};
  take.report.x.file = take.pair.input;
  take.report.y.file = take.pair.target;
  take.report.faults.push_back({file, std::move(fault)});
  take.measured = true;
}

/// Names of a pair within its folder; the report of two bare files has none.
void name_files(PairTake& take) {
  const auto rename = [&](std::vector<FileFault>& faults) {
    for (FileFault& fault : faults) {
      fault.file = fault.file == take.report.x.file ? take.pair.input : take.pair.target;
    }
  };
  rename(take.report.faults);
  take.report.x.file = take.pair.input;
  take.report.y.file = take.pair.target;
}

class PairSetRun {
 public:
  PairSetRun(const PairList& list, const PairSetOptions& options)
      : list_(list), options_(options), state_(options.state_file) {}

  PairSetReport run() {
    report_.dir = list_.dir;
    report_.how = list_.how;
    report_.notes = list_.notes;
    report_.cut_in_time = list_.cut_in_time;
    report_.takes = takes_of(list_);
    progress_.total = static_cast<int>(report_.takes.size());
    const bool whole = analysis::parallel_for(
        report_.takes.size(), options_.run.threads,
        [&](std::size_t i) { measure(report_.takes[i]); }, options_.run.stop);
    report_.stopped = !whole || options_.run.stop.stop_requested();
    add_set_checks(report_);
    if (!state_.writable()) {
      report_.notes.push_back("what was measured could not be remembered in " +
                              state_.file().string());
    }
    return std::move(report_);
  }

 private:
  void measure(PairTake& take) {
    const auto x = inside(list_.dir, take.pair.input);
    const auto y = inside(list_.dir, take.pair.target);
    if (!x) {
      refuse_pair(take, take.pair.input, x.error());
    } else if (!y) {
      refuse_pair(take, take.pair.target, y.error());
    } else {
      measure_files(*x, *y, take);
    }
    const std::lock_guard lock(guard_);
    ++progress_.done;
    progress_.file = take.pair.target;
    if (options_.run.progress) options_.run.progress(progress_);
  }

  void measure_files(const std::filesystem::path& x, const std::filesystem::path& y,
                     PairTake& take) {
    if (auto known = state_.find(x, y)) {
      take.report = std::move(*known);
      take.measured = take.remembered = true;
      return name_files(take);
    }
    try {
      take.report = verify_pair(x, y, options_.run.stop);
    } catch (const SetupError& why) {
      return refuse_pair(take, take.pair.target, {FaultCode::FileMissing, why.what()});
    }
    if (take.report.stopped) return;  // half a measurement is none
    take.measured = true;
    state_.add(x, y, take.report);
    name_files(take);
  }

  const PairList& list_;
  const PairSetOptions& options_;
  PairState state_;
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

}  // namespace ampsweep::rig
