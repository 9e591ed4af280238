// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/quiet_stretch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "analysis/error_measures.hpp"
#include "tests/analysis/support/idle_sound.hpp"

namespace ampsweep::analysis {
namespace {

constexpr SampleRate kFs{48000};

/// Two seconds of loud, `idle`, and two more loud.
std::vector<float> between_notes(const std::vector<double>& idle) {
  const auto loud = closed_form::white_noise(-20.0, 96000, 4);
  std::vector<float> x(loud.begin(), loud.end());
  x.insert(x.end(), idle.begin(), idle.end());
  x.insert(x.end(), loud.begin(), loud.end());
  return x;
}

QuietStretch heard(const std::vector<float>& x) {
  QuietStretch quiet{kFs};
  for (std::size_t at = 0; at < x.size(); at += 5000) {
    quiet.add(std::span{x}.subspan(at, std::min<std::size_t>(5000, x.size() - at)));
  }
  return quiet;
}

TEST_SUITE("unit") {
  TEST_CASE("quiet stretch: the noise between the notes is found and measured") {
    const auto x = between_notes(closed_form::white_noise(-80.0, 60000, 5));
    const auto quiet = heard(x);
    CHECK(quiet.from().value() >= 96000);
    CHECK(quiet.from().value() + 48000 <= 96000 + 60000);
    const auto figures = quiet.judge();
    CHECK(figures.idle == Answer::Yes);
    CHECK(figures.hums == Answer::No);
    // 20 Hz to 20 kHz hold 0.833 of white noise.
    CHECK(figures.noise.value() == doctest::Approx(-80.8).epsilon(0.003));
    CHECK(best_possible_esr(figures.noise_power, quiet.mean_square()) ==
          doctest::Approx(0.833e-8 / (1e-2 * 192.0 / 252.0)).epsilon(0.05));
  }

  TEST_CASE("quiet stretch: hum is told with its level, and what would have been found") {
    auto idle = closed_form::white_noise(-80.0, 96000, 6);
    closed_form::add_lines(idle, 48000.0, closed_form::comb(50.0, {-60.0, -66.0, -70.0}));
    const auto figures = heard(between_notes(idle)).judge();
    CHECK(figures.hums == Answer::Yes);
    CHECK(figures.mains == Mains::Hz50);
    CHECK(figures.hum.value() == doctest::Approx(-58.7).epsilon(0.01));
    CHECK(figures.hum_limit.value() < -80.0);
  }

  TEST_CASE("quiet stretch: digital silence is no noise floor, notes all the way tell nothing") {
    std::vector<float> notes;
    for (int n = 0; n < 192000; ++n) {
      notes.push_back(0.3F * std::sin(0.05F * static_cast<float>(n)));
    }
    CHECK(heard(notes).judge().idle == Answer::CannotTell);
    std::fill(notes.begin() + 60000, notes.begin() + 150000, 0.0F);
    CHECK(heard(notes).judge().idle == Answer::No);
    CHECK(heard(std::vector<float>(20000, 0.1F)).judge().idle == Answer::CannotTell);
  }

  TEST_CASE("quiet stretch: a power chord that is held is no idle noise, nor is it hum") {
    auto chord = closed_form::white_noise(-80.0, 192000, 8);
    for (const double root : {82.41, 123.47}) {
      std::vector<double> levels;
      for (int order = 1; order <= 12; ++order) levels.push_back(-20.0 - 3.0 * order);
      closed_form::add_lines(chord, 48000.0, closed_form::comb(root, levels));
    }
    const std::vector<float> held(chord.begin(), chord.end());
    CHECK(heard(held).judge().idle == Answer::CannotTell);
    CHECK(heard(held).judge().hums == Answer::CannotTell);
    // Far below what follows it is still a chord.
    auto louder = held;
    const auto loud = closed_form::white_noise(-6.0, 192000, 9);
    louder.insert(louder.end(), loud.begin(), loud.end());
    for (float& x : louder) x *= 0.3F;
    CHECK(heard(louder).judge().idle == Answer::CannotTell);
  }

  TEST_CASE("quiet stretch: a whine of one line beside the hum leaves it idle") {
    auto idle = closed_form::white_noise(-90.0, 96000, 6);
    closed_form::add_lines(idle, 48000.0, {{1000.0, -75.0, 0.3}, {8000.0, -80.0, 1.0}});
    CHECK(heard(between_notes(idle)).judge().idle == Answer::Yes);
  }

  TEST_CASE("quiet stretch: noise all the way has nothing to be idle beside") {
    const auto noise = closed_form::white_noise(-30.0, 192000, 8);
    CHECK(heard({noise.begin(), noise.end()}).judge().idle == Answer::CannotTell);
  }

  TEST_CASE("quiet stretch: the mean of the whole sound is its DC") {
    std::vector<float> x(100000, 0.01F);
    CHECK(heard(x).mean() == doctest::Approx(0.01).epsilon(1e-6));
  }
}

}  // namespace
}  // namespace ampsweep::analysis
