// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/made_take.hpp"

#include <samplerate.h>

#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>
#include <tuple>

#include "signals/guitar.hpp"
#include "signals/level.hpp"
#include "signals/random.hpp"
#include "tests/support/quick_amp.hpp"

namespace ampsweep::faults {
namespace {

void add_noise(const MadeTake& take, std::vector<double>& sound) {
  signals::Random random{signals::derived(take.seed, "noise", take.noise_seed)};
  const double noise = ratio(Decibels{take.noise_dbfs_rms});
  const double hum = ratio(Decibels{take.hum_dbfs_peak});
  const double start = random.uniform(0.0, 2.0 * std::numbers::pi);
  const double step = 2.0 * std::numbers::pi * 50.0 / take.rate.value();
  for (std::size_t n = 0; n < sound.size(); ++n) {
    sound[n] += noise * random.normal();
    for (int order = 1; order <= 4; ++order) {
      sound[n] +=
          hum * std::exp2(1 - order) * std::sin(order * (start + step * static_cast<double>(n)));
    }
  }
}

}  // namespace

std::vector<float> played(const MadeTake& take) {
  // A riff costs more than the amp that it is played through: thousands of takes share a few.
  static std::map<std::tuple<std::uint64_t, double, double, int>, std::vector<float>> riffs;
  auto& riff = riffs[{take.seed, take.seconds, take.silent_seconds, take.rate.value()}];
  if (!riff.empty()) return riff;
  const SampleCount length = samples(Seconds{take.seconds}, take.rate);
  const SampleCount silence = samples(Seconds{take.silent_seconds}, take.rate);
  signals::GuitarSpec spec;
  spec.length = samples(Seconds{10.0}, take.rate);
  spec.seed = take.seed;
  spec.first = spec.length - (length - silence);
  auto guitar = signals::guitar(spec, take.rate);
  guitar.insert(guitar.begin(), static_cast<std::size_t>(silence.value()), 0.0F);
  riff = guitar;
  return riff;
}

std::vector<double> heard(const MadeTake& take, std::span<const float> played) {
  std::vector<double> sound(played.begin(), played.end());
  rig::SimulationSpec spec;
  fixtures::AmpPositions at;
  at.gain = take.knobs.at(0);
  at.bass = take.knobs.at(1);
  at.treble = take.knobs.at(2);
  at.master = take.knobs.at(3);
  test::quick_amp(spec, at, take.rate, sound);
  for (double& x : sound) x *= ratio(Decibels{take.gain_db});
  add_noise(take, sound);
  return sound;
}

std::vector<double> heard(const MadeTake& take) { return heard(take, played(take)); }

std::vector<float> stored(std::span<const double> sound, int bits, Dither dither,
                          std::uint64_t seed) {
  signals::Random random{signals::derived(seed, "dither")};
  const double codes = std::exp2(bits - 1);
  std::vector<float> out;
  out.reserve(sound.size());
  for (const double x : sound) {
    const double add = dither == Dither::None ? 0.0 : random.uniform() - random.uniform();
    const double code = std::min(std::max(std::round(x * codes + add), -codes), codes - 1.0);
    out.push_back(static_cast<float>(code / codes));
  }
  return out;
}

std::vector<double> in_double(std::span<const float> sound) { return {sound.begin(), sound.end()}; }

std::vector<double> scaled(std::span<const double> sound, double gain_db) {
  std::vector<double> out(sound.begin(), sound.end());
  for (double& x : out) x *= ratio(Decibels{gain_db});
  return out;
}

std::vector<double> at_rate(std::span<const double> sound, SampleRate from, SampleRate to,
                            bool best) {
  const std::vector<float> in(sound.begin(), sound.end());
  SRC_DATA data{};
  data.data_in = in.data();
  data.input_frames = static_cast<long>(in.size());
  data.src_ratio = static_cast<double>(to.value()) / static_cast<double>(from.value());
  std::vector<float> out(
      static_cast<std::size_t>(std::ceil(data.src_ratio * static_cast<double>(in.size()))) + 16);
  data.data_out = out.data();
  data.output_frames = static_cast<long>(out.size());
  if (src_simple(&data, best ? SRC_SINC_BEST_QUALITY : SRC_SINC_FASTEST, 1) != 0) {
    throw std::runtime_error("libsamplerate refused");
  }
  return {out.begin(), out.begin() + data.output_frames_gen};
}

}  // namespace ampsweep::faults
