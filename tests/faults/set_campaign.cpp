// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/duplicate_takes.hpp"
#include "analysis/label_fit.hpp"
#include "analysis/level_rules.hpp"
#include "analysis/realign.hpp"
#include "signals/random.hpp"
#include "tests/faults/campaign.hpp"
#include "tests/faults/made_set.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;
using analysis::TakePrint;

constexpr std::size_t kTakes = 40;

/// Sets that hold so many takes together.
std::vector<MadeSet> sets_of(const Draws& draws, const char* tag) {
  std::vector<MadeSet> sets;
  for (int i = 0; i * static_cast<int>(kTakes) < draws.pairs; ++i) {
    SetSpec spec;
    spec.takes = kTakes;
    spec.seconds = 1.8;
    spec.seed = signals::derived(draws.seed, tag, i);
    spec.noise_dbfs_rms = -95.0 + 3.0 * (i % 10);
    sets.push_back(made_set(spec));
  }
  return sets;
}

void add_gain(TakePrint& print, double gain_db) {
  print.peak_dbfs += gain_db;
  print.rms_dbfs += gain_db;
  print.quietest_dbfs += gain_db;
  for (double& level : print.level_db) level += gain_db;
}

/// Take `i` with sound that stays as it was, but for what `change` does.
TakePrint changed(const MadeSet& set, std::size_t i,
                  const std::function<std::vector<double>(std::vector<double>)>& change, int bits) {
  return printed(stored(change(set.sounds[i]), bits));
}

struct Copy {
  const char* name;
  bool above_limit;
  int bits;
  std::function<std::vector<double>(std::vector<double>)> change;
};

std::vector<double> with_noise(std::vector<double> x, double dbfs) {
  signals::Random random{x.size()};
  for (double& one : x) one += std::pow(10.0, dbfs / 20.0) * random.normal();
  return x;
}

std::vector<Copy> copies() {
  return {
      {"as it is", true, 24, [](auto x) { return x; }},
      {"3 dB softer, 24 bits", true, 24, [](auto x) { return scaled(x, -3.0); }},
      {"upside down", true, 24,
       [](auto x) {
         for (double& one : x) one = -one;
         return x;
       }},
      {"100 samples late", true, 24,
       [](auto x) {
         x.insert(x.begin(), 100, 0.0);
         return x;
       }},
      {"0.4 samples late", true, 24,
       [](const auto& x) {
         return analysis::realign(std::span<const double>{x}, -0.4, 0.0,
                                  SampleCount{static_cast<std::int64_t>(x.size())});
       }},
      {"in 16 bits", false, 16, [](auto x) { return x; }},
      {"with noise of -110 dBFS", true, 24,
       [](auto x) { return with_noise(std::move(x), -110.0); }},
      {"with noise of -90 dBFS", false, 24, [](auto x) { return with_noise(std::move(x), -90.0); }},
      {"with noise of -70 dBFS", false, 24, [](auto x) { return with_noise(std::move(x), -70.0); }},
  };
}

bool tells(const std::vector<TakePrint>& prints, std::size_t a, std::size_t b) {
  const auto found = analysis::same_sounds(prints);
  return std::any_of(found.begin(), found.end(),
                     [&](const auto& same) { return same.a == a && same.b == b; });
}

int misfits(const std::vector<analysis::TakeFit>& fits) {
  return static_cast<int>(std::count_if(
      fits.begin(), fits.end(), [](const auto& fit) { return fit.misfits == Answer::Yes; }));
}

/// The wrong way round where the travel ends.
double displaced(double knob, double by) { return knob + by <= 1.0 ? knob + by : knob - by; }

/// One knob of one take, wrong by `times` what is detectable there; twice a set, knob after knob.
Tally wrong_labels(const std::vector<MadeSet>& sets,
                   const std::vector<std::vector<analysis::TakeFit>>& clean, double times) {
  Tally tally{"one knob set wrong", fmt::format("{:.1f} x detectable", times), times >= 2.0};
  for (std::size_t s = 0; s < sets.size(); ++s) {
    for (std::size_t half = 0; half < 2; ++half) {
      const std::size_t knob = (2 * s + half) % 4;
      const std::size_t take = (7 * s + 20 * half + 3) % kTakes;
      const double by = times * clean[s][take].detectable[knob];
      const double at = sets[s].settings[take][knob];
      if (!(by < std::max(at, 1.0 - at))) continue;  // no room on the travel
      auto knobs = sets[s].settings[take];
      knobs[knob] = displaced(at, by);
      auto prints = sets[s].prints;
      prints[take] = played_at(sets[s], take, knobs);
      ++tally.pairs;
      const auto fits = analysis::label_fit(sets[s].settings, prints);
      if (fits[take].misfits == Answer::Yes) ++tally.caught;
    }
  }
  return tally;
}

/// In one knob at least, by what is found for certain at either take.
bool far_apart(const MadeSet& set, const std::vector<analysis::TakeFit>& clean, std::size_t a,
               std::size_t b) {
  for (std::size_t knob = 0; knob < set.settings[a].size(); ++knob) {
    const double apart = std::abs(set.settings[a][knob] - set.settings[b][knob]);
    if (apart >= 1.5 * std::max(clean[a].detectable[knob], clean[b].detectable[knob])) return true;
  }
  return false;
}

}  // namespace

