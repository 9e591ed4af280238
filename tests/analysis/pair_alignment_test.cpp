// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/pair_alignment.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "analysis/sound_check.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::align_pair;
using analysis::error_to_signal;
using analysis::Refusal;

namespace {

const SampleRate kPairRate{48000};

std::vector<float> heard(double delay, double gain, std::int64_t length) {
  const auto sound = closed_form::plucks(kPairRate, 4800.0, 3.0 * 48000.0, 11);
  return closed_form::to_float(
      closed_form::record(sound, {delay, 0.0, gain, {}, {}}, kPairRate, length));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("pair alignment: copies at any fraction come back with an ESR below 1e-6") {
    const auto target = heard(0.0, 1.0, 160000);
    for (const double delay : std::array{1000.37, -0.002, -2400.5, 0.75}) {
      const auto pair = align_pair(heard(delay, 1.0, 160000), target, kPairRate);
      REQUIRE(pair);
      INFO("delay " << delay << " found " << pair->applied_delay_samples);
      CHECK(std::abs(pair->applied_delay_samples - delay) < 0.001);
      CHECK(error_to_signal(pair->output, pair->target) < 1e-9);
      CHECK(pair->found.polarity == 1);
    }
  }

  TEST_CASE("pair alignment: a whole-sample copy is copied, not interpolated, and polarity stays") {
    const auto target = heard(0.0, 1.0, 160000);
    const auto pair = align_pair(heard(777.0, -0.5, 150000), target, kPairRate);
    REQUIRE(pair);
    CHECK(pair->applied_delay_samples == 777.0);
    CHECK(pair->found.polarity == -1);
    CHECK(pair->target.size() == 150000 - 777);
    CHECK(pair->from == SampleCount{0});
    CHECK(analysis::best_gain(pair->output, pair->target) == doctest::Approx(-2.0));
    const auto early = align_pair(heard(-300.0, 1.0, 160000), target, kPairRate);
    REQUIRE(early);
    CHECK(analysis::coarse_delay_of_loudest(target, heard(-300.3, -1.0, 160000), kPairRate)
              ->value() == -300);
    CHECK(early->from == SampleCount{300});
    CHECK(error_to_signal(early->output, early->target) == 0.0);
  }

  TEST_CASE("pair alignment: refuses what has no delay") {
    const auto target = heard(0.0, 1.0, 160000);
    const auto reason = [&](const std::vector<float>& output) {
      const auto pair = align_pair(output, target, kPairRate);
      REQUIRE(!pair);
      CHECK(!pair.error().detail.empty());
      return pair.error().reason;
    };
    CHECK(reason(std::vector<float>(160000, 0.0F)) == Refusal::Reason::Silent);
    CHECK(reason(closed_form::with_noise(std::vector<double>(160000, 0.0), 0.1, 3)) ==
          Refusal::Reason::NoMatch);
    CHECK(
        std::isnan(analysis::best_gain(std::vector<float>(5, 0.0F), std::vector<float>(5, 1.0F))));
  }
}
