// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/role_warp.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "rig/plan/designs/sobol.hpp"

using namespace ampsweep::rig;

namespace {

constexpr int kPoints = 4096;

/// The first 4096 scrambled Sobol points of one axis, warped.
std::vector<double> drawn(KnobRole role, std::uint64_t seed) {
  SobolSequence sequence{1, seed};
  std::vector<double> shares;
  for (int i = 0; i < kPoints; ++i) shares.push_back(warped(role, sequence.next()[0]));
  return shares;
}

double moment(const std::vector<double>& shares, int order) {
  double sum = 0.0;
  for (const double share : shares) sum += std::pow(share, order);
  return sum / static_cast<double>(shares.size());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("role warp: eq is the Beta(1.7, 1.7) quantile, to 1e-13") {
    // mpmath 1.x, betainc(1.7, 1.7, 0, x, regularized) solved by bisection with 30 digits.
    const std::vector<std::pair<double, double>> known{
        {1e-6, 0.000189741429226657209}, {0.001, 0.0110687235089721133},
        {0.01, 0.0432536738779566071},   {0.05, 0.113642943441784471},
        {0.1, 0.173823707411627747},     {0.25, 0.310888252894371232},
        {0.4, 0.426543637577203472},     {0.5, 0.5},
        {0.75, 0.689111747105628768},    {0.99, 0.956746326122043393}};
    for (const auto& [p, x] : known) {
      INFO(p);
      CHECK(std::abs(warped(KnobRole::Eq, p) - x) < 1e-13);
      CHECK(std::abs(unwarped(KnobRole::Eq, x) - p) < 1e-13);
    }
  }

  TEST_CASE("role warp: gain and level are u/2 + (1 - cos(pi u))/4, to 1e-13") {
    for (const KnobRole role : {KnobRole::Gain, KnobRole::Level}) {
      // Angles whose cosine is known without a computer.
      CHECK(warped(role, 1.0 / 3.0) == doctest::Approx(7.0 / 24.0).epsilon(1e-13));
      CHECK(warped(role, 0.25) ==
            doctest::Approx(0.125 + (1.0 - std::sqrt(0.5)) / 4.0).epsilon(1e-13));
      CHECK(warped(role, 2.0 / 3.0) == doctest::Approx(17.0 / 24.0).epsilon(1e-13));
      for (double u = 0.0; u <= 1.0; u += 1.0 / 64.0) {
        const double formula = u / 2.0 + (1.0 - std::cos(std::numbers::pi * u)) / 4.0;
        CHECK(std::abs(warped(role, u) - formula) < 1e-13);
      }
    }
  }

  TEST_CASE("role warp: other stays as it is") {
    for (const double u : {0.0, 0.1, 0.5, 0.9, 1.0}) CHECK(warped(KnobRole::Other, u) == u);
  }

  TEST_CASE(
      "role warp: ends and middle stay, halves mirror, order stays, and there is a way back") {
    for (const KnobRole role : {KnobRole::Eq, KnobRole::Gain, KnobRole::Level, KnobRole::Other}) {
      for (const double fixed : {0.0, 0.5, 1.0}) {
        CHECK(warped(role, fixed) == fixed);
        CHECK(unwarped(role, fixed) == fixed);
      }
      double before = -1.0;
      for (double u = 0.0; u <= 1.0; u += 1.0 / 128.0) {
        const double share = warped(role, u);
        CHECK(share > before);
        CHECK(share + warped(role, 1.0 - u) == doctest::Approx(1.0).epsilon(1e-13));
        CHECK(std::abs(unwarped(role, share) - u) < 1e-12);
        before = share;
      }
      CHECK(warped(role, 0x1p-32) > 0.0);
      CHECK(warped(role, 1.0 - 0x1p-32) < 1.0);
    }
  }

  TEST_CASE("role warp: Sobol points have the moments and the shares of the distributions") {
    // Beta(a, a): variance 1 / (4 (2a + 1)). Fourth moment by E[x^k] = prod (a+r)/(2a+r).
    const auto eq = drawn(KnobRole::Eq, 5);
    CHECK(moment(eq, 1) == doctest::Approx(0.5).epsilon(1e-3));
    CHECK(moment(eq, 2) == doctest::Approx(0.25 + 1.0 / 17.6).epsilon(1e-3));
    CHECK(moment(eq, 4) ==
          doctest::Approx(0.5 * (2.7 / 4.4) * (3.7 / 5.4) * (4.7 / 6.4)).epsilon(2e-3));

    // E[w^2] = 13/48 + 1/32 + 1/(2 pi^2) of w = u/2 + (1 - cos(pi u))/4, by integration.
    const auto gain = drawn(KnobRole::Gain, 5);
    CHECK(moment(gain, 1) == doctest::Approx(0.5).epsilon(1e-3));
    CHECK(moment(gain, 2) == doctest::Approx(13.0 / 48.0 + 1.0 / 32.0 +
                                             1.0 / (2.0 * std::numbers::pi * std::numbers::pi))
                                 .epsilon(1e-3));

    const auto below = [](const std::vector<double>& shares, double limit) {
      return std::count_if(shares.begin(), shares.end(), [&](double x) { return x < limit; });
    };
    CHECK(std::abs(below(eq, 0.173823707411627747) - kPoints / 10) <= 2);
    CHECK(std::abs(below(gain, 7.0 / 24.0) - kPoints / 3) <= 2);
  }

  TEST_CASE("role warp: a switch is drawn evenly, whatever its role") {
    Axis axis;
    axis.knob.role = KnobRole::Eq;
    CHECK(warp_role(axis) == KnobRole::Eq);
    axis.knob.positions = {"dark", "normal", "bright"};
    CHECK(warp_role(axis) == KnobRole::Other);
  }
}
