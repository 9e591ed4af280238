// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/returned_tone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/sound_check.hpp"
#include "analysis/tone.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kHighestPeak = -1.0;
constexpr double kToneOverNoiseDb = 40.0;

[[noreturn]] void refuse(const ExpectedTone& expected, const std::string& what,
                         const std::string& way_out) {
  throw SetupError(SetupKind::Device,
                   fmt::format("the return \"{}\" cannot be calibrated: {}", expected.input, what),
                   way_out);
}

std::string strongest_stray(const analysis::ToneFigures& figures) {
  if (!figures.stray) return "";
  return fmt::format(", most of it at {:.0f} Hz ({:.1f} dBc)", figures.stray->hz,
                     figures.stray->level_dbc);
}

void check_quiet(const ReturnedTone& tone, const ExpectedTone& expected) {
  const double tone_rms = tone.level.value() - decibels(std::sqrt(2.0)).value();
  const double over = tone_rms - tone.idle.value();
  if (over >= kToneOverNoiseDb) return;
  refuse(
      expected,
      fmt::format("it hums or hisses at {:.1f} dBFS rms before the tone, which is only {:.1f} dB "
                  "louder (limit {:g} dB)",
                  tone.idle.value(), over, kToneOverNoiseDb),
      "a shorter cable, another mains socket, a higher --level-dbfs-peak");
}

}  // namespace

DbFsRms idle_level(const std::vector<float>& sound) {
  return level_of_rms(std::max(analysis::rms(sound), 1e-20));
}

ReturnedTone returned_tone(const HeardTone& heard, const ExpectedTone& expected) {
  const DbFsPeak peak = level_of_peak(std::max(analysis::peak(heard.steady), 1e-20));
  if (peak.value() > kHighestPeak) {
    refuse(expected,
           fmt::format("it clips, or nearly: {:.2f} dBFS peak (limit {:g})", peak.value(),
                       kHighestPeak),
           "turn its gain down, or a lower --level-dbfs-peak");
  }
  analysis::ToneOptions options;
  options.fundamental = expected.frequency;
  const auto figures = analysis::measure_tone(heard.steady, expected.rate, options);
  if (!figures) {
    refuse(expected,
           fmt::format("the tone does not come back ({:.1f} dBFS peak there): {}", peak.value(),
                       figures.error().detail),
           "join the amp's end of the send cable to that input, and look at its meter");
  }
  const auto& fundamental = figures->harmonics.front();
  const ReturnedTone tone{expected.sent, DbFsPeak{fundamental.level_dbfs_peak},
                          Decibels{fundamental.sigma_db}, figures->thdn, idle_level(heard.idle)};
  check_quiet(tone, expected);
  if (tone.thdn.value() > -kToneOverNoiseDb) {
    refuse(
        expected,
        fmt::format("distortion, hum and noise are {:.1f} dB below the tone{} (limit {:g} dB)",
                    -tone.thdn.value(), strongest_stray(*figures), kToneOverNoiseDb),
        "only a cable between send and return; a lower --level-dbfs-peak if something overloads");
  }
  return tone;
}

}  // namespace ampsweep::rig
