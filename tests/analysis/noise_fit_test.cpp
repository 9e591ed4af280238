// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_fit.hpp"

#include <doctest/doctest.h>

#include <cstddef>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeastDb = 6.0;
constexpr int kSets = 40;

/// Takes of an amp whose noise rises by 50 dB with its gain, bent, and by 6 dB with its treble.
struct NoisyTakes {
  std::vector<std::vector<double>> settings;
  std::vector<double> noise_db;

  NoisyTakes(std::size_t takes, std::uint64_t seed) {
    signals::Random random{seed};
    for (std::size_t i = 0; i < takes; ++i) {
      const double gain = random.uniform();
      const double treble = random.uniform();
      settings.push_back({gain, treble, random.uniform()});
      noise_db.push_back(-110.0 + 50.0 * gain * gain + 6.0 * treble + 0.3 * random.normal());
    }
  }
  [[nodiscard]] std::vector<NoiseFit> judged() const {
    return noise_fit(settings, noise_db, kLeastDb);
  }
};

std::size_t loud(const std::vector<NoiseFit>& fits) {
  std::size_t count = 0;
  for (const NoiseFit& fit : fits) count += fit.louder == Answer::Yes ? 1 : 0;
  return count;
}

TEST_SUITE("unit") {
  TEST_CASE("noise fit: noise that follows the knobs is nobody's fault") {
    std::size_t false_alarms = 0;
    for (int set = 0; set < kSets; ++set) {
      const NoisyTakes takes{16 + static_cast<std::size_t>(set), static_cast<std::uint64_t>(set)};
      const auto fits = takes.judged();
      false_alarms += loud(fits);
      for (const NoiseFit& fit : fits) CHECK(fit.louder != Answer::CannotTell);
    }
    CHECK(false_alarms <= 2);  // of 1,420 takes
  }

  TEST_CASE("noise fit: 10 dB more at one of 20 takes are told nearly always, of 30 always") {
    for (const std::size_t count : {20U, 30U}) {
      int told = 0;
      for (int set = 0; set < kSets; ++set) {
        NoisyTakes takes{count, 100 + static_cast<std::uint64_t>(set)};
        const std::size_t at = static_cast<std::size_t>(set) % count;
        takes.noise_db[at] += 10.0;
        const auto fits = takes.judged();
        const bool found = fits[at].louder == Answer::Yes;
        told += found ? 1 : 0;
        CHECK(loud(fits) == (found ? 1 : 0));
      }
      CHECK(told >= (count == 20 ? kSets - 1 : kSets));
    }
  }

  TEST_CASE("noise fit: three at once do not hide one another; a quieter take is no fault") {
    NoisyTakes takes{40, 7};
    for (const std::size_t at : {3U, 17U, 31U}) takes.noise_db[at] += 15.0;
    takes.noise_db[20] -= 15.0;
    const auto fits = takes.judged();
    CHECK(loud(fits) == 3);
    CHECK(fits[3].excess_db > 10.0);
    CHECK(fits[20].louder == Answer::No);
  }

  TEST_CASE("noise fit: digital silence is no noise; too few takes cannot tell") {
    NoisyTakes takes{20, 5};
    for (double& noise : takes.noise_db) noise = -400.0;
    takes.noise_db[4] = -141.0;
    CHECK(loud(takes.judged()) == 0);
    takes.noise_db[4] = -80.0;
    CHECK(takes.judged()[4].louder == Answer::Yes);
    CHECK(NoisyTakes{15, 1}.judged()[0].louder == Answer::CannotTell);
    CHECK(noise_fit({}, {}, kLeastDb).empty());
    CHECK(noise_fit({{}}, std::vector{-80.0}, kLeastDb)[0].louder == Answer::CannotTell);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
