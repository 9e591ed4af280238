// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/programme.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <variant>
#include <vector>

#include "signals/chirp.hpp"
#include "signals/guitar.hpp"
#include "signals/level.hpp"
#include "signals/random.hpp"
#include "signals/sweep.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

/// A user's file: noise at full scale, so that no sample of it is zero by chance.
Audio noise(Seconds length, SampleRate rate, std::uint64_t seed) {
  Random random{seed};
  Audio audio{.recipe = FileAudioSpec{.name = "di.wav", .first = SampleCount{1000}}};
  audio.samples.resize(static_cast<std::size_t>(samples(length, rate).value()));
  for (float& x : audio.samples) {
    x = static_cast<float>(random.below(2) == 0 ? -1.0 : random.uniform(0.5, 1.0));
  }
  return audio;
}

/// 32 s of training and 2 s of validation audio at any rate.
ProgrammeSpec user_spec(SampleRate rate) {
  return programme_around(noise(Seconds{32.0}, rate, 1), noise(Seconds{2.0}, rate, 2),
                          {.rate = rate, .sweep = Seconds{2.0}});
}

std::span<const float> sound(const Stimulus& stimulus, const Segment& segment) {
  return std::span{stimulus.samples}.subspan(static_cast<std::size_t>(segment.start.value()),
                                             static_cast<std::size_t>(segment.length.value()));
}

