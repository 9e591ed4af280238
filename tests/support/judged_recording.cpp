// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/judged_recording.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/attempt_take.hpp"
#include "rig/capture/rig_stream.hpp"
#include "support/small_rig.hpp"

namespace ampsweep::test {
namespace {

using signals::Random;
using signals::SegmentRole;

void draw_bench(ContinuityScene& scene, Clocks clocks, Random& random) {
  scene.rig = small_rig();
  auto& spec = scene.rig.simulation;
  spec.latency_samples = random.uniform(600.0, 3000.0);
  spec.ac_corner_hz = random.uniform(0.0, 20.0);
  spec.noise_dbfs_rms = -400.0;
  spec.hum_dbfs_peak = random.uniform(-110.0, -85.0);
  spec.asymmetry = random.uniform(0.0, 0.4);
  // Shared: 0.02 samples over a minute, under the gate.
  spec.drift_ppm = clocks == Clocks::Apart ? random.uniform(-20.0, 20.0) : random.uniform(0, 5e-3);
  scene.setting = {{"gain", random.uniform(0.5, 10.0)}, {"treble", random.uniform(0.0, 10.0)}};
  scene.noise = DbFsRms{random.uniform(-105.0, -80.0)};
}

void render(ContinuityScene& scene) {
  auto made = fixtures::simulate(scene.rig);
  if (!rig::move_knobs(made.bench, scene.rig, scene.setting, {})) std::abort();
  const SampleCount frames = rig::frames_for(scene.stimulus);
  made.bench.audio->open(rig::stream_of(scene.rig, frames));
  rig::TakeRequest request;
  request.stimulus = scene.stimulus.samples;
  request.frames = frames;
  const auto played = rig::play_take(*made.bench.audio, *made.bench.clock, request, {});
  if (played.fault || !played.recording) std::abort();
  scene.clean = *played.recording;
}

/// "+1.00 samples on the loopback channel between 1.234 s and 2.345 s".
std::optional<SaidBreak> said(const rig::Verdict& verdict, const std::string& channel,
                              double rate) {
  for (const rig::Fault& fault : verdict.faults) {
    if (fault.code != rig::FaultCode::Slip) continue;
    const std::string pattern =
        "%lf samples on the " + channel + " channel between %lf s and %lf s";
    double jump = 0.0;
    double from = 0.0;
    double to = 0.0;
    if (std::sscanf(fault.detail.c_str(), pattern.c_str(), &jump, &from, &to) != 3) continue;
    // Milliseconds are what a person reads: the bracket is as wide as its rounding.
    return SaidBreak{std::llround((from - 0.001) * rate), std::llround((to + 0.001) * rate), jump};
  }
  return std::nullopt;
}

}  // namespace

Judged judged(const ContinuityScene& scene, const rig::Recording& recording) {
  const rig::Policy policy;
  const rig::AlignedTake aligned =
      rig::align_take(scene.stimulus, recording, scene.rig, policy, {0.0, std::nullopt});
  Judged out;
  out.verdict = rig::judge(aligned, scene.expected,
                           {scene.rig, policy, scene.setting, scene.stimulus.length(),
                            rig::frames_for(scene.stimulus), 0});
  const double rate = scene.stimulus.rate.value();
  out.loopback = said(out.verdict, "loopback", rate);
  out.amp = said(out.verdict, "amp", rate);
  return out;
}

Judged judged_noisy(const ContinuityScene& scene, rig::Recording recording, std::uint64_t seed) {
  Random random{seed};
  add_noise(recording, scene.noise, random);
  return judged(scene, recording);
}

ContinuityScene continuity_scene(const signals::Stimulus& stimulus, Clocks clocks,
                                 std::uint64_t seed) {
  ContinuityScene scene;
  scene.stimulus = stimulus;
  Random random{signals::derived(seed, "continuity scene")};
  draw_bench(scene, clocks, random);
  render(scene);
  rig::Recording first = scene.clean;
  add_noise(first, scene.noise, random);
  const auto earlier =
      rig::align_take(scene.stimulus, first, scene.rig, rig::Policy{}, {0.0, std::nullopt});
  rig::learn(scene.expected, earlier.measured);
  scene.resampled = earlier.measured.drift_corrected;
  return scene;
}

SoundingSpan sounding_span(const ContinuityScene& scene) {
  SoundingSpan span;
  const auto late = static_cast<std::int64_t>(scene.rig.simulation.latency_samples);
  for (const auto& segment : scene.stimulus.segments) {
    if (segment.role == SegmentRole::Silence) continue;
    if (span.to == 0) span.from = segment.start.value() + late;
    span.to = segment.end().value() + late;
  }
  return span;
}

bool silent_at(const ContinuityScene& scene, std::int64_t at) {
  const auto late = static_cast<std::int64_t>(scene.rig.simulation.latency_samples);
  return std::none_of(scene.stimulus.segments.begin(), scene.stimulus.segments.end(),
                      [&](const signals::Segment& segment) {
                        return segment.role != SegmentRole::Silence &&
                               at >= segment.start.value() + late &&
                               at < segment.end().value() + late;
                      });
}

}  // namespace ampsweep::test
