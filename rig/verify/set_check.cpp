// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/set_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "rig/verify/compare_cut.hpp"

namespace ampsweep::rig {
namespace {

/// Prints of one sound before and after rounding to 24 bits and a shift of a few samples; those of
/// two settings differ by far more.
constexpr double kSameSound = 0.003;

/// 0..1 of every knob, as labelled, in steps of 1e-6.
using LabelKey = std::vector<std::int64_t>;

LabelKey key_of(const AttemptRecord& attempt) {
  LabelKey key;
  for (const KnobLabel& label : attempt.attempt.labels) {
    key.push_back(std::isfinite(label.normalised) ? std::llround(label.normalised * 1e6) : -1);
  }
  return key;
}

std::string setting_text(const Dataset& dataset, const TakeRecord& take) {
  return describe(dataset.rig.knobs, take.planned.setting);
}

bool fits_own(const TakeReading& reading) {
  return print_distance(reading.cut_print, reading.raw_print) <= kSameSound;
}

void call_swapped(TakeCheck& check, const TakeCheck& owner) {
  std::erase_if(check.faults, [&](const FileFault& known) {
    const FaultCode code = known.fault.code;
    return known.file == check.file &&
           (code == FaultCode::Misaligned || code == FaultCode::TakeMismatch ||
            code == FaultCode::PolarityInverted);
  });
  check.faults.push_back(
      {check.file,
       {FaultCode::TakeMismatch,
        fmt::format("{} holds the sound of {} ({}), not of {} ({}): two files were swapped or "
                    "copied; put them back",
                    check.file, owner.raw_file, owner.setting, check.raw_file, check.setting)}});
}

}  // namespace

void find_swapped(std::vector<TakeReading>& readings) {
  for (TakeReading& reading : readings) {
    if (!reading.check || reading.cut_print.empty() || reading.raw_print.empty()) continue;
    const auto& faults = reading.check->faults;
    const bool foreign = std::any_of(faults.begin(), faults.end(), [](const FileFault& known) {
      return known.fault.code == FaultCode::TakeMismatch;
    });
    if (!foreign || fits_own(reading)) continue;
    const auto owner =
        std::find_if(readings.begin(), readings.end(), [&](const TakeReading& other) {
          return &other != &reading && other.check &&
                 print_distance(reading.cut_print, other.raw_print) <= kSameSound;
        });
    if (owner != readings.end()) call_swapped(*reading.check, *owner->check);
  }
}

std::vector<FileFault> check_duplicates(const Dataset& dataset,
                                        const std::vector<TakeReading>& readings) {
  std::vector<FileFault> faults;
  std::map<std::string, std::size_t> first;  // hash -> position of the take
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const TakeReading& reading = readings[i];
    // Digital silence is the same at every setting that mutes the amp.
    if (!reading.check || reading.cut_sha256.empty() || reading.cut_silent) continue;
    const auto [known, is_new] = first.emplace(reading.cut_sha256, i);
    if (is_new) continue;
    const TakeRecord& a = dataset.takes[known->second];
    const TakeRecord& b = dataset.takes[i];
    if (key_of(*a.accepted()) == key_of(*b.accepted())) continue;
    const std::string& original = readings[known->second].check->file;
    faults.push_back({reading.check->file,
                      {FaultCode::TakeMismatch,
                       fmt::format("{} ({}) and {} ({}) are the same audio to the last bit: a "
                                   "copied file, or a knob that does nothing",
                                   reading.check->file, setting_text(dataset, b), original,
                                   setting_text(dataset, a))}});
  }
  return faults;
}

std::vector<FileFault> check_splits(const Dataset& dataset) {
  std::vector<FileFault> faults;
  std::map<LabelKey, const TakeRecord*> first;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || take.planned.split == Split::Reference) continue;
    if (take.planned.split == Split::Motion) continue;  // belongs to no set
    const auto [known, is_new] = first.emplace(key_of(*accepted), &take);
    if (is_new || known->second->planned.split == take.planned.split) continue;
    faults.push_back(
        {accepted->outcome->take_file,
         {FaultCode::LabelMismatch,
          fmt::format("{} ({}) is in {}, and {} of {} has the same setting: held-out settings must "
                      "not be trained on; leave one of them out",
                      accepted->outcome->take_file, setting_text(dataset, take),
                      to_string(take.planned.split), known->second->accepted()->outcome->take_file,
                      to_string(known->second->planned.split))}});
  }
  return faults;
}

std::vector<FileFault> check_ledger(const Dataset& dataset) {
  std::vector<FileFault> faults;
  for (const LostRow& row : dataset.lost) {
    faults.push_back(
        {"ledger.sqlite",
         {FaultCode::DigestMismatch,
          fmt::format("ledger.sqlite: {} {} is lost ({}) and is not used as a label: restore the "
                      "ledger or capture the take again",
                      row.table, row.key, row.reason)}});
  }
  return faults;
}

std::vector<EpochCheck> summarise_epochs(const std::vector<TakeCheck>& takes) {
  std::map<int, std::vector<double>> delays;
  std::map<int, double> drift;
  for (const TakeCheck& take : takes) {
    if (!take.raw_delay_samples) continue;
    delays[take.epoch].push_back(*take.raw_delay_samples);
    drift[take.epoch] = std::max(drift[take.epoch], std::abs(take.measured.drift_ppm));
  }
  std::vector<EpochCheck> epochs;
  for (auto& [number, values] : delays) {
    std::sort(values.begin(), values.end());
    epochs.push_back({number, static_cast<int>(values.size()), values[values.size() / 2],
                      values.back() - values.front(), drift[number]});
  }
  return epochs;
}

}  // namespace ampsweep::rig
