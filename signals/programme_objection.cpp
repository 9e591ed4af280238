// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "signals/level.hpp"
#include "signals/programme.hpp"
#include "signals/spec_checks.hpp"

namespace ampsweep::signals {
namespace {

std::string about_audio(const Audio& audio, const std::string& name) {
  if (audio.samples.empty()) return "the " + name + " audio is empty";
  const auto playable = [](float x) { return std::isfinite(x) && std::abs(x) <= 1.0F; };
  if (!std::all_of(audio.samples.begin(), audio.samples.end(), playable)) {
    return "the " + name + " audio has samples beyond full scale or not finite";
  }
  return {};
}

std::string about_sweep(const SweepSpec& sweep, SampleRate rate) {
  if (auto why = about_band(sweep.from, sweep.to, rate, "sweep"); !why.empty()) return why;
  if (auto why = about_level(sweep.level, "sweep"); !why.empty()) return why;
  // Half a step of the length's grid may be rounded away, and one step must remain.
  const double step = std::log(sweep.to.value() / sweep.from.value()) / sweep.from.value();
  const double kept = seconds(sweep.length, rate).value() - 0.5 * step;
  const double fades = seconds(sweep.fade_in + sweep.fade_out, rate).value();
  const bool fits = sweep.fade_in.value() >= 0 && sweep.fade_out.value() >= 0 &&
                    kept >= 0.5 * step && kept >= fades;
  return fits ? std::string{} : "the sweep is too short for its frequency range and fades";
}

std::string about_times(const ProgrammeSpec& spec) {
  if (!(spec.gap >= kCutSilence && spec.sweep_decay >= kCutSilence)) {
    return "the silences between sounds must last at least 0.4 s, which trainers ask for";
  }
  if (!(spec.lead >= Seconds{0.0} && spec.cut_fade >= Seconds{0.0})) {
    return "a time in the programme is negative";
  }
  if (!(spec.longest_piece >= Seconds{1.0})) return "training pieces must be 1 s or longer";
  return {};
}

}  // namespace

std::string objection(const ProgrammeSpec& spec) {
  if (spec.rate < SampleRate{22050}) return "the sample rate is below 22050 Hz";
  if (auto why = about_audio(spec.training, "training"); !why.empty()) return why;
  if (auto why = about_audio(spec.validation, "validation"); !why.empty()) return why;
  if (auto why = about_marker(spec.marker, spec.rate); !why.empty()) return why;
  if (auto why = spec.sweep ? about_sweep(*spec.sweep, spec.rate) : ""; !why.empty()) return why;
  return about_times(spec);
}

}  // namespace ampsweep::signals
