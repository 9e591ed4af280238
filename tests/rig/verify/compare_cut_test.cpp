// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/compare_cut.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "analysis/realign.hpp"
#include "rig/verify/small_dataset.hpp"
#include "signals/random.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr int kDelay = 1000;

/// A recording in closed form: the stimulus 1000 samples later, saturated, with noise at -90 dBFS.
struct Scene {
  signals::Stimulus stimulus = test::small_stimulus();
  std::vector<float> raw;
  std::vector<double> recut;

  Scene() {
    signals::Random random{7};
    const std::size_t size = stimulus.samples.size();
    for (std::size_t n = 0; n < size + 24000; ++n) {
      const bool sounds = n >= kDelay && n - kDelay < size;
      const double x = sounds ? static_cast<double>(stimulus.samples[n - kDelay]) : 0.0;
      raw.push_back(static_cast<float>(0.3 * std::tanh(1.5 * x) + 3e-5 * random.normal()));
    }
    recut = analysis::realign(raw, kDelay - 4.0, 0.0, stimulus.length());
  }

  [[nodiscard]] CutComparison compare(const std::vector<double>& cut) const {
    std::vector<float> stored;
    for (const double sample : cut) {
      stored.push_back(static_cast<float>(std::round(sample * 8388608.0) / 8388608.0));
    }
    return compare_cut({raw, recut, kDelay - 4.0, 0.0}, stored, stimulus);
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("compare_cut: the right cut reads 0 within 1e-4 sample and differs by rounding only") {
    const Scene scene;
    const CutReading reading = scene.compare(scene.recut).reading;
    CHECK(std::abs(reading.delay_samples.value_or(99.0)) < 1e-4);
    CHECK(reading.polarity == 1);
    CHECK(std::abs(reading.gain_db.value_or(99.0)) < 1e-4);
    CHECK(reading.residual_db.value_or(0.0) < -75.0);
  }

  TEST_CASE("compare_cut: shifts of 0.2, -0.5, 1, 37.25 and -20000 read within 0.001 sample") {
    const Scene scene;
    for (const double shift : {0.2, -0.5, 1.0, 37.25, -20000.0}) {
      CAPTURE(shift);
      const CutReading reading = scene.compare(test::shifted(scene.recut, shift)).reading;
      CHECK(std::abs(reading.delay_samples.value_or(99.0) - shift) < 0.001);
      CHECK(reading.polarity == 1);
      if (std::abs(shift) < 1000.0) CHECK(reading.residual_db.value_or(0.0) < -60.0);
    }
  }

  TEST_CASE("compare_cut: inversion and 0.5 dB are read and taken out of the residual") {
    const Scene scene;
    std::vector<double> cut = scene.recut;
    for (double& sample : cut) sample *= -std::pow(10.0, 0.5 / 20.0);
    const CutReading reading = scene.compare(cut).reading;
    CHECK(reading.polarity == -1);
    CHECK(reading.gain_db.value_or(0.0) == doctest::Approx(0.5).epsilon(1e-3));
    CHECK(reading.residual_db.value_or(0.0) < -75.0);
  }

  TEST_CASE("compare_cut: a click of -40 dBFS stands out in the training audio and is placed") {
    const Scene scene;
    std::vector<double> cut = scene.recut;
    const auto training = signals::segments_with(scene.stimulus, signals::SegmentRole::Training);
    const std::int64_t place = training.front().start.value() + 24000;
    cut.at(static_cast<std::size_t>(place)) += 0.01;
    const CutComparison comparison = scene.compare(cut);
    CHECK(comparison.reading.residual_db.value_or(-400.0) > kCutResidualLimitDb);
    REQUIRE(comparison.worst_at);
    CHECK(std::abs(static_cast<double>(comparison.worst_at->value() - place)) <= 480.0);
  }

  TEST_CASE("compare_cut: silence against silence is no difference, and no delay is claimed") {
    const Scene scene;
    const std::vector<float> raw(scene.raw.size(), 0.0F);
    const std::vector<double> recut(scene.recut.size(), 0.0);
    const std::vector<float> cut(scene.recut.size(), 0.0F);
    const CutReading reading = compare_cut({raw, recut, 996.0, 0.0}, cut, scene.stimulus).reading;
    CHECK_FALSE(reading.delay_samples);
    CHECK(reading.residual_db.value_or(0.0) <= -400.0);
  }

  TEST_CASE("level prints: a copy is closer than 0.001, another drive farther than 0.05") {
    const Scene scene;
    std::vector<float> other;
    for (const float sample : scene.raw) other.push_back(0.9F * std::tanh(2.0F * sample));
    const auto own = level_print(std::span<const float>(scene.raw), SampleRate{48000});
    const std::vector<double> precise(scene.raw.begin(), scene.raw.end());
    const auto copy = level_print(std::span<const double>(precise), SampleRate{48000});
    const auto foreign = level_print(std::span<const float>(other), SampleRate{48000});
    CHECK(print_distance(copy, own) < 0.001);
    CHECK(print_distance(foreign, own) > 0.05);
    CHECK(std::isinf(print_distance(std::span(own).first(3), own)));
  }
}
