// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/frame_grid.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "analysis/codec_trace.hpp"
#include "signals/random.hpp"

using namespace ampsweep;

namespace {

/// All harmonics of 48 kHz over `period` up to 15 kHz, phases at random.
std::vector<float> multisine(std::size_t period, std::size_t length) {
  signals::Random random{3};
  std::vector<double> one(period, 0.0);
  for (std::size_t k = 1; k * 48000 < 15000 * period; ++k) {
    const double start = random.uniform(0.0, 2.0 * std::numbers::pi);
    for (std::size_t n = 0; n < period; ++n) {
      one[n] += 0.01 * std::cos(start + 2.0 * std::numbers::pi * static_cast<double>(k * n) /
                                            static_cast<double>(period));
    }
  }
  std::vector<float> x;
  for (std::size_t n = 0; n < length; ++n) x.push_back(static_cast<float>(one[n % period]));
  return x;
}

/// Curves of noise, `differ` of them; row i is curve i % differ, with a fall at place 100.
std::vector<std::vector<double>> curves(std::size_t differ, double fall) {
  signals::Random random{5};
  std::vector<std::vector<double>> some(differ, std::vector<double>(1024));
  for (auto& curve : some) {
    for (double& one : curve) one = 0.1 * random.normal();
    curve[100] -= fall;
  }
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < 6; ++i) rows.push_back(some[i % differ]);
  return rows;
}

std::size_t lowest(const analysis::GridCurve& curve) {
  return static_cast<std::size_t>(std::max_element(curve.witness.begin(), curve.witness.end()) -
                                  curve.witness.begin());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("frame grid: frames that repeat are alike, those that share a grid alone are not") {
    for (const std::size_t differ : {1U, 2U, 3U}) {
      CHECK(analysis::grid_curve(curves(differ, 0.0)).alike > 0.98);  // but for the ends
    }
    const auto coded = analysis::grid_curve(curves(6, 3.0));
    CHECK(lowest(coded) == 100);
    CHECK(coded.witness[100] == doctest::Approx(6 * analysis::kMostFromFrame));
    CHECK(coded.fall[100] > 2.5);
    CHECK(coded.alike < 0.2);
  }

  // Beside the last places of a frame stand the first ones of the next, not its own.
  TEST_CASE("frame grid: a note that decays from frame to frame has no grid at their ends") {
    auto rows = curves(6, 0.0);
    for (std::size_t f = 0; f < rows.size(); ++f) {
      for (std::size_t o = 0; o < 1024; ++o) {
        rows[f][o] -= 2e-3 * static_cast<double>(1024 * f + o);
      }
    }
    const auto curve = analysis::grid_curve(rows);
    CHECK(curve.witness[lowest(curve)] < 4.5 * std::sqrt(6.0));
  }

  TEST_CASE("frame grid: nothing but rounding has the level that is said of it") {
    const double step = std::exp2(-15);
    signals::Random random{7};
    std::vector<float> rounding(analysis::kGridStretch);
    for (float& x : rounding) x = static_cast<float>(step * (random.uniform() - 0.5));
    analysis::LappedTransform transform{analysis::LappedWindow::Sine, 1024};
    CHECK(std::abs(analysis::lapped_curve(transform, rounding).level -
                   analysis::lapped_rounding_level(step)) < 0.1);
    CHECK(std::abs(analysis::hybrid_curve(analysis::HybridBank{}, rounding).level -
                   analysis::hybrid_rounding_level(step)) < 0.1);
  }

  TEST_CASE("codec trace: a multisine on the grid of a coder's hop, or of a few, cannot tell") {
    for (const std::size_t period : {512U, 576U, 1024U, 2048U}) {
      CAPTURE(period);
      analysis::CodecTrace trace;
      trace.add(multisine(period, 48000));
      CHECK(trace.judge().coded == analysis::Answer::CannotTell);
    }
  }
}