bool same(std::span<const float> a, std::span<const float> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool all_zero(std::span<const float> x) {
  return std::all_of(x.begin(), x.end(), [](float v) { return v == 0.0F && !std::signbit(v); });
}

std::vector<SegmentRole> roles(const Stimulus& stimulus) {
  std::vector<SegmentRole> found;
  for (const Segment& segment : stimulus.segments) found.push_back(segment.role);
  return found;
}

const SampleRate kRates[] = {SampleRate{44100}, SampleRate{48000}, SampleRate{88200},
                             SampleRate{96000}};

/// Built once for all cases, by index into kRates.
const Stimulus& built(std::size_t which) {
  static const std::vector<Stimulus> stimuli = [] {
    std::vector<Stimulus> made;
    for (const SampleRate rate : kRates) made.push_back(build_programme(user_spec(rate)));
    return made;
  }();
  return stimuli[which];
}

const ProgrammeSpec& built_in_spec() {
  static const ProgrammeSpec spec = default_programme({});
  return spec;
}

const Stimulus& built_in() {
  static const Stimulus stimulus = build_programme(built_in_spec());
  return stimulus;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("programme: parts come in the order drawn in the header, at four rates") {
    using enum SegmentRole;
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      CHECK(roles(built(n)) ==
            std::vector<SegmentRole>{Silence, Marker,   Silence, Sweep,    Silence, Validation,
                                     Silence, Training, Silence, Marker,   Silence, Training,
                                     Silence, Marker,   Silence, Training, Silence, Validation,
                                     Silence, Marker,   Silence});
      CHECK(built(n).rate == kRates[n]);
    }
  }

  TEST_CASE("programme: segments are in order, touch, and cover the stimulus, at four rates") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      SampleCount next{0};
      for (const Segment& segment : built(n).segments) {
        CHECK(segment.start == next);
        CHECK(segment.length > SampleCount{0});
        next = segment.end();
      }
      CHECK(next == built(n).length());
    }
  }

  TEST_CASE("programme: silence is exact 0.0F, >= 0.4 s before all a trainer cuts at, 4 rates") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const auto wanted = static_cast<std::size_t>(samples(kCutSilence, kRates[n]).value());
      CHECK((n != 1 || wanted == 19200));
      for (const Segment& segment : built(n).segments) {
        if (segment.role == SegmentRole::Silence) {
          CHECK(all_zero(sound(built(n), segment)));
          continue;
        }
        const auto start = static_cast<std::size_t>(segment.start.value());
        REQUIRE(start >= wanted);
        CHECK(all_zero(std::span{built(n).samples}.subspan(start - wanted, wanted)));
      }
    }
  }

  TEST_CASE("programme: 1 s of zeros leads, 0.6 s follow the sweep, 0.5 s close, at four rates") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const auto& segments = built(n).segments;
      CHECK(segments.front().length == samples(Seconds{1.0}, kRates[n]));
      CHECK(segments[4].length == samples(Seconds{0.6}, kRates[n]));
      CHECK(segments.back().length == samples(Seconds{0.5}, kRates[n]));
    }
  }

  TEST_CASE("programme: all markers are the same samples: the chirp of their recipe") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const auto markers = segments_with(built(n), SegmentRole::Marker);
      REQUIRE(markers.size() == 4);
      for (const Segment& marker : markers) {
        const auto& recipe = std::get<ChirpSpec>(marker.recipe);
        CHECK(marker.length == samples(Seconds{0.5}, kRates[n]));
        CHECK(same(sound(built(n), marker), chirp(recipe, kRates[n])));
      }
    }
  }

  TEST_CASE("programme: the two validation passes are bit-identical and not silent") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const auto passes = segments_with(built(n), SegmentRole::Validation);
      REQUIRE(passes.size() == 2);
      CHECK(same(sound(built(n), passes[0]), sound(built(n), passes[1])));
      CHECK(test::rms(sound(built(n), passes[0])) > 0.1);
    }
  }

  TEST_CASE("programme: the sweep is its recipe's, whose length is the segment's") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const auto sweeps = segments_with(built(n), SegmentRole::Sweep);
      REQUIRE(sweeps.size() == 1);
      const auto& recipe = std::get<SweepSpec>(sweeps[0].recipe);
      CHECK(recipe.length == sweeps[0].length);
      CHECK(recipe.to.value() <= 0.45 * kRates[n].value());
      CHECK(same(sound(built(n), sweeps[0]), sweep(recipe, kRates[n])));
    }
  }

  TEST_CASE("programme: pieces hold the source from `first` on, unscaled, with 5 ms fades only") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      const Audio source = noise(Seconds{32.0}, kRates[n], 1);
      const auto fade = static_cast<std::size_t>(samples(Seconds{0.005}, kRates[n]).value());
      std::size_t next = 0;
      for (const Segment& segment : segments_with(built(n), SegmentRole::Training)) {
        const auto piece = sound(built(n), segment);
        const auto& recipe = std::get<FileAudioSpec>(segment.recipe);
        CHECK(recipe.name == "di.wav");
        REQUIRE(recipe.first.value() - 1000 == static_cast<std::int64_t>(next));
        CHECK(segment.length <= samples(Seconds{15.0}, kRates[n]));

        const auto original = std::span{source.samples}.subspan(next, piece.size());
        CHECK(same(piece.subspan(fade, piece.size() - 2 * fade),
                   original.subspan(fade, piece.size() - 2 * fade)));
        CHECK(piece.front() == 0.0F);
        CHECK(piece.back() == 0.0F);
        // The noise never comes below 0.5: 0.2 % into the fade it must be this small.
        CHECK(std::abs(piece[1]) < 1e-3F);
        CHECK(std::abs(piece[piece.size() - 2]) < 1e-3F);
        CHECK(std::abs(piece[fade - 1]) < std::abs(original[fade - 1]));
        next += piece.size();
      }
      CHECK(next == source.samples.size());
    }
  }

  TEST_CASE("programme: no sample is beyond full scale when the user's file reaches it") {
    for (std::size_t n = 0; n < std::size(kRates); ++n) {
      CHECK(test::peak(built(n).samples) == 1.0);
    }
  }

  TEST_CASE("programme: without a sweep validation follows the first marker") {
    ProgrammeSpec spec = user_spec(SampleRate{48000});
    spec.sweep.reset();
    const Stimulus stimulus = build_programme(spec);
    CHECK(segments_with(stimulus, SegmentRole::Sweep).empty());
    CHECK(stimulus.segments[3].role == SegmentRole::Validation);
    CHECK_FALSE(programme_around({}, {}, {.sweep = Seconds{0.0}}).sweep.has_value());
  }

  TEST_CASE("programme: the built-in keeps each part's level, -6, -12 and -20 dBFS peak") {
    for (const Segment& segment : built_in().segments) {
      const double peak = test::peak(sound(built_in(), segment));
      const auto at = [peak](double level) {
        return peak <= static_cast<double>(static_cast<float>(amplitude(DbFsPeak{level})));
      };
      if (segment.role == SegmentRole::Training) CHECK(at(-6.0));
      if (segment.role == SegmentRole::Validation) CHECK(at(-6.0));
      if (segment.role == SegmentRole::Sweep) CHECK(at(-12.0));
      if (segment.role == SegmentRole::Marker) CHECK(at(-20.0));
    }
    CHECK(test::decibels_of(test::peak(built_in().samples)) == doctest::Approx(-6.0).epsilon(1e-6));
  }

  TEST_CASE("programme: the built-in's pieces are cut where it is 40 dB below its level") {
    const auto pieces = segments_with(built_in(), SegmentRole::Training);
    REQUIRE(pieces.size() == 3);
    const auto& whole = built_in_spec().training.samples;
    for (std::size_t n = 1; n < pieces.size(); ++n) {
      const auto& recipe = std::get<GuitarSpec>(pieces[n].recipe);
      CHECK(recipe.length == SampleCount{30 * 48000});
      CHECK(recipe.seed == std::get<GuitarSpec>(built_in_spec().training.recipe).seed);
      const auto at = static_cast<std::size_t>(recipe.first.value());
      CHECK(test::rms(std::span{whole}.subspan(at - 480, 960)) < 0.01 * test::rms(whole));
      CHECK(same(sound(built_in(), pieces[n]).subspan(240, 48000),
                 std::span{whole}.subspan(at + 240, 48000)));
    }
  }

  TEST_CASE("programme: the built-in's sweep and guitar hold the spectrum they promise") {
    const SampleRate rate{48000};
    const auto swept = segments_with(built_in(), SegmentRole::Sweep).front();
    const double growth = sweep_law(std::get<SweepSpec>(swept.recipe), rate).growth.value();
    for (const double f : {100.0, 1000.0, 9000.0}) {
      const double exact = 0.5 * amplitude(DbFsPeak{-12.0}) * std::sqrt(growth / f) * 48000.0;
      const double found = std::abs(test::fourier_sum(sound(built_in(), swept), Hertz{f}, rate));
      CHECK(std::abs(test::decibels_of(found / exact)) < 0.01);
    }
    const auto part = segments_with(built_in(), SegmentRole::Validation).front();
    const auto bins = test::spectrum(sound(built_in(), part));
    CHECK(test::energy_share(bins, rate, Hertz{80.0}, Hertz{5000.0}) > 0.95);
  }

  TEST_CASE("programme: validation is another performance than training, seeds differ") {
    const auto& training = built_in_spec().training;
    const auto& validation = built_in_spec().validation;
    CHECK(std::get<GuitarSpec>(training.recipe).seed !=
          std::get<GuitarSpec>(validation.recipe).seed);
    CHECK_FALSE(
        same(std::span{training.samples}.first(validation.samples.size()), validation.samples));
  }

  TEST_CASE("programme: the same wish gives the same bits, another seed other audio") {
    const auto small = [](std::uint64_t seed) {
      return build_programme(default_programme({.training = Seconds{1.0},
                                                .validation = Seconds{1.0},
                                                .sweep = Seconds{1.0},
                                                .seed = seed}));
    };
    CHECK(small(1).samples == small(1).samples);
    CHECK(small(1).samples != small(2).samples);
  }
}
