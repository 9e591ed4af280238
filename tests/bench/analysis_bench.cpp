// SPDX-License-Identifier: GPL-3.0-or-later
// How much processor time do the measurements of a take cost?
//   cmake --build build/release --target analysis_bench && build/release/tests/bench/analysis_bench
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <numbers>
#include <vector>

#include "analysis/burst_response.hpp"
#include "analysis/best_linear.hpp"
#include "analysis/delay.hpp"
#include "analysis/hammerstein.hpp"
#include "analysis/linear_response.hpp"
#include "analysis/level_curve.hpp"
#include "analysis/block_models.hpp"
#include "analysis/error_measures.hpp"
#include "analysis/matched_filter.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/realign.hpp"
#include "analysis/sweep_response.hpp"
#include "analysis/sweep_search.hpp"
#include "analysis/timing.hpp"
#include "analysis/tone.hpp"
#include "signals/chirp.hpp"
#include "signals/multisine.hpp"
#include "signals/programme.hpp"
#include "signals/random.hpp"
#include "signals/sweep.hpp"

using namespace ampsweep;

namespace {

const SampleRate kRate{48000};

/// Best and worst of `runs` calls, in ms.
void time(const char* what, int runs, const std::function<double()>& work) {
  double best = 1e9;
  double worst = 0.0;
  double result = 0.0;
  for (int run = 0; run < runs; ++run) {
    // Processor time: what other programs do meanwhile does not count.
    const std::clock_t start = std::clock();
    result += work();
    const double spent = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::min(best, spent);
    worst = std::max(worst, spent);
  }
  fmt::print("{:58} best {:9.2f} ms  worst {:9.2f} ms  (check {:.6g})\n", what, best, worst,
             result);
}

/// `sound` 1000 samples late, at half gain, with a little noise.
std::vector<float> recorded(const std::vector<float>& sound, std::size_t length) {
  signals::Random random(1);
  std::vector<float> out(length);
  for (std::size_t n = 0; n < length; ++n) {
    const double heard = n >= 1000 && n - 1000 < sound.size() ? 0.5 * sound[n - 1000] : 0.0;
    out[n] = static_cast<float>(heard + 1e-5 * random.normal());
  }
  return out;
}

void bench_delay() {
  signals::ChirpSpec spec;
  spec.length = SampleCount{48000};
  const auto marker = signals::chirp(spec, kRate);
  const auto recording = recorded(marker, 60000);
  const std::vector<double> reference(marker.begin(), marker.end());
  time("matched filter, 1 s marker, +- 0.1 s", 20, [&] {
    return analysis::find_matches(reference, recording, {-4800, 4800}).front().correlation;
  });
  time("whole delay estimate, 1 s marker, +- 0.1 s", 20, [&] {
    return analysis::estimate_delay(marker, recording, kRate,
                                    {SampleCount{-4800}, SampleCount{4800}})
        ->delay_samples;
  });
}

void bench_sweep() {
  signals::SweepSpec spec;
  spec.length = SampleCount{10 * 48000};
  const auto recording = recorded(signals::sweep(spec, kRate), 11 * 48000);
  time("sweep response, 10 s, 10 orders, third octaves", 5,
       [&] { return analysis::sweep_response(spec, recording, kRate, 1000.0)->ghost_dbc; });
  const auto stimulus = signals::sweep(spec, kRate);
  time("reading a sweep's law off its stimulus, 10 s", 5,
       [&] { return analysis::find_sweep(stimulus, kRate)->residual_db; });
  const auto shape = analysis::shape_of(spec, kRate);
  const auto packets = analysis::separate_orders(shape, recording, kRate, 1000.0, 7);
  time("Hammerstein kernels, 7 powers, from separated orders", 3,
       [&] { return analysis::hammerstein(*packets, 7)->kernels[0].samples[2040]; });
  const auto model = analysis::hammerstein(*packets, 7);
  time("Hammerstein prediction, 7 powers, 10 s", 3,
       [&] { return static_cast<double>(analysis::predict(*model, stimulus)[100000]); });
  time("linear response against a loopback, 10 s", 3, [&] {
    return analysis::linear_response(shape, recording, recording, kRate, 1000.0)
        ->points[20]
        .level_db;
  });
}

/// A tone of `hz` with `orders` harmonics at 1 / n, and a little noise.
std::vector<float> harmonic_tone(double hz, int orders) {
  signals::Random random(2);
  std::vector<float> out;
  for (int n = 0; n < kRate.value(); ++n) {
    double sum = 1e-5 * random.normal();
    for (int k = 1; k <= orders; ++k) {
      sum += 0.2 / k * std::sin(2.0 * std::numbers::pi * k * hz * n / kRate.value());
    }
    out.push_back(static_cast<float>(sum));
  }
  return out;
}

void bench_tone() {
  const auto lone = harmonic_tone(997.3, 10);
  time("tone, 1 s, 10 harmonics of 997.3 Hz", 20,
       [&] { return analysis::measure_tone(lone, kRate)->thd.f_ratio; });
  const auto saw = harmonic_tone(110.1, 200);
  time("tone, 1 s, 10 harmonics of 110.1 Hz, 200 heard", 5,
       [&] { return analysis::measure_tone(saw, kRate)->thd.f_ratio; });
}

void bench_realign() {
  const auto recording = recorded({}, 190 * 48000 + 2000);
  for (const double drift_ppm : {0.0, 20.0}) {
    const auto title = fmt::format("realign {} s, drift {} ppm", 60, drift_ppm);
    time(title.c_str(), 3, [&] {
      return analysis::realign(recording, 1000.3, drift_ppm, SampleCount{60 * 48000})[777];
    });
  }
  time("realign 190 s, drift 20 ppm", 3,
       [&] { return analysis::realign(recording, 1000.3, 20.0, SampleCount{190 * 48000})[777]; });
}

void bench_timing() {
  const auto stimulus = signals::build_programme(signals::default_programme({}));
  const auto recording = recorded(stimulus.samples, stimulus.samples.size() + 48000);
  const auto title = fmt::format("timing of a loopback take of {:.0f} s",
                                 seconds(stimulus.length(), kRate).value());
  time(title.c_str(), 3, [&] {
    return analysis::track_timing(stimulus, recording, analysis::ChannelKind::Loopback)
        ->delay_samples;
  });
}

void bench_dynamics() {
  const signals::LevelLadderSpec ladder;
  const auto climb = signals::level_ladder(ladder, kRate);
  const auto steps = recorded(climb.samples, climb.samples.size() + 2000);
  const auto title =
      fmt::format("level curves of a ladder of {:.0f} s", seconds(climb.length(), kRate).value());
  time(title.c_str(), 3, [&] {
    return analysis::level_curves(ladder, steps, kRate, {1000.0, 0.0})
        ->curves.front()
        .small_signal_gain_db;
  });
  const signals::ToneBurstSpec burst;
  const auto jump = signals::tone_burst(burst, kRate);
  const auto answer = recorded(jump.samples, jump.samples.size() + 2000);
  time("burst response, 3.5 s at 1 kHz, 5 orders", 5, [&] {
    return analysis::burst_response(burst, answer, kRate, {1000.0, 0.0})->before.gain_db;
  });
}

void bench_errors() {
  signals::Random random(2);
  std::vector<float> played(40 * 48000);
  for (float& sample : played) sample = static_cast<float>(0.1 * random.normal());
  const auto heard = recorded(played, played.size());
  time("all errors between two recordings, 40 s", 2,
       [&] { return analysis::error_measures(heard, played, kRate)->esr; });
  analysis::BlockModelOptions options;
  options.train = {SampleCount{0}, SampleCount{30 * 48000}};
  options.validate = {options.train.to, SampleCount{39 * 48000}};
  options.delay = SampleCount{1000};
  time("three block models, 30 s of training, 4096 taps", 1, [&] {
    return analysis::fit_block_models(played, heard, kRate, options)->scores[0].validation_esr;
  });
}

void bench_multisine() {
  const signals::MultisineSpec spec;
  time("multisine of 41 s, built", 3,
       [&] { return static_cast<double>(signals::multisine(spec, kRate).samples[777]); });
  const auto stimulus = signals::multisine(spec, kRate).samples;
  const auto recording = recorded(stimulus, stimulus.size() + 48000);
  time("best linear approximation, 41 s multisine", 5, [&] {
    return analysis::best_linear(spec, recording, {}, kRate, 1000.0)->split.residual_esr();
  });
  std::vector<float> input(1000, 0.0F);
  input.insert(input.end(), stimulus.begin(), stimulus.end());
  time("same against the recorded input", 5, [&] {
    return analysis::best_linear(spec, recording, input, kRate, 1000.0)->split.residual_esr();
  });
}

void bench_noise() {
  signals::Random random(3);
  std::vector<float> idle(4 * 48000);
  for (std::size_t n = 0; n < idle.size(); ++n) {
    const double hum =
        1e-3 * std::sin(2.0 * std::numbers::pi * 100.0 / 48000.0 * static_cast<double>(n));
    idle[n] = static_cast<float>(hum + 1e-4 * random.normal());
  }
  time("noise and hum of a 4 s idle", 5,
       [&] { return analysis::measure_noise(idle, kRate)->with_hum.unweighted.level.value(); });
}

}  // namespace

int main() {
  fmt::print("{} {}\n", __VERSION__, "processor time");
  bench_delay();
  bench_sweep();
  bench_tone();
  bench_multisine();
  bench_realign();
  bench_dynamics();
  bench_timing();
  bench_errors();
  bench_noise();
}
