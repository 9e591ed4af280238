// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "analysis/bandwidth.hpp"
#include "analysis/code_grid.hpp"
#include "analysis/codec_trace.hpp"
#include "analysis/quiet_stretch.hpp"
#include "signals/random.hpp"
#include "tests/faults/campaign.hpp"
#include "tests/faults/made_take.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;

constexpr int kClean = 10;  ///< Times as many clean takes: false alarms are to be rare.

/// Any knobs, any riff, noise from -95 to -65 dBFS rms.
MadeTake drawn(const Draws& draws, const std::string& tag, int number) {
  signals::Random random{signals::derived(draws.seed, tag, number)};
  MadeTake take;
  take.seed = random.below(24);  // riffs, kept by played()
  take.noise_seed = random.next();
  take.seconds = 1.8;
  for (double& knob : take.knobs) knob = random.uniform(0.05, 0.95);
  take.noise_dbfs_rms = random.uniform(-95.0, -65.0);
  return take;
}

/// What one size of a fault makes of a take, and the answer to it.
using Planted = std::function<Answer(const MadeTake& take)>;

Tally counted(Tally tally, const Draws& draws, const Planted& planted) {
  const int pairs = tally.size.empty() ? kClean * draws.pairs : draws.pairs;
  for (int i = 0; i < pairs; ++i) {
    const Answer answer = planted(drawn(draws, tally.fault + tally.size, i));
    ++tally.pairs;
    if (answer == Answer::Yes) ++tally.caught;
    if (answer == Answer::CannotTell) ++tally.cannot_tell;
  }
  return tally;
}

analysis::CodeGridFigures grid_of(std::span<const float> x, int bits) {
  analysis::CodeGrid grid;
  grid.add(x);
  return grid.judge(bits);
}

Answer walled(std::span<const float> x, int bits) {
  analysis::BandwidthMeter meter{kRate};
  meter.add(x);
  return meter.judge(std::exp2(1 - bits)).walled;
}

Answer coded_trace(std::span<const float> x, int bits) {
  analysis::CodecTrace trace;
  trace.add(x);
  return trace.judge(std::exp2(1 - bits)).coded;
}

}  // namespace

std::vector<Tally> depth_campaign(const Draws& draws) {
  std::vector<Tally> rows;
  rows.push_back(counted({"none (24 bits)", "", true}, draws, [](const MadeTake& take) {
    return grid_of(stored(heard(take), 24), 24).shallow;
  }));
  for (const int bits : {22, 21, 20, 18, 16, 12, 8}) {
    rows.push_back(counted(
        {"fewer bits in a 24-bit file", fmt::format("{} bits", bits), bits <= 20}, draws,
        [bits](const MadeTake& take) { return grid_of(stored(heard(take), bits), 24).shallow; }));
  }
  for (const int bits : {20, 19, 18, 16}) {
    rows.push_back(
        counted({"scaled after rounding, 24-bit file", fmt::format("{} bits", bits), bits <= 18},
                draws, [bits](const MadeTake& take) {
                  const double gain = -6.0 * static_cast<double>(take.noise_seed % 97) / 97.0;
                  const auto coarse = in_double(stored(heard(take), bits));
                  return grid_of(stored(scaled(coarse, gain), 24), 24).shallow;
                }));
  }
  return rows;
}

std::vector<Tally> dither_campaign(const Draws& draws) {
  std::vector<Tally> rows;
  const auto fading = [](const MadeTake& take, double noise_db, Dither dither) {
    MadeTake quiet = take;
    quiet.noise_dbfs_rms = noise_db;
    auto sound = heard(quiet);
    // A fade to nothing, as an editor draws it over the last second.
    for (std::size_t n = 0; n < 48000; ++n) {
      sound[sound.size() - 1 - n] *= std::pow(static_cast<double>(n) / 48000.0, 4.0);
    }
    return grid_of(stored(sound, 16, dither, take.noise_seed), 16).undithered;
  };
  rows.push_back(counted({"none (16 bits, dithered)", "", true}, draws, [&](const MadeTake& take) {
    return fading(take, -120.0, Dither::Triangular);
  }));
  for (const double noise : {-120.0, -110.0, -100.0}) {
    rows.push_back(counted(
        {"rounded to 16 bits without dither", fmt::format("noise {:.0f} dBFS", noise), true}, draws,
        [&](const MadeTake& take) { return fading(take, noise, Dither::None); }));
  }
  return rows;
}

std::vector<Tally> rate_campaign(const Draws& draws) {
  std::vector<Tally> rows;
  for (const int bits : {24, 16}) {
    rows.push_back(
        counted({fmt::format("none ({} bits)", bits), "", true}, draws,
                [bits](const MadeTake& take) { return walled(stored(heard(take), bits), bits); }));
  }
  for (const int bits : {24, 16}) {
    for (const int source : {44100, 32000, 22050, 16000}) {
      rows.push_back(counted(
          {fmt::format("resampled, {} bits", bits), fmt::format("{} Hz", source), bits == 24},
          draws, [bits, source](const MadeTake& take) {
            MadeTake other = take;
            other.rate = SampleRate{source};
            const bool best = take.noise_seed % 2 == 0;
            return walled(stored(at_rate(heard(other), other.rate, kRate, best), bits), bits);
          }));
    }
  }
  return rows;
}

std::vector<Tally> codec_campaign(const Draws& draws) {
  std::vector<Tally> rows;
  rows.push_back(counted({"none (16 or 24 bits)", "", true}, draws, [](const MadeTake& take) {
    const int bits = take.noise_seed % 2 == 0 ? 16 : 24;
    return coded_trace(stored(heard(take), bits), bits);
  }));
  for (const std::string format : {"mp3", "vorbis", "opus"}) {
    for (const double quality : {0.1, 0.5, 0.8, 1.0}) {
      rows.push_back(
          counted({format + ", decoded to 16 bits", fmt::format("quality {:.1f}", quality),
                   quality < (format == "mp3"      ? 0.9
                              : format == "vorbis" ? 0.6
                                                   : 0.0)},
                  draws, [&](const MadeTake& take) {
                    return coded_trace(
                        stored(in_double(coded(heard(take), kRate, format, quality)), 16), 16);
                  }));
    }
  }
  return rows;
}

std::vector<Tally> hum_campaign(const Draws& draws) {
  std::vector<Tally> rows;
  const auto hums = [](const MadeTake& take, double over_noise_db) {
    MadeTake humming = take;
    humming.silent_seconds = 1.2;
    humming.seconds = 2.4;
    humming.hum_dbfs_peak = take.noise_dbfs_rms + over_noise_db;
    analysis::QuietStretch quiet{kRate};
    quiet.add(stored(heard(humming), 24));
    return quiet.judge().hums;
  };
  rows.push_back(
      counted({"none", "", true}, draws, [&](const MadeTake& take) { return hums(take, -300.0); }));
  for (const double db : {-30.0, -24.0, -18.0, -12.0, 0.0}) {
    rows.push_back(counted({"hum, peak over noise rms", fmt::format("{:+.0f} dB", db), db >= -18.0},
                           draws, [&](const MadeTake& take) { return hums(take, db); }));
  }
  return rows;
}

}  // namespace ampsweep::faults
