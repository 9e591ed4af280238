// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/stimulus_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "rig/dataset/wav_file.hpp"
#include "signals/level.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using signals::SegmentRole;
using test::TempDir;

StimulusSpec short_spec() {
  StimulusSpec spec;
  spec.training_s = 4.0;
  spec.validation_s = 2.0;
  spec.sweep_s = 1.0;
  return spec;
}

/// A decaying burst every half second.
void write_di(const test::fs::path& path, int rate, double seconds_long, double peak,
              double silent_from = 1e9) {
  Recording di{SampleRate{rate}, std::vector<std::vector<float>>(1)};
  signals::Random random{9};
  const auto frames = static_cast<std::size_t>(seconds_long * rate);
  for (std::size_t n = 0; n < frames; ++n) {
    const double t = static_cast<double>(n) / rate;
    const double envelope = std::exp(-6.0 * std::fmod(t, 0.5));
    const double sample = t < silent_from ? peak * envelope * random.uniform(-1.0, 1.0) : 0.0;
    di.channels[0].push_back(static_cast<float>(sample));
  }
  REQUIRE(write_float32(path, di));
}

float peak_in(const signals::Stimulus& stimulus, const signals::Segment& segment) {
  float peak = 0.0F;
  for (auto n = segment.start.value(); n < segment.end().value(); ++n) {
    peak = std::max(peak, std::fabs(stimulus.samples[static_cast<std::size_t>(n)]));
  }
  return peak;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("stimulus: every sample lies on the 24-bit grid, so input.wav is what was played") {
    const TempDir dir;
    const auto stimulus = build_stimulus(short_spec(), SampleRate{48000});
    const std::vector<double> samples(stimulus.samples.begin(), stimulus.samples.end());
    REQUIRE(write_pcm24(dir / "input.wav", samples, stimulus.rate));
    CHECK(read_wav(dir / "input.wav")->channels[0] == stimulus.samples);
    CHECK(segments_with(stimulus, SegmentRole::Validation).size() == 2);
  }

  TEST_CASE("stimulus: equal specs give equal hashes; one sample, segment or rate changes it") {
    const auto stimulus = build_stimulus(short_spec(), SampleRate{48000});
    const std::string hash = stimulus_hash(stimulus);
    CHECK(hash == stimulus_hash(build_stimulus(short_spec(), SampleRate{48000})));
    auto other = stimulus;
    other.samples[100000] += 1.0F / 8388608.0F;
    CHECK(stimulus_hash(other) != hash);
    other = stimulus;
    other.segments[1].role = SegmentRole::Tone;
    CHECK(stimulus_hash(other) != hash);
    other = stimulus;
    other.rate = SampleRate{44100};
    CHECK(stimulus_hash(other) != hash);
  }

  TEST_CASE("stimulus: a DI at 44.1 kHz trains whole but for its held-out end, one gain for both") {
    const TempDir dir;
    write_di(dir / "di.wav", 44100, 6.0, 0.1);
    StimulusSpec spec = short_spec();
    spec.audio_file = (dir / "di.wav").string();
    const auto stimulus = build_stimulus(spec, SampleRate{48000});

    std::int64_t trained = 0;
    float peak = 0.0F;
    for (const auto& segment : segments_with(stimulus, SegmentRole::Training)) {
      const auto& recipe = std::get<signals::FileAudioSpec>(segment.recipe);
      CHECK(recipe.first.value() == trained);
      CHECK(recipe.name == "di.wav");
      CHECK(recipe.conversion.find("mono; 44100 to 48000 Hz by libsamplerate") == 0);
      CHECK(recipe.conversion.find("scaled by") != std::string::npos);
      trained += segment.length.value();
      peak = std::max(peak, peak_in(stimulus, segment));
    }
    const auto validation = segments_with(stimulus, SegmentRole::Validation);
    REQUIRE(validation.size() == 2);
    CHECK(validation[0].length.value() == 96000);
    CHECK(std::get<signals::FileAudioSpec>(validation[0].recipe).first.value() == trained);
    CHECK(std::abs(trained - 4 * 48000) <= 2);
    peak = std::max(peak, peak_in(stimulus, validation[0]));
    // The 5 ms fades at cuts may touch the loudest sample.
    CHECK(peak <= static_cast<float>(amplitude(spec.peak)) + 1e-6F);
    CHECK(peak > 0.8F * static_cast<float>(amplitude(spec.peak)));
  }

  TEST_CASE("stimulus: a validation file of its own is used up to validation_s") {
    const TempDir dir;
    write_di(dir / "di.wav", 48000, 3.0, 0.1);
    write_di(dir / "val.wav", 48000, 5.0, 0.1);
    StimulusSpec spec = short_spec();
    spec.audio_file = (dir / "di.wav").string();
    spec.validation_file = (dir / "val.wav").string();
    const auto stimulus = build_stimulus(spec, SampleRate{48000});
    const auto validation = segments_with(stimulus, SegmentRole::Validation);
    REQUIRE(validation.size() == 2);
    CHECK(validation[0].length.value() == 96000);
    CHECK(std::get<signals::FileAudioSpec>(validation[0].recipe).name == "val.wav");
  }

  TEST_CASE("stimulus: a DI that is too short or ends in silence is refused with a way out") {
    const TempDir dir;
    write_di(dir / "short.wav", 48000, 3.0, 0.1);
    write_di(dir / "silent_end.wav", 48000, 8.0, 0.1, 5.5);
    StimulusSpec spec = short_spec();
    spec.audio_file = (dir / "short.wav").string();
    const std::string too_short =
        test::refusal([&] { return build_stimulus(spec, SampleRate{48000}); });
    CHECK(too_short.find("short.wav is too short: 3.00 s, 4.00 s are needed") != std::string::npos);
    spec.audio_file = (dir / "silent_end.wav").string();
    const std::string silent =
        test::refusal([&] { return build_stimulus(spec, SampleRate{48000}); });
    CHECK(silent.find("held-out part") != std::string::npos);
    CHECK(silent.find("try:") != std::string::npos);
  }
}
