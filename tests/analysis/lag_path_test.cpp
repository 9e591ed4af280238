// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_path.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::LagFits;

namespace {

constexpr int kReach = 400;

/// A block that fits at `lag` this well, and each `period` off it by so much of that.
LagFits block(int lag, double fit, int period = 100, double off = 0.8) {
  LagFits fits(2 * kReach + 1, 0.0F);
  for (int other = -kReach; other <= kReach; ++other) {
    if ((other - lag) % period != 0) continue;
    fits[static_cast<std::size_t>(other + kReach)] =
        static_cast<float>(other == lag ? fit : fit * off);
  }
  return fits;
}

double gain(float fit) { return fit > 0.0F ? -std::log(1.0 - std::pow(fit, 2.0)) : 0.0; }

/// What a path is worth, from the header's words: steps up to 4 cost 0.02 a sample, others 2.
double worth(const std::vector<LagFits>& blocks, const std::vector<int>& path) {
  double sum = 0.0;
  int before = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const int step = std::abs(path[i] - before);
    sum -= i == 0 ? (step == 0 ? 0.0 : 2.0) : (step <= 4 ? 0.02 * step : 2.0);
    if (!blocks[i].empty())
      sum += gain(
          blocks[i][static_cast<std::size_t>(static_cast<int>(blocks[i].size() / 2) + path[i])]);
    before = path[i];
  }
  return sum;
}

}  // namespace

TEST_CASE("lag path: one block that fits better a period off is read with its neighbours") {
  std::vector<LagFits> blocks(20, block(0, 0.7));
  blocks[9] = block(100, 0.9);
  CHECK(analysis::lag_path(blocks) == std::vector<int>(20, 0));
}

TEST_CASE("lag path: a slip is followed, however far, and silence goes along") {
  std::vector<LagFits> blocks(12, block(0, 0.6));
  std::vector<int> truth(12, 0);
  for (int i = 0; i < 12; ++i) {
    blocks.push_back(i == 3 ? LagFits{} : block(-256, 0.6));
    truth.push_back(-256);
  }
  CHECK(analysis::lag_path(blocks) == truth);
}

TEST_CASE("lag path: a drift of three samples a block is no jump") {
  std::vector<LagFits> blocks;
  std::vector<int> truth;
  for (int i = 0; i < 60; ++i) {
    blocks.push_back(block(3 * i, 0.5, 50, 0.95));
    truth.push_back(3 * i);
  }
  CHECK(analysis::lag_path(blocks) == truth);
}

TEST_CASE("lag path: nothing to follow") {
  CHECK(analysis::lag_path({}).empty());
  const std::vector<LagFits> silence(3);
  CHECK(analysis::lag_path(silence) == std::vector<int>(3, 0));
}

TEST_CASE("lag path: no path through random fits is worth more (all of them tried)") {
  signals::Random random{7};
  for (int round = 0; round < 200; ++round) {
    std::vector<LagFits> blocks(4);
    for (LagFits& fits : blocks) {
      for (int lag = -5; lag <= 5; ++lag) {
        fits.push_back(static_cast<float>(random.uniform(-0.5, 0.98)));
      }
    }
    double most = -1e9;
    std::vector<int> path(4);
    for (int code = 0; code < 11 * 11 * 11 * 11; ++code) {
      int left = code;
      for (int& lag : path) {
        lag = left % 11 - 5;
        left /= 11;
      }
      most = std::max(most, worth(blocks, path));
    }
    CHECK(worth(blocks, analysis::lag_path(blocks)) == doctest::Approx(most).epsilon(1e-9));
  }
}
