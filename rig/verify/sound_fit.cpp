// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/sound_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/duplicate_takes.hpp"
#include "analysis/label_fit.hpp"
#include "analysis/level_rules.hpp"

namespace ampsweep::rig {
namespace {

using analysis::Answer;

constexpr std::size_t kMostFitted = 1000;

/// The takes that can be compared, and what they are compared by.
struct Sounds {
  std::vector<const PairTake*> takes;
  std::vector<analysis::TakePrint> prints;
};

Sounds comparable(const PairSetReport& report) {
  Sounds sounds;
  for (const PairTake& take : report.takes) {
    if (take.pair.input != report.takes.front().pair.input) return {};
    if (!take.measured || !take.report.y.finite || take.report.y.frames.value() == 0) continue;
    sounds.takes.push_back(&take);
    sounds.prints.push_back(take.report.y.print);
  }
  return sounds;
}

void add_same_recording(const Sounds& sounds, PairSetReport& report) {
  for (const auto& same : analysis::same_sounds(sounds.prints)) {
    const PairTake& a = *sounds.takes[same.a];
    const PairTake& b = *sounds.takes[same.b];
    if (a.report.y.sound_id == b.report.y.sound_id) continue;
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

void add_misfits(const Sounds& sounds, PairSetReport& report) {
  auto settings = settings_of(sounds);
  if (settings.empty() || settings.size() > kMostFitted) return;
  scale(settings);
  const auto fits = analysis::label_fit(settings, sounds.prints);
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

void add_sound_checks(PairSetReport& report) {
  if (report.takes.empty() || report.stopped) return;
  const Sounds sounds = comparable(report);
  if (sounds.takes.size() < 2) return;
  add_same_recording(sounds, report);
  add_normalised(sounds, report);
  add_misfits(sounds, report);
}

}  // namespace ampsweep::rig
