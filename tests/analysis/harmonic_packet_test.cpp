// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/harmonic_packet.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace ampsweep;
using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE(
      "harmonic packet: an impulse at the order's nearest sample has gain 1 and only the phase "
      "of the fraction left; neighbours do not reach in") {
    const signals::ExponentialLaw law{Hertz{20.0}, Seconds{0.5}};
    for (const int order : {1, 2, 3, 7}) {
      SweepImpulses impulses{std::vector<double>(100000, 0.0), 48000.0};
      const auto put = [&](int n, double value) {
        const double place = -law.advance(n).value() * 48000.0;
        const auto lag = static_cast<std::int64_t>(std::llround(place));
        impulses.samples[static_cast<std::size_t>((lag + 100000) % 100000)] = value;
        return static_cast<double>(lag) - place;
      };
      const double off = put(order, 1.0);
      put(order + 1, 5.0);
      if (order > 1) put(order - 1, 5.0);

      const HarmonicPacket packet(impulses, law, order);

      for (const double hz : {50.0, 1000.0, 15000.0}) {
        const auto response = packet.response(hz);
        CHECK(std::abs(response) == doctest::Approx(1.0).epsilon(1e-12));
        CHECK(std::abs(std::arg(response) + 2.0 * 3.14159265358979 * hz / 48000.0 * off) < 1e-9);
      }
      CHECK(packet.edge_db() < -300.0);
    }
  }

  TEST_CASE("harmonic packet: a flat packet has edges as loud as its peak") {
    const signals::ExponentialLaw law{Hertz{20.0}, Seconds{0.5}};
    const SweepImpulses impulses{std::vector<double>(100000, 1.0), 48000.0};
    CHECK(HarmonicPacket(impulses, law, 3).edge_db() == doctest::Approx(0.0));
  }
}