std::vector<Tally> level_campaign(const Draws& draws) {
  Tally none{"none", "", true};
  Tally peak{"all to one peak", "-1 dBFS", true};
  Tally full{"all to one peak", "0 dBFS", false};
  std::vector<Tally> loose;
  const std::vector<double> spreads{0.03, 0.1, 0.3};
  for (const double spread : spreads) {
    loose.push_back({"all to one rms level", fmt::format("+-{:.2f} dB", spread), spread < 0.1});
  }
  signals::Random random{draws.seed};
  for (const MadeSet& set : sets_of(draws, "levels")) {
    const auto count = [](Tally& tally, bool caught) {
      tally.pairs += static_cast<int>(kTakes);
      if (caught) tally.caught += static_cast<int>(kTakes);
    };
    const auto clean = analysis::level_rules(set.prints);
    count(none, clean.peak.normalised == Answer::Yes || clean.rms.normalised == Answer::Yes);
    auto prints = set.prints;
    const auto judge_peaks = [&](Tally& tally, double dbfs) {
      for (auto& print : prints) add_gain(print, dbfs - print.peak_dbfs);
      const Answer answer = analysis::level_rules(prints).peak.normalised;
      count(tally, answer == Answer::Yes);
      if (answer == Answer::CannotTell) tally.cannot_tell += static_cast<int>(kTakes);
    };
    judge_peaks(peak, -1.0);
    judge_peaks(full, 0.0);
    for (std::size_t i = 0; i < spreads.size(); ++i) {
      for (auto& print : prints) {
        add_gain(print, -20.0 - print.rms_dbfs + spreads[i] * random.uniform(-1.0, 1.0));
      }
      count(loose[i], analysis::level_rules(prints).rms.normalised == Answer::Yes);
    }
  }
  std::vector<Tally> rows{none, peak, full};
  rows.insert(rows.end(), loose.begin(), loose.end());
  return rows;
}

std::vector<Tally> copy_campaign(const Draws& draws) {
  const auto sets = sets_of(draws, "copies");
  std::vector<Tally> rows;
  Tally none{"none", "", true};
  Tally again{"none: each take recorded twice", "", true};
  for (const MadeSet& set : sets) {
    none.pairs += static_cast<int>(kTakes);
    none.caught += static_cast<int>(analysis::same_sounds(set.prints).size());
    auto prints = set.prints;
    for (std::size_t i = 0; i < kTakes; ++i) {
      MadeTake take = set.takes[i];
      take.noise_seed += 1;
      prints.push_back(printed(stored(heard(take), 24)));
    }
    again.pairs += static_cast<int>(kTakes);
    again.caught += static_cast<int>(analysis::same_sounds(prints).size());
  }
  rows.push_back(none);
  rows.push_back(again);
  for (const Copy& copy : copies()) {
    Tally tally{"one recording at two settings", copy.name, copy.above_limit};
    for (const MadeSet& set : sets) {
      for (std::size_t i = 0; i < 8; ++i) {
        auto prints = set.prints;
        const std::size_t to = kTakes - 1 - i;
        prints[to] = changed(set, i, copy.change, copy.bits);
        ++tally.pairs;
        if (tells(prints, i, to)) ++tally.caught;
      }
    }
    rows.push_back(tally);
  }
  return rows;
}

std::vector<Tally> label_campaign(const Draws& draws) {
  const auto sets = sets_of(draws, "labels");
  Tally none{"none", "", true};
  std::vector<std::vector<analysis::TakeFit>> clean;
  for (const MadeSet& set : sets) {
    clean.push_back(analysis::label_fit(set.settings, set.prints));
    none.pairs += static_cast<int>(kTakes);
    none.caught += misfits(clean.back());
  }
  std::vector<Tally> rows{none};
  for (const double times : {0.5, 1.0, 1.5, 2.0, 3.0}) {
    rows.push_back(wrong_labels(sets, clean, times));
  }
  Tally swapped{"two takes that changed places", "further apart than 1.5 x detectable", false};
  Tally paired{"the same, told as a pair", "further apart than 1.5 x detectable", false};
  for (std::size_t s = 0; s < 2 * sets.size(); ++s) {
    const MadeSet& set = sets[s / 2];
    const std::size_t a = s % kTakes;
    const std::size_t b = (s + 17) % kTakes;
    if (!far_apart(set, clean[s / 2], a, b)) continue;
    auto prints = set.prints;
    std::swap(prints[a], prints[b]);
    const auto fits = analysis::label_fit(set.settings, prints);
    ++swapped.pairs;
    ++paired.pairs;
    if (fits[a].misfits == Answer::Yes && fits[b].misfits == Answer::Yes) ++swapped.caught;
    if (fits[a].swapped_with == b) ++paired.caught;
  }
  rows.push_back(swapped);
  rows.push_back(paired);
  return rows;
}

}  // namespace ampsweep::faults
