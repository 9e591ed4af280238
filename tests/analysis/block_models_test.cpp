// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/block_models.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::BlockModelOptions;
using analysis::BlockModels;
using analysis::fit_block_models;
using analysis::Refusal;

namespace {

const SampleRate kModelRate{48000};
constexpr std::size_t kModelLength = 60000;
constexpr std::size_t kModelDelay = 700;

/// Noise whose level steps every 100 ms, so that sag has something to do.
const std::vector<double>& played() {
  static const std::vector<double> sound = [] {
    signals::Random random(1);
    std::vector<double> x(kModelLength);
    double level = 0.1;
    for (std::size_t n = 0; n < x.size(); ++n) {
      if (n % 4800 == 0) level = 0.2 * std::pow(10.0, -random.uniform());
      x[n] = static_cast<double>(static_cast<float>(level * random.normal()));
    }
    return x;
  }();
  return sound;
}

/// Exponentially decaying FIR with a random sign pattern, written out.
std::vector<double> through_fir(const std::vector<double>& x, std::size_t taps,
                                std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<double> h(taps);
  for (std::size_t i = 0; i < taps; ++i) {
    h[i] = (i == 0 ? 1.0 : 0.5 * random.normal()) *
           std::exp(-6.0 * static_cast<double>(i) / static_cast<double>(taps));
  }
  std::vector<double> y(x.size(), 0.0);
  for (std::size_t n = 0; n < x.size(); ++n) {
    for (std::size_t i = 0; i < taps && i <= n; ++i) y[n] += h[i] * x[n - i];
  }
  return y;
}

/// As recorded: late, scaled under full scale, with a little DC.
std::vector<float> recorded(const std::vector<double>& y) {
  double largest = 0.0;
  for (const double sample : y) largest = std::max(largest, std::abs(sample));
  std::vector<float> out(y.size() + kModelDelay, 0.001F);
  for (std::size_t n = 0; n < y.size(); ++n) {
    out[n + kModelDelay] = static_cast<float>(0.5 * y[n] / largest + 0.001);
  }
  return out;
}

std::vector<float> stimulus() { return {played().begin(), played().end()}; }

BlockModelOptions options() {
  BlockModelOptions wanted;
  wanted.train = {SampleCount{2000}, SampleCount{40000}};
  wanted.validate = {SampleCount{40000}, SampleCount{60000}};
  wanted.taps = 160;
  wanted.pre_taps = 64;
  wanted.lead = 32;
  return wanted;
}

std::array<double, 3> errors_of(const std::vector<double>& output) {
  const auto models = fit_block_models(stimulus(), recorded(output), kModelRate, options());
  REQUIRE(models);
  REQUIRE(models->scores.size() == 3);
  std::array<double, 3> esr{};
  for (std::size_t i = 0; i < 3; ++i) {
    esr[i] = models->scores[i].validation_esr;
    MESSAGE(std::string(analysis::name(models->scores[i].model))
            << ": " << esr[i] << " (training " << models->scores[i].train_esr << ")");
  }
  return esr;
}

/// Filter, tanh, filter; `sag` pulls the output down after it has been loud.
std::vector<double> amp(double sag) {
  auto x = through_fir(played(), 24, 5);
  double supply = 0.0;
  for (double& sample : x) {
    supply += (std::abs(sample) - supply) / (std::abs(sample) > supply ? 1200.0 : 4800.0);
    sample = std::tanh(5.0 * sample + 0.3) / (1.0 + sag * supply);
  }
  return through_fir(x, 90, 6);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("block models: a pure FIR leaves less than 1e-10 to the linear model") {
    const auto esr = errors_of(through_fir(played(), 120, 7));
    CHECK(esr[0] < 1e-10);
    CHECK(esr[1] < 1e-6);
    CHECK(esr[2] < 1e-6);
  }

  TEST_CASE("block models: the linear response is the filter, and becomes a cabinet file") {
    auto wanted = options();
    const auto models =
        fit_block_models(stimulus(), recorded(through_fir(played(), 120, 7)), kModelRate, wanted);
    REQUIRE(models);
    CHECK(models->delay_samples == kModelDelay);
    wanted.delay = SampleCount{kModelDelay};
    const auto told =
        fit_block_models(stimulus(), recorded(through_fir(played(), 120, 7)), kModelRate, wanted);
    REQUIRE(told);
    CHECK(told->response == models->response);
    signals::Random random(7);
    const auto& h = models->response;
    const std::size_t onset = static_cast<std::size_t>(
        std::max_element(h.begin(), h.end(),
                         [](double a, double b) { return std::abs(a) < std::abs(b); }) -
        h.begin());
    for (std::size_t i = 0; i < 100; ++i) {
      const double truth =
          (i == 0 ? 1.0 : 0.5 * random.normal()) * std::exp(-6.0 * static_cast<double>(i) / 120.0);
      CHECK(h[onset + i] / h[onset] == doctest::Approx(truth).epsilon(1e-4).scale(1.0));
    }
    const auto impulse = analysis::cabinet_impulse(h, 100);
    REQUIRE(impulse.samples.size() == 100);
    CHECK(impulse.samples[8] == doctest::Approx(std::pow(10.0, -1.0 / 20.0)));
    CHECK(impulse.samples[9] / impulse.samples[8] == doctest::Approx(h[onset + 1] / h[onset]));
    CHECK(std::abs(impulse.samples[99]) < 1e-3);
    CHECK(impulse.gain_db == doctest::Approx(-1.0 - 20.0 * std::log10(h[onset])));
  }

  TEST_CASE("block models: refusals") {
    const auto good = recorded(through_fir(played(), 20, 7));
    const auto reason = [](const std::vector<float>& recording, const BlockModelOptions& wanted) {
      const auto models = fit_block_models(stimulus(), recording, kModelRate, wanted);
      REQUIRE(!models);
      CHECK(!models.error().detail.empty());
      return models.error().reason;
    };
    auto broken = good;
    broken[9000] = std::numeric_limits<float>::quiet_NaN();
    CHECK(reason(broken, options()) == Refusal::Reason::NotFinite);
    auto clipped = good;
    clipped[9000] = clipped[9001] = 1.0F;
    CHECK(reason(clipped, options()) == Refusal::Reason::Clipped);
    CHECK(reason(std::vector<float>(good.size(), 0.0F), options()) == Refusal::Reason::Silent);
    auto overlapping = options();
    overlapping.validate.from = SampleCount{39999};
    CHECK(reason(good, overlapping) == Refusal::Reason::BadParameter);
    auto brief = options();
    brief.train.to = SampleCount{3000};
    CHECK(reason(good, brief) == Refusal::Reason::TooShort);
    auto beyond = options();
    beyond.validate = {SampleCount{200000}, SampleCount{300000}};
    CHECK(reason(good, beyond) == Refusal::Reason::TooShort);
    auto backwards = options();
    backwards.train = {SampleCount{300}, SampleCount{200}};
    CHECK(reason(good, backwards) == Refusal::Reason::BadParameter);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("block models: a known filter - curve - filter leaves less than 1e-4") {
    const auto esr = errors_of(amp(0.0));
    CHECK(esr[1] < 1e-4);
    CHECK(esr[0] > 1e-2);
    CHECK(esr[2] > 1e-3);
  }

  TEST_CASE("block models: a known diagonal Hammerstein system leaves less than 1e-6") {
    std::vector<double> sum(kModelLength, 0.0);
    for (int order = 1; order <= 7; ++order) {
      auto power = played();
      for (double& sample : power) sample = std::pow(sample / 0.4, order) / (order * order);
      const auto part = through_fir(power, 100, static_cast<std::uint64_t>(20 + order));
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += part[n];
    }
    const auto esr = errors_of(sum);
    CHECK(esr[2] < 1e-6);
    CHECK(esr[0] > 1e-3);
  }

  TEST_CASE("block models: an amp that sags leaves more than 1e-2 to all three, and says so") {
    const auto esr = errors_of(amp(20.0));
    for (const double left : esr) CHECK(left > 1e-2);
  }
}
