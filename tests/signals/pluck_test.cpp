// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/pluck.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kRate{48000};

std::vector<double> played(const Pluck& pluck, Seconds length, SampleRate rate = kRate) {
  std::vector<double> out(static_cast<std::size_t>(samples(length, rate).value()));
  add_pluck(pluck, rate, out);
  return out;
}

/// Amplitude at f of a stretch, Hann-weighted so that neighbours leak less than -60 dB.
double amplitude_at(const std::vector<double>& x, Seconds from, Seconds length, Hertz f) {
  const auto first = static_cast<std::size_t>(samples(from, kRate).value());
  const auto count = static_cast<std::size_t>(samples(length, kRate).value());
  std::vector<float> weighted(count);
  for (std::size_t n = 0; n < count; ++n) {
    const double turn = static_cast<double>(n) / static_cast<double>(count);
    weighted[n] =
        static_cast<float>(x[first + n] * (1.0 - std::cos(2.0 * std::numbers::pi * turn)));
  }
  return test::tone_amplitude(weighted, f, kRate);
}

double energy(const std::vector<double>& x, Seconds from, Seconds to) {
  double sum = 0.0;
  for (auto n = samples(from, kRate).value(); n < samples(to, kRate).value(); ++n) {
    sum += x[static_cast<std::size_t>(n)] * x[static_cast<std::size_t>(n)];
  }
  return sum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("pluck: the open strings are E2 A2 D3 G3 B3 E4, and twelve frets double the pitch") {
    const double open[] = {82.40689, 110.0, 146.83238, 195.99772, 246.94165, 329.62756};
    for (int string = 0; string < kStrings; ++string) {
      CHECK(pitch({string, 0}).value() == doctest::Approx(open[string]).epsilon(1e-7));
      CHECK(pitch({string, 12}).value() ==
            doctest::Approx(2.0 * pitch({string, 0}).value()).epsilon(1e-12));
    }
    CHECK(pitch({1, 7}) == pitch({2, 2}));  // the same E on two strings
  }

  TEST_CASE("pluck: the first partial is the pitch, the tenth is sharp by a stiff string's share") {
    const auto modes = partials({.at = {0, 0}}, Hertz{10000.0});
    CHECK(modes[0].frequency.value() == doctest::Approx(82.40689).epsilon(1e-7));
    const double stretch = modes[9].frequency.value() / (10.0 * modes[0].frequency.value());
    CHECK(stretch == doctest::Approx(std::sqrt((1.0 + 100.0 * 8e-5) / (1.0 + 8e-5))));
    CHECK(std::all_of(modes.begin(), modes.end(),
                      [](const Partial& mode) { return mode.frequency <= Hertz{10000.0}; }));
  }

  TEST_CASE("pluck: picked in the middle there are no even partials") {
    const auto modes = partials({.at = {1, 0}, .pick_distance = 0.5}, Hertz{5000.0});
    for (std::size_t k = 1; k < modes.size(); k += 2) CHECK(std::abs(modes[k].amplitude) < 1e-15);
    CHECK(std::abs(modes[0].amplitude) > 0.1);
  }

  TEST_CASE("pluck: highs decay faster, and a palm damps everything at least tenfold") {
    const auto open = partials({.at = {0, 0}}, Hertz{5000.0});
    const auto muted = partials({.at = {0, 0}, .palm = 1.0}, Hertz{5000.0});
    for (std::size_t k = 1; k < open.size(); ++k) CHECK(open[k].decay > open[k - 1].decay);
    CHECK(muted[0].decay > 10.0 * open[0].decay);
  }

  TEST_CASE("pluck: a soft pluck is darker: 2 kHz falls 6 dB more than the fundamental at 1/10") {
    const auto hard = partials({.at = {0, 0}, .strength = 1.0}, Hertz{5000.0});
    const auto soft = partials({.at = {0, 0}, .strength = 0.1}, Hertz{5000.0});
    const std::size_t high = 23;  // near 2 kHz
    const double low_ratio = soft[0].amplitude / hard[0].amplitude;
    const double high_ratio = soft[high].amplitude / hard[high].amplitude;
    CHECK(low_ratio == doctest::Approx(0.1).epsilon(0.02));
    CHECK(test::decibels_of(high_ratio / low_ratio) < -6.0);
  }

  TEST_CASE("pluck: 0.2 s of sound is the sum of its partials within 1e-6") {
    for (const Pluck& pluck : {Pluck{.at = {0, 0}}, Pluck{.at = {5, 22}, .strength = 0.3},
                               Pluck{.at = {1, 3}, .palm = 0.8}}) {
      const auto sound = played(pluck, Seconds{0.2});
      const auto modes = partials(pluck, Hertz{10000.0});
      double worst = 0.0;
      for (std::size_t n = 0; n < sound.size(); n += 7) {
        const double t = static_cast<double>(n) / 48000.0;
        double exact = 0.0;
        for (const Partial& mode : modes) {
          exact += mode.amplitude * std::exp(-mode.decay * t) *
                   std::sin(2.0 * std::numbers::pi * mode.frequency.value() * t);
        }
        worst = std::max(worst, std::abs(sound[n] - exact));
      }
      CHECK(worst < 1e-6);
    }
  }

  TEST_CASE("pluck: 44.1 kHz is every second sample of 88.2 kHz within 1e-6") {
    const Pluck pluck{.at = {3, 5}, .sounding = Seconds{10.0}};
    const auto low = played(pluck, Seconds{0.5}, SampleRate{44100});
    const auto high = played(pluck, Seconds{0.5}, SampleRate{88200});
    double worst = 0.0;
    for (std::size_t n = 0; n < low.size(); ++n) {
      worst = std::max(worst, std::abs(low[n] - high[2 * n]));
    }
    CHECK(worst < 1e-6);
  }

  TEST_CASE("pluck: a whole-tone bend ends on the tone above, 40 dB over the old pitch") {
    const Pluck bent{
        .at = {3, 7}, .sounding = Seconds{3.0}, .glide = {2.0, Seconds{0.2}, Seconds{0.5}}};
    const auto x = played(bent, Seconds{1.5});
    const Hertz before = pitch({3, 7});
    const Hertz after = pitch({3, 9});
    CHECK(amplitude_at(x, Seconds{0.6}, Seconds{0.8}, after) >
          100.0 * amplitude_at(x, Seconds{0.6}, Seconds{0.8}, before));
    CHECK(amplitude_at(x, Seconds{0.0}, Seconds{0.2}, before) >
          3.0 * amplitude_at(x, Seconds{0.0}, Seconds{0.2}, after));
  }

  TEST_CASE("pluck: 0.25 s after the string is let go the sound is 90 dB down") {
    const auto x = played({.at = {0, 0}, .sounding = Seconds{0.5}}, Seconds{1.0});
    const double ringing = energy(x, Seconds{0.4}, Seconds{0.5});
    const double after = energy(x, Seconds{0.75}, Seconds{0.85});
    CHECK(10.0 * std::log10(after / ringing) < -90.0);
  }

  TEST_CASE("pluck: adds to what is there and takes a buffer of any length, none included") {
    std::vector<double> filled(13, 1.0);
    add_pluck({}, kRate, filled);
    const auto alone = played({}, seconds(SampleCount{13}, kRate));
    for (std::size_t n = 0; n < filled.size(); ++n)
      CHECK(std::abs(filled[n] - 1.0 - alone[n]) < 1e-14);
    add_pluck({}, kRate, {});
  }
}
