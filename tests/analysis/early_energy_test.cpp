// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/early_energy.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/chirp.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::early_energy_db;

namespace {

constexpr SampleRate kRate{48000};
constexpr std::int64_t kLead = 9600;
constexpr std::int64_t kLength = 24000 + 2 * kLead;

std::vector<double> heard(const closed_form::Path& path) {
  return closed_form::record(closed_form::chirp({}, kRate, kLead), path, kRate, kLength);
}

double early(const std::vector<double>& output, double head_room) {
  return early_energy_db(closed_form::to_float(heard({})), closed_form::to_float(output),
                         head_room);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "early energy: a copy 4 samples late with 4 of head-room reads below -60 dB, behind AC "
      "coupling and a low-pass too") {
    CHECK(early(heard({.delay = 4.0}), 4.0) < -60.0);
    CHECK(early(heard({.delay = 4.0, .ac_corners_hz = {20.0}}), 4.0) < -60.0);
    auto amp = heard({.delay = 4.0, .ac_corners_hz = {80.0}});
    closed_form::low_pass(amp, 5000.0, 48000.0);
    CHECK(early(amp, 4.0) < -60.0);
  }

  TEST_CASE("early energy: a copy of -40 dB 10 samples ahead reads -40 dB +- 1") {
    auto output = heard({.delay = 4.0});
    const auto ahead = heard({.delay = -6.0, .gain = 0.01});
    for (std::size_t n = 0; n < output.size(); ++n) output[n] += ahead[n];
    CHECK(std::abs(early(output, 4.0) + 40.0) < 1.0);
  }

  TEST_CASE(
      "early energy: the less head-room a take really has, the more is early; 0 reads -3 dB") {
    double last = -400.0;
    for (const double late : {4.0, 3.0, 2.0, 1.0, 0.0, -2.0, -6.0}) {
      const double now = early(heard({.delay = late}), 4.0);
      CHECK(now > last);
      last = now;
    }
    CHECK(last > -0.01);
    CHECK(std::abs(early(heard({.delay = 0.0}), 0.0) + 3.0) < 0.5);
  }

  TEST_CASE("early energy: unknown for a silent input or not-a-number; a silent output has none") {
    const std::vector<float> silence(kLength, 0.0F);
    const auto sound = closed_form::to_float(heard({}));
    auto broken = sound;
    broken[7] = std::nanf("");
    CHECK(std::isnan(early_energy_db(silence, sound, 4.0)));
    CHECK(std::isnan(early_energy_db(sound, broken, 4.0)));
    CHECK(early_energy_db(sound, silence, 4.0) == -400.0);
  }
}
