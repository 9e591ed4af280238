// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/multisine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <set>

#include "signals/level.hpp"
#include "tests/signals/spectrum.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kMultisineRate{48000};

MultisineSpec small_multisine() {
  return {.from = Hertz{100.0},
          .to = Hertz{10000.0},
          .period = SampleCount{8192},
          .realizations = 2,
          .periods = 2};
}

std::span<const float> one_period_of(const Multisine& whole, const MultisineSpec& spec, int m,
                                     int p) {
  const auto n = static_cast<std::size_t>(spec.period.value());
  const auto start = static_cast<std::size_t>(multisine_run(spec, m).start.value());
  return std::span(whole.samples).subspan(start + static_cast<std::size_t>(p) * n, n);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "multisine: the Fourier transform of a period gives multisine_lines within -140 dB of a line "
      "and below -125 dB elsewhere, flat and pink") {
    for (const MultisineShape shape : {MultisineShape::Flat, MultisineShape::Pink}) {
      MultisineSpec spec = small_multisine();
      spec.shape = shape;
      const auto bins = multisine_bins(spec, kMultisineRate);
      const Multisine whole = multisine(spec, kMultisineRate);
      for (int m = 0; m < 2; ++m) {
        const auto lines = multisine_lines(spec, bins, m);
        auto spectrum = test::spectrum(one_period_of(whole, spec, m, 1));
        const double strongest = std::abs(lines.front());
        double error = 0.0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
          auto& bin = spectrum[static_cast<std::size_t>(bins.excited[i])];
          error = std::max(error, std::abs(bin * 2.0 / 8192.0 - lines[i]));
          bin = 0.0;
        }
        double rest = 0.0;
        for (std::size_t k = 0; k <= 4096; ++k) rest = std::max(rest, std::abs(spectrum[k]));
        CHECK(test::decibels_of(error / strongest) < -125.0);
        CHECK(test::decibels_of(rest * 2.0 / 8192.0 / strongest) < -125.0);
      }
    }
  }

  TEST_CASE("multisine: every realization has the rms of the spec, its periods are equal") {
    MultisineSpec spec = small_multisine();
    spec.level = DbFsRms{-20.0};
    const Multisine whole = multisine(spec, kMultisineRate);
    REQUIRE(std::ssize(whole.samples) == multisine_length(spec).value());
    REQUIRE(whole.runs.size() == 2);
    CHECK(whole.runs[1].steady.value() == 4 * 8192);
    CHECK(whole.runs[1].end == multisine_length(spec));
    CHECK(whole.peak.value() == doctest::Approx(test::decibels_of(test::peak(whole.samples))));
    for (int m = 0; m < 2; ++m) {
      const auto first = one_period_of(whole, spec, m, 0);
      CHECK(test::rms(first) == doctest::Approx(0.1).epsilon(1e-6));
      for (int p = 1; p < 3; ++p) {
        const auto other = one_period_of(whole, spec, m, p);
        CHECK(std::equal(first.begin(), first.end(), other.begin()));
      }
    }
    CHECK(one_period_of(whole, spec, 0, 0)[7] != one_period_of(whole, spec, 1, 0)[7]);
  }

  TEST_CASE("multisine: all lines are odd and in the band; each group has one silent line") {
    for (const int group : {2, 3, 4, 7}) {
      MultisineSpec spec = small_multisine();
      spec.group = group;
      const auto bins = multisine_bins(spec, kMultisineRate);
      CHECK(bins.excited.size() == bins.detection.size() * static_cast<std::size_t>(group - 1));
      std::set<std::int64_t> all(bins.excited.begin(), bins.excited.end());
      all.insert(bins.detection.begin(), bins.detection.end());
      CHECK(all.size() == bins.excited.size() + bins.detection.size());
      for (const std::int64_t bin : all) {
        CHECK(bin % 2 == 1);
        CHECK(static_cast<double>(bin) * 48000.0 / 8192.0 >= 100.0);
        CHECK(static_cast<double>(bin) * 48000.0 / 8192.0 <= 10000.0);
      }
      CHECK(*all.rbegin() - *all.begin() == 2 * (std::ssize(all) - 1));
      std::set<std::int64_t> places;
      for (std::size_t i = 0; i < bins.detection.size(); ++i) {
        const std::int64_t place = (bins.detection[i] - *all.begin()) / 2;
        CHECK(place / group == static_cast<std::int64_t>(i));
        places.insert(place % group);
      }
      CHECK(std::ssize(places) == group);  // drawn, not always the same
    }
  }

  TEST_CASE("multisine: phases are uniform; a seed is a signal, another seed another one") {
    MultisineSpec spec = small_multisine();
    const auto bins = multisine_bins(spec, kMultisineRate);
    const auto lines = multisine_lines(spec, bins, 0);
    std::complex<double> once{};
    std::complex<double> twice{};
    for (const auto& line : lines) {
      const auto unit = line / std::abs(line);
      once += unit;
      twice += unit * unit;
    }
    const double expected = std::sqrt(static_cast<double>(lines.size()));
    CHECK(std::abs(once) < 3.0 * expected);
    CHECK(std::abs(twice) < 3.0 * expected);
    CHECK(multisine(spec, kMultisineRate).samples == multisine(spec, kMultisineRate).samples);
    MultisineSpec other = spec;
    other.seed = 2;
    CHECK(multisine_bins(other, kMultisineRate).detection != bins.detection);
    CHECK(multisine_lines(spec, bins, 1) != lines);
    // Recorded spectra are read again years later: these draws must never change.
    CHECK(bins.detection.front() == 21);
    CHECK(std::arg(lines.front()) == doctest::Approx(-0.650748).epsilon(1e-5));
  }

  TEST_CASE("multisine: pink has equal power per octave; periods that are no power of two work") {
    MultisineSpec spec = small_multisine();
    spec.shape = MultisineShape::Pink;
    spec.period = SampleCount{9600};
    const auto bins = multisine_bins(spec, kMultisineRate);
    const auto lines = multisine_lines(spec, bins, 1);
    const auto power = [&](double from, double to) {
      double sum = 0.0;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const double hz = static_cast<double>(bins.excited[i]) * 5.0;
        if (hz >= from && hz < to) sum += std::norm(lines[i]);
      }
      return sum;
    };
    CHECK(power(400.0, 800.0) == doctest::Approx(power(3200.0, 6400.0)).epsilon(0.05));
    const Multisine whole = multisine(spec, kMultisineRate);
    const auto x = one_period_of(whole, spec, 1, 0);
    const Hertz hz{static_cast<double>(bins.excited[9]) * 5.0};
    CHECK(test::tone_amplitude(x, hz, kMultisineRate) ==
          doctest::Approx(std::abs(lines[9])).epsilon(1e-5));
  }

  TEST_CASE("multisine: a level whose peak passes the limit is not within it, and not clipped") {
    MultisineSpec spec = small_multisine();
    spec.level = DbFsRms{-6.0};
    const Multisine loud = multisine(spec, kMultisineRate);
    CHECK(!loud.within_limit());
    CHECK(loud.peak.value() > 0.0);
    CHECK(test::peak(loud.samples) > 1.0);
    spec.level = DbFsRms{-18.0};
    CHECK(multisine(spec, kMultisineRate).within_limit());
  }

  TEST_CASE("multisine: objection names what is unusable") {
    const MultisineSpec good = small_multisine();
    CHECK(objection(good, kMultisineRate).empty());
    CHECK(objection(MultisineSpec{}, kMultisineRate).empty());
    const auto bad = [&](auto change) {
      MultisineSpec spec = good;
      change(spec);
      return !objection(spec, kMultisineRate).empty();
    };
    CHECK(bad([](auto& s) { s.from = Hertz{0.0}; }));
    CHECK(bad([](auto& s) { s.from = Hertz{std::nan("")}; }));
    CHECK(bad([](auto& s) { s.to = Hertz{24000.0}; }));
    CHECK(bad([](auto& s) { s.to = Hertz{200.0}; }));
    CHECK(bad([](auto& s) { s.period = SampleCount{8191}; }));
    CHECK(bad([](auto& s) { s.period = SampleCount{0}; }));
    CHECK(bad([](auto& s) { s.realizations = 0; }));
    CHECK(bad([](auto& s) { s.periods = 1; }));
    CHECK(bad([](auto& s) { s.transient_periods = 0; }));
    CHECK(bad([](auto& s) { s.group = 1; }));
    CHECK(bad([](auto& s) { s.level = DbFsRms{0.1}; }));
    CHECK(bad([](auto& s) { s.level = DbFsRms{std::nan("")}; }));
    CHECK(bad([](auto& s) { s.peak_limit = DbFsPeak{1.0}; }));
    CHECK(!objection(good, SampleRate{0}).empty());
  }
}
