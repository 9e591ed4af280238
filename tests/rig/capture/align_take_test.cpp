// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/align_take.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/judge.hpp"
#include "support/played_take.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

struct Played {
  signals::Stimulus stimulus;
  Recording recording;
};

Played play(const Rig& rig, signals::Stimulus stimulus = test::small_stimulus()) {
  auto bench = fixtures::simulate(rig);
  Recording recording = test::played_take(bench.bench, rig, stimulus);
  return {std::move(stimulus), std::move(recording)};
}

AlignedTake align(const Played& played, const Rig& rig, const TimeReference& reference = {}) {
  return align_take(played.stimulus, played.recording, rig, Policy{}, reference);
}

Rig wire_rig() {
  Rig rig = test::small_rig();
  rig.simulation.amp = "wire";
  rig.simulation.tone_stack = false;
  rig.simulation.load = "resistor";
  rig.knobs.clear();
  return rig;
}

/// The simulated converters are exact to 0.4 of the rate; the sweep's last octave goes to 20 kHz.
constexpr double kCutError = 1e-3;

/// Largest |take[n] - gain stimulus[n - headroom]| over the sounding middle of the take.
double cut_error(const Played& played, const AlignedTake& take, int headroom) {
  const auto& aligned = take.outputs.at("amp");
  double dot = 0.0;
  double power = 0.0;
  for (std::size_t n = 0; n + 8 < aligned.size(); ++n) {
    const double x = played.stimulus.samples[n];
    dot += x * aligned[n + static_cast<std::size_t>(headroom)];
    power += x * x;
  }
  const double gain = dot / power;
  double worst = 0.0;
  for (std::size_t n = 0; n + 8 < aligned.size(); ++n) {
    worst = std::max(worst, std::abs(aligned[n + static_cast<std::size_t>(headroom)] -
                                     gain * played.stimulus.samples[n]));
  }
  return worst;
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE(
      "align: the delay is the injected one within 0.001 sample at 60 dB SNR, with 20 Hz AC "
      "coupling") {
    for (const double corner : {0.0, 6.0, 20.0}) {
      Rig rig = test::small_rig();
      rig.simulation.ac_corner_hz = corner;
      rig.simulation.noise_dbfs_rms = -86.0;  // markers stand at -23 dBFS rms: 63 dB
      const AlignedTake take = align(play(rig), rig);
      CHECK(take.faults.empty());
      CHECK(std::abs(take.measured.delay_samples - 1000.37) < 0.001);
    }
  }

  TEST_CASE("align: what clips ahead of the converter is counted and warned of, or refused") {
    const Rig rig = test::small_rig();
    Played played = play(rig);
    Policy policy;
    const auto verdict = [&] {
      const AlignedTake take = align(played, rig);
      return judge(take, {},
                   {rig,
                    policy,
                    {{"gain", 5.0}, {"treble", 5.0}},
                    played.stimulus.length(),
                    played.recording.length(),
                    0});
    };
    CHECK(verdict().warnings.empty());
    auto& amp = played.recording.channels.at(0);
    const float peak = *std::max_element(amp.begin(), amp.end());
    const float stop = std::round(0.7F * peak * 8388608.0F) / 8388608.0F;
    for (float& sample : amp) sample = std::min(sample, stop);
    const AlignedTake take = align(played, rig);
    CHECK(take.measured.clipped_runs == 0);
    CHECK(take.measured.flat_tops > 10);
    CHECK(std::abs(take.measured.flat_top_level.value() -
                   20.0 * std::log10(static_cast<double>(stop))) < 0.01);
    CHECK(verdict().accepted);
    REQUIRE(verdict().warnings.size() == 1);
    CHECK(verdict().warnings[0].code == FaultCode::Clipped);
    policy.refuse_flat_tops = true;
    CHECK_FALSE(verdict().accepted);
    CHECK(verdict().faults[0].code == FaultCode::Clipped);
  }

  TEST_CASE("align: a wire comes out as its input, four samples of head-room late") {
    Rig rig = wire_rig();
    rig.simulation.noise_dbfs_rms = -400.0;
    const Played played = play(rig);
    const AlignedTake take = align(played, rig);
    CHECK(take.outputs.at("amp").size() == played.stimulus.samples.size());
    CHECK(cut_error(played, take, 4) < kCutError);
    CHECK(take.measured.polarity == 1);
  }

  TEST_CASE("align: the loopback offset is taken out") {
    Rig rig = wire_rig();
    rig.simulation.loopback_offset_samples = 256.0;
    rig.simulation.noise_dbfs_rms = -400.0;
    const Played played = play(rig);
    const AlignedTake take = align(played, rig, {256.0, std::nullopt});
    CHECK(take.measured.delay_samples == doctest::Approx(1256.37).epsilon(1e-6));
    CHECK(cut_error(played, take, 4) < kCutError);
  }

  TEST_CASE("align: 20 ppm of drift is measured within 0.02 ppm over 9 s, taken out and labelled") {
    Rig rig = wire_rig();
    rig.simulation.drift_ppm = 20.0;
    const Played played = play(rig);
    const AlignedTake take = align(played, rig);
    CHECK(take.faults.empty());
    CHECK(take.measured.drift_corrected);
    CHECK(std::abs(take.measured.drift_ppm - 20.0) < 0.02);
    CHECK(cut_error(played, take, 4) < 1e-3);
  }

  TEST_CASE("align: an inverted amp reads polarity -1") {
    Rig rig = wire_rig();
    rig.simulation.invert_amp = true;
    CHECK(align(play(rig), rig).measured.polarity == -1);
  }

  TEST_CASE("align: a lost sample is a slip fault") {
    Rig rig = test::small_rig();
    rig.simulation.faults.push_back({-1, 0, InjectedFault::Kind::Drop, 3.0, 1, "all"});
    const AlignedTake take = align(play(rig), rig);
    REQUIRE_FALSE(take.faults.empty());
    CHECK(take.faults.front().code == FaultCode::Slip);
  }

  TEST_CASE("align: an unplugged loopback is a fault, and nothing is cut") {
    Rig rig = test::small_rig();
    Played played = play(rig);
    for (float& x : played.recording.channels[1]) x = 0.0F;
    const AlignedTake take = align(played, rig);
    REQUIRE_FALSE(take.faults.empty());
    CHECK(take.faults.front().code == FaultCode::LoopbackMissing);
    CHECK(take.outputs.empty());
  }

  TEST_CASE("align: without a loopback the epoch's fixed delay cuts, and is labelled so") {
    Rig rig = wire_rig();
    rig.audio.inputs.pop_back();
    rig.audio.outputs.pop_back();
    const AlignedTake take = align(play(rig), rig, {0.0, 1000.0});
    CHECK(take.faults.empty());
    CHECK(take.measured.time_source == TimeSource::FixedDelay);
    CHECK(take.measured.delay_samples == 1000.0);
    CHECK_FALSE(take.outputs.empty());
  }

  TEST_CASE("align: NaN in the recording is refused before anything is computed") {
    Rig rig = test::small_rig();
    Played played = play(rig);
    played.recording.channels[0][1000] = std::nanf("");
    const AlignedTake take = align(played, rig);
    REQUIRE_FALSE(take.faults.empty());
    CHECK(take.faults.front().code == FaultCode::FormatMismatch);
  }
}
