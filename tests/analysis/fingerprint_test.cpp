// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fingerprint.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "signals/level.hpp"
#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

constexpr SampleRate kRate{48000};
constexpr std::int64_t kLate = 1500;

using Law = std::function<double(double)>;

/// The fingerprint through a memoryless law, late and with white noise.
std::vector<float> heard_through(const signals::FingerprintSpec& spec, const Law& law,
                                 double noise_rms, std::uint64_t seed, std::int64_t late = kLate) {
  const auto sent = signals::fingerprint(spec, kRate, Decibels{0.0});
  std::vector<float> heard(static_cast<std::size_t>(recorded_length(spec).value()));
  signals::Random random{seed};
  for (std::size_t n = 0; n < heard.size(); ++n) {
    const auto from = static_cast<std::int64_t>(n) - late;
    const bool inside = from >= 0 && from < static_cast<std::int64_t>(sent.size());
    const double x = inside ? sent[static_cast<std::size_t>(from)] : 0.0;
    heard[n] = static_cast<float>(law(x) + noise_rms * random.normal());
  }
  return heard;
}

Fingerprint print_of(const signals::FingerprintSpec& spec, const Law& law, double noise_rms = 0.0,
                     std::uint64_t seed = 1) {
  return read_fingerprint(spec, kRate, heard_through(spec, law, noise_rms, seed),
                          SampleCount{kLate});
}

signals::FingerprintSpec two_levels() {
  return signals::fingerprint_spec({DbFsPeak{-28.0}, DbFsPeak{-16.0}}, kRate);
}

TEST_SUITE("unit") {
  TEST_CASE("fingerprint: a gain is found in every band at every level") {
    const auto print = print_of(two_levels(), [](double x) { return 0.25 * x; });
    REQUIRE(print.level_db.size() == 2 * kPrintFeatures);
    REQUIRE(feature_names(two_levels()).size() == print.level_db.size());
    CHECK(feature_names(two_levels()).front() == "126 Hz at -28 dBFS");
    CHECK(feature_names(two_levels()).back() == "order 3 at -16 dBFS");
    const double wanted = decibels(0.25).value();
    for (std::size_t step = 0; step < 2; ++step) {
      for (std::size_t b = 0; b < kPrintBands; ++b) {
        CAPTURE(b);
        CHECK(std::abs(print.level_db[step * kPrintFeatures + b] - wanted) < 0.02);
      }
    }
  }

  TEST_CASE("fingerprint: the orders of a power law rise by 1 and 2 dB per dB of level") {
    auto spec = two_levels();       // 12 dB apart
    spec.chirp.to = Hertz{7000.0};  // its third order stays in band
    const auto even = print_of(spec, [](double x) { return x + 0.3 * x * x; });
    const double second = even.level_db[2 * kPrintFeatures - 2] - even.level_db[kPrintBands];
    CHECK(std::abs(second - 12.0) < 0.05);
    const auto odd = print_of(spec, [](double x) { return x + 0.8 * x * x * x; });
    const double third = odd.level_db[2 * kPrintFeatures - 1] - odd.level_db[kPrintBands + 1];
    CHECK(std::abs(third - 24.0) < 0.2);
    // Twice the coefficient: 6.02 dB more, and the straight response keeps its place.
    const auto more = print_of(spec, [](double x) { return x + 0.6 * x * x; });
    CHECK(std::abs(more.level_db[kPrintBands] - even.level_db[kPrintBands] - 6.0206) < 0.05);
    CHECK(std::abs(more.level_db[3] - even.level_db[3]) < 0.02);
  }

  TEST_CASE("fingerprint: a millisecond of latency does not matter") {
    const auto spec = two_levels();
    const auto law = [](double x) { return 0.5 * x + 0.3 * x * x; };
    const auto exact = print_of(spec, law);
    const auto late = read_fingerprint(spec, kRate, heard_through(spec, law, 0.0, 1, kLate + 48),
                                       SampleCount{kLate});
    for (std::size_t b = 0; b < kPrintBands; ++b) {
      CHECK(std::abs(exact.level_db[b] - late.level_db[b]) < 0.05);
    }
  }

  TEST_CASE("fingerprint: its sigma is the scatter that white noise really causes") {
    const auto spec = signals::fingerprint_spec({DbFsPeak{-40.0}}, kRate);
    constexpr int kDraws = 60;
    std::vector<double> sum(kPrintFeatures, 0.0);
    std::vector<double> square(kPrintFeatures, 0.0);
    std::vector<double> claimed(kPrintFeatures, 0.0);
    for (int draw = 0; draw < kDraws; ++draw) {
      const auto print = print_of(
          spec, [](double x) { return x + 2.0 * x * x; }, 1e-3, static_cast<std::uint64_t>(draw));
      for (std::size_t f = 0; f < kPrintFeatures; ++f) {
        sum[f] += print.level_db[f];
        square[f] += print.level_db[f] * print.level_db[f];
        claimed[f] += print.sigma_db[f] * print.sigma_db[f];
      }
    }
    for (std::size_t f = 0; f < kPrintBands; ++f) {
      CAPTURE(f);
      const double mean = sum[f] / kDraws;
      const double scatter = std::sqrt(square[f] / kDraws - mean * mean);
      const double sigma = std::sqrt(claimed[f] / kDraws);
      CHECK(sigma > 0.67 * scatter);
      CHECK(sigma < 1.5 * scatter);
    }
  }

  TEST_CASE("fingerprint: distance counts sigmas, and what noise hides does not count in dB") {
    Fingerprint a{{0.0, 0.0, -60.0}, {0.1, 0.1, 6.0}};
    Fingerprint b{{1.0, 0.0, -66.0}, {0.0, 0.0, 0.0}};
    const PrintDistance apart = distance(a, b, 0.0);
    CHECK(apart.sigmas == doctest::Approx(std::sqrt((100.0 + 0.0 + 1.0) / 3.0)));
    CHECK(apart.worst_db == doctest::Approx(0.6));
    CHECK(apart.rms_db == doctest::Approx(std::sqrt(101.0 / (200.0 + 1.0 / 36.0))));
    const PrintDistance floored = distance(a, b, 0.5);
    CHECK(floored.sigmas < apart.sigmas);
    CHECK(distance(a, a, 0.1).sigmas == 0.0);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
