// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/made_set.hpp"

#include <array>

#include "signals/random.hpp"

namespace ampsweep::faults {
namespace {

constexpr std::size_t kKnobs = 4;

std::vector<std::vector<double>> hypercube(const SetSpec& spec) {
  signals::Random random{signals::derived(spec.seed, "settings")};
  std::array<std::vector<double>, kKnobs> cells;
  for (auto& one : cells) {
    for (std::size_t i = 0; i < spec.takes; ++i) {
      one.push_back((static_cast<double>(i) + random.uniform()) / static_cast<double>(spec.takes));
    }
    signals::shuffle(one, random);
  }
  std::vector<std::vector<double>> settings(spec.takes);
  for (std::size_t i = 0; i < spec.takes; ++i) {
    for (const auto& one : cells) settings[i].push_back(0.05 + 0.9 * one[i]);
  }
  return settings;
}

}  // namespace

analysis::TakePrint printed(std::span<const float> sound) {
  analysis::TakePrinter printer{kRate};
  printer.add(sound);
  return printer.print();
}

MadeSet made_set(const SetSpec& spec) {
  MadeSet set;
  set.settings = hypercube(spec);
  signals::Random drift{signals::derived(spec.seed, "drift")};
  MadeTake first;
  first.seed = spec.seed;
  first.seconds = spec.seconds;
  const auto stimulus = played(first);
  for (std::size_t i = 0; i < spec.takes; ++i) {
    MadeTake take = first;
    take.knobs = set.settings[i];
    take.noise_dbfs_rms = spec.noise_dbfs_rms;
    take.noise_seed = signals::derived(spec.seed, "take", i);
    take.gain_db = spec.drift_db * drift.normal();
    set.sounds.push_back(heard(take, stimulus));
    set.prints.push_back(printed(stored(set.sounds.back(), 24)));
    set.takes.push_back(std::move(take));
  }
  return set;
}

analysis::TakePrint played_at(const MadeSet& set, std::size_t i, const std::vector<double>& knobs) {
  MadeTake take = set.takes[i];
  take.knobs = knobs;
  return printed(stored(heard(take), 24));
}

}  // namespace ampsweep::faults
