// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/stimulus_picture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("stimulus picture: no peak is lost however few columns there are") {
    std::vector<float> samples(10'007, 0.0F);
    samples[4321] = 0.9F;
    samples[10'006] = -0.8F;
    for (const std::size_t columns : {1U, 7U, 333U, 2000U, 20'000U}) {
      const auto picture = envelope(samples, columns);
      REQUIRE(picture.size() == std::min<std::size_t>(columns, samples.size()));
      const auto high = std::max_element(picture.begin(), picture.end(),
                                         [](auto a, auto b) { return a.high < b.high; });
      const auto low = std::min_element(picture.begin(), picture.end(),
                                        [](auto a, auto b) { return a.low < b.low; });
      CHECK(high->high == 0.9F);
      CHECK(low->low == -0.8F);
    }
    CHECK(envelope({}, 100).empty());
  }

  TEST_CASE("stimulus picture: the parts cover the stimulus and say their levels") {
    const auto stimulus = test::small_stimulus();
    const auto parts = stimulus_parts(stimulus);
    REQUIRE(parts.size() == stimulus.segments.size());
    CHECK(parts.front().from_s == 0.0);
    for (std::size_t i = 1; i < parts.size(); ++i) CHECK(parts[i].from_s == parts[i - 1].to_s);
    CHECK(parts.back().to_s == doctest::Approx(seconds(stimulus.length(), stimulus.rate).value()));
    for (const StimulusPart& part : parts) {
      if (part.role == signals::SegmentRole::Silence) {
        CHECK(std::isinf(part.peak_dbfs));
      } else {
        CHECK(part.peak_dbfs > part.rms_dbfs);
        CHECK(part.peak_dbfs <= 0.0);
      }
    }
  }
}
