// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/sound_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "analysis/duplicate_takes.hpp"
#include "analysis/label_fit.hpp"
#include "analysis/level_rules.hpp"
#include "rig/verify/pair_settings.hpp"

namespace ampsweep::rig {
namespace {

using analysis::Answer;

constexpr std::size_t kMostFitted = 1000;
constexpr double kOneLevelDb = 0.05;

/// Takes that answer one sound, and what they are compared by.
struct Sounds {
  std::vector<const PairTake*> takes;
  std::vector<analysis::TakePrint> prints;
};

/// By what was played, whatever file holds it. The very same answer counts once: what there is to
/// say of it add_same_sound() has said.
std::vector<Sounds> comparable(const PairSetReport& report) {
  std::map<std::string, Sounds> by_input;
  std::set<std::string> known;
  for (const PairTake& take : report.takes) {
    const PairFile& y = take.report.y;
    if (!take.measured || !y.finite || y.frames.value() == 0) continue;
    if (!known.insert(take.report.x.sound_id + y.sound_id).second) continue;
    Sounds& sounds = by_input[take.report.x.sound_id];
    sounds.takes.push_back(&take);
    sounds.prints.push_back(y.print);
  }
  std::vector<Sounds> groups;
  for (auto& [input, sounds] : by_input) {
    if (sounds.takes.size() > 1) groups.push_back(std::move(sounds));
  }
  return groups;
}

/// A knob that sets the level alone, of an amp without noise, does no more than scale the samples.
bool may_be_a_level_knob(const analysis::SameSound& same) {
  return same.noise_free && same.polarity > 0 && std::abs(same.gain_db) > kOneLevelDb;
}

void add_same_recording(const Sounds& sounds, PairSetReport& report, const std::stop_token& stop) {
  for (const auto& same : analysis::same_sounds(sounds.prints, analysis::kSameSoundDb, stop)) {
    const PairTake& a = *sounds.takes[same.a];
    const PairTake& b = *sounds.takes[same.b];
    if (same_setting(a.pair, b.pair) && a.splits == b.splits) {
      report.notes.push_back(
          fmt::format("{} is the recording of {}, at the same setting: it adds "
                      "nothing",
                      b.pair.target, a.pair.target));
      continue;
    }
    if (may_be_a_level_knob(same)) {
      report.notes.push_back(
          fmt::format("{} is {} scaled by {:+.2f} dB, and neither holds noise: a knob that sets "
                      "the level alone, or one of the two labels is wrong",
                      b.pair.target, a.pair.target, same.gain_db));
      continue;
    }
    report.faults.push_back(
        {b.pair.target,
         {FaultCode::TakeMismatch,
          fmt::format("{} is the recording of {}, {:+.2f} dB{}: one of the two labels is wrong",
                      b.pair.target, a.pair.target, same.gain_db,
                      same.polarity < 0 ? ", upside down" : "")}});
  }
}

void add_normalised(const Sounds& sounds, PairSetReport& report) {
  const auto rules = analysis::level_rules(sounds.prints);
  for (const auto& [name, level] :
       {std::pair("peaks", &rules.peak), std::pair("rms levels", &rules.rms)}) {
    if (level->normalised != Answer::Yes) continue;
    report.faults.push_back(
        {report.dir.string(),
         {FaultCode::Normalised,
          fmt::format("all {} lie within {:.2f} dB of {:.1f} dBFS: each file was scaled by itself, "
                      "and what the knobs do to the level is lost; export again without",
                      name, level->spread_db, level->middle_dbfs)}});
  }
}

/// Between positions of a switch there is no distance: each has a map of its own.
std::vector<Sounds> by_switches(const Sounds& sounds) {
  std::map<std::vector<std::pair<std::string, std::string>>, Sounds> by_choices;
  for (std::size_t i = 0; i < sounds.takes.size(); ++i) {
    Sounds& alike = by_choices[sounds.takes[i]->pair.choices];
    alike.takes.push_back(sounds.takes[i]);
    alike.prints.push_back(sounds.prints[i]);
  }
  std::vector<Sounds> groups;
  for (auto& [choices, alike] : by_choices) groups.push_back(std::move(alike));
  return groups;
}

std::vector<std::vector<double>> settings_of(const Sounds& sounds) {
  std::vector<std::vector<double>> settings;
  for (const PairTake* take : sounds.takes) {
    auto& knobs = settings.emplace_back();
    for (const auto& [knob, value] : take->pair.setting) knobs.push_back(value);
    if (knobs.empty() || knobs.size() != settings.front().size()) return {};
  }
  return settings;
}

/// Every knob over the span it has in the set.
void scale(std::vector<std::vector<double>>& settings) {
  for (std::size_t k = 0; k < settings.front().size(); ++k) {
    double low = settings.front()[k];
    double high = low;
    for (const auto& knobs : settings) {
      low = std::min(low, knobs[k]);
      high = std::max(high, knobs[k]);
    }
    for (auto& knobs : settings) knobs[k] = high > low ? (knobs[k] - low) / (high - low) : 0.0;
  }
}

void add_misfits(const Sounds& sounds, PairSetReport& report, const std::stop_token& stop) {
  auto settings = settings_of(sounds);
  if (settings.empty()) return;
  if (settings.size() > kMostFitted) {
    report.notes.push_back(fmt::format(
        "whether labels fit the sounds was not asked: {} takes, and {} are what that is for",
        settings.size(), kMostFitted));
    return;
  }
  scale(settings);
  const auto fits = analysis::label_fit(settings, sounds.prints, stop);
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (fits[i].misfits != Answer::Yes) continue;
    const std::string& file = sounds.takes[i]->pair.target;
    std::string detail =
        fmt::format("{} sounds {:.1f} sigma ({:.2f} dB) off what the takes around its setting say",
                    file, fits[i].sigmas, fits[i].distance_db);
    detail += fits[i].swapped_with
                  ? ", and as " + sounds.takes[*fits[i].swapped_with]->pair.target +
                        " should: were they swapped?"
                  : ": listen to it; its label may be wrong";
    report.faults.push_back({file, {FaultCode::SpectrumOdd, std::move(detail)}});
  }
}

}  // namespace

void add_sound_checks(PairSetReport& report, const std::stop_token& stop) {
  if (report.stopped) return;
  const std::vector<Sounds> groups = comparable(report);
  if (groups.empty() && report.takes.size() > 1) {
    report.notes.push_back(
        "no two targets answer one sound: whether labels fit the sounds, and whether a recording "
        "stands under two names, could not be asked");
  }
  for (const Sounds& sounds : groups) {
    if (stop.stop_requested()) return;
    add_same_recording(sounds, report, stop);
    add_normalised(sounds, report);
    for (const Sounds& alike : by_switches(sounds)) {
      if (stop.stop_requested()) return;
      add_misfits(alike, report, stop);
    }
  }
}

}  // namespace ampsweep::rig
