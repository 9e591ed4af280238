// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/take_print.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

/// Noise with a crest at sample 30,000.
std::vector<float> crested(std::size_t before = 0, double gain = 1.0) {
  signals::Random random{8};
  std::vector<float> x(before, 0.0F);
  for (int n = 0; n < 100000; ++n) {
    const double envelope = std::exp(-std::abs(n - 30000) / 20000.0);
    x.push_back(static_cast<float>(gain * 0.05 * envelope * random.normal()));
  }
  x[before + 30000] = static_cast<float>(0.7 * gain);
  return x;
}

TakePrint printed(const std::vector<float>& x, std::size_t block = 4096) {
  TakePrinter printer{SampleRate{48000}};
  for (std::size_t at = 0; at < x.size(); at += block) {
    printer.add(std::span{x}.subspan(at, std::min(block, x.size() - at)));
  }
  return printer.print();
}

TEST_SUITE("unit") {
  TEST_CASE("take print: the same whatever the blocks; levels follow a gain") {
    const auto one = printed(crested());
    const auto other = printed(crested(), 333);
    CHECK(one.level_db == other.level_db);
    CHECK(one.excerpts == other.excerpts);
    const auto softer = printed(crested(0, 0.5));
    for (std::size_t i = 0; i < kTakeFeatures; ++i) {
      CHECK(std::abs(softer.level_db[i] - one.level_db[i] + 6.0206) < 0.011);
    }
    CHECK(one.peak_dbfs == doctest::Approx(20.0 * std::log10(0.7)));
    CHECK(softer.rms_dbfs == doctest::Approx(one.rms_dbfs - 6.0206));
  }

  TEST_CASE("take print: excerpts stand around the crest and do not mind a shift or polarity") {
    const auto x = crested();
    const auto one = printed(x);
    for (const auto& excerpt : one.excerpts) {
      REQUIRE(excerpt.size() == kExcerpt);
      CHECK(std::equal(excerpt.begin(), excerpt.end(), x.begin() + 30000 - kExcerpt / 2 + 1));
    }
    CHECK(printed(crested(777)).excerpts == one.excerpts);
    auto turned = crested();
    for (float& sample : turned) sample = -sample;
    CHECK(printed(turned).excerpts[0][100] == -one.excerpts[0][100]);
  }

  TEST_CASE("take print: a crest just before the end is padded, silence has none") {
    std::vector<float> x(5000, 0.01F);
    x[4990] = 0.5F;
    const auto print = printed(x);
    REQUIRE(print.excerpts[0].size() == kExcerpt);
    CHECK(print.excerpts[0][kExcerpt / 2 - 1] == 0.5F);
    CHECK(print.excerpts[0].back() == 0.0F);
    CHECK(printed(std::vector<float>(5000, 0.0F)).silent);
    CHECK(printed({}).silent);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
