// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/report/closed_form_take.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "signals/level.hpp"
#include "signals/random.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::test {
namespace {

using std::numbers::pi;

double raised_cosine(double share) {
  return 0.5 - 0.5 * std::cos(pi * std::clamp(share, 0.0, 1.0));
}

/// Where one sweep stands at `t` samples after its start.
struct SweepMoment {
  double envelope{0.0};
  double cycles{0.0};
  double hz{0.0};
};

SweepMoment moment(const signals::SweepSpec& spec, SampleRate rate, double t) {
  const auto law = signals::sweep_law(spec, rate);
  const auto length = static_cast<double>(signals::sweep_length(spec, rate).value());
  if (t < 0.0 || t > length - 1.0) return {};
  const Seconds at{t / rate.value()};
  const double in = raised_cosine(t / static_cast<double>(spec.fade_in.value()));
  const double out = raised_cosine((length - 1.0 - t) / static_cast<double>(spec.fade_out.value()));
  return {in * out, law.cycles_at(at), law.frequency_at(at).value()};
}

double sounding(double hz) { return 1.0 - raised_cosine((hz - 19000.0) / 3000.0); }

}  // namespace

std::optional<double> PolynomialAmp::level_db(int order, double amplitude) const {
  double ratio = 0.0;
  if (order == 1) ratio = c1 + 0.75 * c3 * amplitude * amplitude;
  if (order == 2) ratio = 0.5 * c2 * amplitude;
  if (order == 3) ratio = 0.25 * c3 * amplitude * amplitude;
  if (ratio == 0.0) return {};
  return 20.0 * std::log10(std::abs(ratio));
}

signals::Stimulus sweep_stimulus(double sweep_s) {
  signals::Stimulus stimulus;
  signals::SweepSpec spec;
  spec.length = samples(Seconds{sweep_s}, stimulus.rate);
  const auto lead = samples(Seconds{1.0}, stimulus.rate);
  const auto decay = samples(Seconds{0.8}, stimulus.rate);
  const std::vector<float> sound = signals::sweep(spec, stimulus.rate);
  const SampleCount length{static_cast<std::int64_t>(sound.size())};

  stimulus.samples.resize(static_cast<std::size_t>(lead.value()), 0.0F);
  stimulus.samples.insert(stimulus.samples.end(), sound.begin(), sound.end());
  stimulus.samples.resize(stimulus.samples.size() + static_cast<std::size_t>(decay.value()), 0.0F);
  using signals::SegmentRole;
  stimulus.segments = {{SegmentRole::Silence, SampleCount{0}, lead, std::monostate{}},
                       {SegmentRole::Sweep, lead, length, spec},
                       {SegmentRole::Silence, lead + length, decay, std::monostate{}}};
  return stimulus;
}

std::vector<double> closed_form_take(const signals::Stimulus& stimulus, const PolynomialAmp& amp,
                                     double headroom_samples, double noise_rms,
                                     std::uint64_t seed) {
  const signals::Segment sweep = segments_with(stimulus, signals::SegmentRole::Sweep).front();
  const auto& spec = std::get<signals::SweepSpec>(sweep.recipe);
  const double a = amplitude(spec.level);
  signals::Random random(seed);
  std::vector<double> take(stimulus.samples.size());
  for (std::size_t n = 0; n < take.size(); ++n) {
    const double t =
        static_cast<double>(n) - headroom_samples - static_cast<double>(sweep.start.value());
    const SweepMoment now = moment(spec, stimulus.rate, t);
    const double x = a * now.envelope;
    const double phase = 2.0 * pi * std::fmod(now.cycles, 1.0);
    const double h1 = (amp.c1 * x + 0.75 * amp.c3 * x * x * x) * std::sin(phase);
    const double h2 = -0.5 * amp.c2 * x * x * std::cos(2.0 * phase) * sounding(2.0 * now.hz);
    const double h3 = -0.25 * amp.c3 * x * x * x * std::sin(3.0 * phase) * sounding(3.0 * now.hz);
    take[n] = h1 + h2 + h3 + (noise_rms > 0.0 ? noise_rms * random.normal() : 0.0);
  }
  return take;
}

}  // namespace ampsweep::test
