// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/exponential_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::fit_exponential;
using analysis::Refusal;
using analysis::TimedValue;

namespace {

std::vector<TimedValue> decay(double start, double end, double tau, double noise,
                              std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<TimedValue> values;
  for (int i = 0; i < 200; ++i) {
    const double t = 0.004 + 0.005 * i;
    values.push_back({t, end + (start - end) * std::exp(-t / tau) + noise * random.normal()});
  }
  return values;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("exponential: exact without noise, rising and falling") {
    for (const double tau : {0.012, 0.06, 0.2, 0.7}) {
      for (const double end : {0.7, 1.4}) {
        const auto fit = fit_exponential(decay(1.0, end, tau, 0.0, 1));
        REQUIRE(fit);
        CHECK(fit->resolved);
        CHECK(fit->tau_s == doctest::Approx(tau).epsilon(1e-6));
        CHECK(fit->start == doctest::Approx(1.0).epsilon(1e-6));
        CHECK(fit->end == doctest::Approx(end).epsilon(1e-6));
      }
    }
  }

  TEST_CASE("exponential: a boxcar mean keeps tau, and the size is put right") {
    std::vector<TimedValue> values;
    const double tau = 0.02;
    const double box = 0.01;
    for (int i = 0; i < 60; ++i) {  // the mean of exp(-t/tau) over [t - box/2, t + box/2]
      const double t = 0.005 + box * i;
      const double mean =
          tau / box * (std::exp(-(t - 0.5 * box) / tau) - std::exp(-(t + 0.5 * box) / tau));
      values.push_back({t, 1.0 - 0.3 * mean});
    }
    const auto fit = fit_exponential(values, box);
    REQUIRE(fit);
    CHECK(fit->tau_s == doctest::Approx(tau).epsilon(1e-6));
    CHECK(fit->start == doctest::Approx(0.7).epsilon(1e-6));
    CHECK(fit_exponential(values)->start < 0.6985);  // without it: wrong
  }

  TEST_CASE("exponential: sigma tells the error; nothing is claimed in noise alone") {
    int far = 0;
    int claimed = 0;
    double sum = 0.0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      const auto fit = fit_exponential(decay(1.0, 0.7, 0.1, 0.01, seed));
      REQUIRE(fit->resolved);
      const double off = (fit->tau_s - 0.1) / fit->tau_sigma_s;
      if (std::abs(off) > 4.0) ++far;
      sum += off * off / 200.0;
      if (fit_exponential(decay(1.0, 1.0, 0.1, 0.01, seed))->resolved) ++claimed;
    }
    CHECK(far <= 2);
    CHECK(sum > 0.6);
    CHECK(sum < 1.6);
    CHECK(claimed <= 10);
  }

  TEST_CASE("exponential: refuses too little, NaN and times that stand still") {
    const auto good = decay(1.0, 0.7, 0.1, 0.0, 1);
    const auto reason = [](const std::vector<TimedValue>& values) {
      const auto fit = fit_exponential(values);
      REQUIRE(!fit);
      return fit.error().reason;
    };
    CHECK(reason({good.begin(), good.begin() + 7}) == Refusal::Reason::TooShort);
    auto broken = good;
    broken[3].value = std::nan("");
    CHECK(reason(broken) == Refusal::Reason::NotFinite);
    CHECK(reason(std::vector<TimedValue>(10)) == Refusal::Reason::BadParameter);
  }
}
