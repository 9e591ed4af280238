// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/bandwidth.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/programme.hpp"
#include "signals/random.hpp"
#include "tests/faults/made_take.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;

constexpr double kStep24 = 1.0 / 8388608.0;

analysis::BandwidthFigures measured(std::span<const float> x, double step = kStep24,
                                    SampleRate rate = kRate) {
  analysis::BandwidthMeter meter{rate};
  meter.add(x);
  return meter.judge(step);
}

std::vector<double> noise(double dbfs, std::size_t length = 96000) {
  signals::Random random{9};
  std::vector<double> x;
  for (std::size_t n = 0; n < length; ++n) {
    x.push_back(std::pow(10.0, dbfs / 20.0) * random.normal());
  }
  return x;
}

TEST_SUITE("unit") {
  TEST_CASE("bandwidth: white noise has no end, and would show one") {
    const auto figures = measured(stored(noise(-60.0), 24));
    CHECK(figures.walled == Answer::No);
    CHECK(figures.resampled == Answer::No);
    CHECK(figures.top.value() == doctest::Approx(0.999 * 24000.0).epsilon(0.01));
  }

  TEST_CASE("bandwidth: sound of a lower rate is told with its rate") {
    for (const int source : {16000, 22050, 32000, 44100}) {
      CAPTURE(source);
      const auto low = at_rate(noise(-60.0), kRate, SampleRate{source});
      const auto figures = measured(stored(at_rate(low, SampleRate{source}, kRate), 24));
      CHECK(figures.walled == Answer::Yes);
      CHECK(figures.resampled == Answer::Yes);
      CHECK(figures.source.value() == source);
      CHECK(figures.wall.value() == doctest::Approx(0.49 * source).epsilon(0.02));
    }
  }

  TEST_CASE("bandwidth: 48 kHz sound in a file of 96 kHz") {
    const auto up = at_rate(noise(-70.0), kRate, SampleRate{96000});
    const auto figures = measured(stored(up, 24), kStep24, SampleRate{96000});
    CHECK(figures.resampled == Answer::Yes);
    CHECK(figures.source.value() == 48000);
  }

  TEST_CASE("bandwidth: a take of the amp ends softly; resampled it does not") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      CAPTURE(seed);
      MadeTake take;
      take.seed = seed;
      take.seconds = 2.0;
      take.knobs = {0.2 * static_cast<double>(seed), 0.5, 1.0 - 0.2 * static_cast<double>(seed),
                    0.5};
      CHECK(measured(stored(heard(take), 24)).walled == Answer::No);
      take.rate = SampleRate{44100};
      const auto up = at_rate(heard(take), take.rate, kRate);
      CHECK(measured(stored(up, 24)).source.value() == 44100);
    }
  }

  TEST_CASE("bandwidth: what we play ourselves ends at 20 kHz and was not resampled") {
    for (const int rate : {48000, 96000}) {
      CAPTURE(rate);
      signals::BuiltInProgramme wish;
      wish.rate = SampleRate{rate};
      wish.training = Seconds{1.0};
      wish.validation = Seconds{0.5};
      wish.sweep = Seconds{2.0};
      const auto stimulus = signals::build_programme(signals::default_programme(wish));
      const auto figures =
          measured(stored(in_double(stimulus.samples), 24), kStep24, SampleRate{rate});
      CHECK(figures.walled == Answer::Yes);
      CHECK(figures.wall.value() == doctest::Approx(20000.0).epsilon(0.04));
      CHECK(figures.resampled == Answer::CannotTell);
      CHECK(figures.source.value() == 0);
    }
  }

  TEST_CASE("bandwidth: sound that ends in the file's rounding cannot tell") {
    CHECK(measured(stored(noise(-100.0), 16), 1.0 / 32768.0).resampled == Answer::CannotTell);
    CHECK(measured(std::vector<float>(4096, 0.5F)).resampled == Answer::CannotTell);
  }
}

}  // namespace
}  // namespace ampsweep::faults
