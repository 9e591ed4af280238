// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/amp_pair.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <span>

#include "fixtures/simulated_amp.hpp"
#include "fixtures/sinc_reader.hpp"
#include "signals/guitar.hpp"
#include "signals/level.hpp"
#include "signals/random.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::test {
namespace {

constexpr double kLead = 0.25;  ///< s of silence before the sound starts.

std::vector<float> dry_sound(const AmpPairSpec& spec, SampleRate rate) {
  const auto size = static_cast<std::size_t>(spec.length_s * rate.value());
  const auto lead = static_cast<std::size_t>(kLead * rate.value());
  std::vector<float> x(size, 0.0F);
  const auto put = [&](std::span<const float> sound, std::size_t at) {
    for (std::size_t n = 0; n < sound.size() && at + n < size; ++n) x[at + n] = sound[n];
  };
  signals::Random random{signals::derived(spec.seed, "sound")};
  if (spec.sound == PairSound::Guitar) {
    signals::GuitarSpec guitar;
    guitar.length = SampleCount{static_cast<std::int64_t>(size - lead)};
    guitar.seed = spec.seed;
    put(signals::guitar(guitar, rate), lead);
  } else if (spec.sound == PairSound::Noise) {
    std::vector<float> noise(size - 2 * lead);
    for (float& sample : noise) {
      sample = static_cast<float>(std::clamp(0.1 * random.normal(), -0.99, 0.99));
    }
    put(noise, lead);
  } else if (spec.sound == PairSound::SweepThenGuitar) {
    signals::SweepSpec sweep;
    sweep.length = SampleCount{8 * rate.value()};
    put(signals::sweep(sweep, rate), lead);
    const std::size_t from = 2 * lead + static_cast<std::size_t>(sweep.length.value());
    signals::GuitarSpec guitar;
    guitar.length = SampleCount{static_cast<std::int64_t>(size - from)};
    guitar.seed = spec.seed;
    put(signals::guitar(guitar, rate), from);
  } else {
    signals::SweepSpec sweep;
    sweep.length = SampleCount{3 * rate.value()};
    const auto sound = signals::sweep(sweep, rate);
    for (std::size_t at = lead; at < size; at += sound.size() + lead) put(sound, at);
  }
  return x;
}

/// First-order filters at 4 times the rate of this file are exact enough: the truth is the delay.
class OnePole {
 public:
  OnePole(double corner_hz, double rate_hz)
      : k_(std::tan(std::numbers::pi * corner_hz / rate_hz)) {}
  double low(double x) {
    const double v = (x - state_) * k_ / (1.0 + k_);
    const double y = v + state_;
    state_ = y + v;
    return y;
  }
  double high(double x) { return x - low(x); }

 private:
  double k_;
  double state_{0.0};
};

/// Grid-coupled stages that clip hard and unevenly, then a speaker's band.
void two_stages(std::span<double> sound, const AmpPairSpec& spec, double rate_hz) {
  signals::Random random{signals::derived(spec.seed, "two stages")};
  const double first = std::pow(10.0, random.uniform(-0.5, 1.0) + spec.gain);
  const double second = std::pow(10.0, random.uniform(0.0, 1.0));
  const double lean = random.uniform(0.0, 0.4);
  OnePole in{random.uniform(20.0, 600.0), rate_hz};
  OnePole pick{random.uniform(4000.0, 12000.0), rate_hz};
  OnePole between{random.uniform(20.0, 200.0), rate_hz};
  OnePole dull{random.uniform(3000.0, 9000.0), rate_hz};
  OnePole box{random.uniform(60.0, 120.0), rate_hz};
  const double edge = random.uniform(3500.0, 6000.0);
  OnePole cone{edge, rate_hz};
  OnePole coil{edge * 1.3, rate_hz};
  const double bias = std::tanh(lean);
  for (double& sample : sound) {
    double v = pick.low(in.high(sample));
    v = std::tanh(first * v + lean) - bias;
    v = dull.low(between.high(v));
    v = std::clamp(second * v, -1.0, 0.8);
    sample = 0.3 * coil.low(cone.low(box.high(v)));
  }
}

void simulated(std::span<double> sound, const AmpPairSpec& spec, SampleRate rate) {
  signals::Random random{signals::derived(spec.seed, "knobs")};
  rig::SimulationSpec simulation;
  simulation.asymmetry = random.uniform(0.0, 0.4);
  fixtures::AmpPositions at;
  at.gain = spec.gain;
  at.bass = random.uniform();
  at.mid = random.uniform();
  at.treble = random.uniform();
  at.presence = random.uniform();
  fixtures::SimulatedAmp amp{simulation, at, rate};
  std::vector<double> out(sound.size());
  amp.process(sound, out);
  std::copy(out.begin(), out.end(), sound.begin());
}

/// `played` by a converter that is late and whose clock runs apart.
std::vector<double> recorded(std::span<const double> played, double early,
                             const AmpPairSpec& spec) {
  const auto size = static_cast<std::int64_t>(played.size());
  const double step = 1.0 / (1.0 + spec.drift_ppm * 1e-6);
  const double start = early - spec.delay_samples * step;
  const auto before = static_cast<std::int64_t>(std::abs(start)) + 2 * fixtures::SincReader::kTaps;
  const auto after =
      before + static_cast<std::int64_t>(std::abs(step - 1.0) * 2.0 * static_cast<double>(size));
  fixtures::SignalHistory history{size + before + after};
  history.restart(0);
  history.push(played);
  history.push(std::vector<double>(static_cast<std::size_t>(after), 0.0));
  std::vector<double> out(played.size());
  const double whole = std::floor(start);
  const fixtures::SincReader reader;
  reader.read(history, {static_cast<std::int64_t>(whole), start - whole}, step, out);
  return out;
}

void slip(std::vector<double>& y, const PairSlip& one) {
  const auto at = y.begin() + one.at;
  if (one.jump > 0) {
    const std::vector<double> again(at - one.jump, at);
    y.insert(at, again.begin(), again.end());
  } else {
    y.erase(at, at - one.jump);
  }
}

}  // namespace

AmpPair amp_pair(const AmpPairSpec& spec, SampleRate rate) {
  AmpPair pair;
  pair.x = dry_sound(spec, rate);
  std::vector<double> sound(pair.x.begin(), pair.x.end());
  double early = 0.0;
  if (spec.amp == PairAmp::Simulated) {
    simulated(sound, spec, rate);
    early = static_cast<double>(fixtures::SimulatedAmp::kDelay);
  } else {
    two_stages(sound, spec, static_cast<double>(rate.value()));
  }
  std::vector<double> y = recorded(sound, early, spec);
  for (const PairSlip& one : spec.slips) slip(y, one);
  y.resize(pair.x.size(), 0.0);
  signals::Random random{signals::derived(spec.seed, "noise")};
  const double noise = ratio(Decibels{spec.noise_dbfs_rms});
  for (const double sample : y) {
    const double sign = spec.inverted ? -1.0 : 1.0;
    pair.y.push_back(static_cast<float>(sign * sample + noise * random.normal()));
  }
  return pair;
}

}  // namespace ampsweep::test
