// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_figures.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/idle_sound.hpp"

using namespace ampsweep;
using analysis::Mains;
using analysis::measure_noise;
using analysis::Refusal;

namespace {

constexpr SampleRate kNoiseRate{48000};
constexpr std::size_t kNoiseLength = 192000;
/// White noise over 24 kHz heard between 20 Hz and 20 kHz.
const double kBandShareDb = 10.0 * std::log10(19980.0 / 24000.0);

std::vector<float> white_idle(double dbfs_rms, std::uint64_t seed,
                              std::size_t length = kNoiseLength) {
  return closed_form::to_float(closed_form::white_noise(dbfs_rms, length, seed));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("noise: white noise reads its level, and -2.05, +7.2, +1.6 dB through the curves") {
    const auto noise = measure_noise(white_idle(-80.0, 3), kNoiseRate);
    REQUIRE(noise);
    const auto& levels = noise->with_hum;
    const double plain = -80.0 + kBandShareDb;
    const auto within = [](const analysis::NoiseLevel& level, double truth) {
      return std::abs(level.level.value() - truth) < 4.0 * level.sigma.value() + 0.005;
    };
    CHECK(within(levels.unweighted, plain));
    CHECK(within(levels.a, plain - 2.05));
    CHECK(within(levels.itu_468_rms, plain + 7.28));
    CHECK(within(levels.ccir_rms, plain + 7.28 - 5.63));
    CHECK(std::abs(levels.unweighted.sigma.value() - 0.016) < 0.001);
    CHECK(levels.itu_468_rms.sigma.value() < 0.05);
    CHECK(noise->averages == 7);
    CHECK(noise->hum.mains == Mains::None);
    CHECK(noise->third_octaves.size() == 30);
    CHECK(noise->loudest_block.value() < 1.0);
  }

  TEST_CASE("noise: sigma is the scatter of 30 records, within 20 % for the mean of four figures") {
    double ratio = 0.0;
    std::vector<std::vector<double>> values(4);
    std::vector<double> stated(4, 0.0);
    constexpr int kRecords = 30;
    for (int record = 0; record < kRecords; ++record) {
      const auto x = closed_form::to_float(closed_form::falling_noise(
          -80.0, 1000.0, 16000.0, 32000, static_cast<std::uint64_t>(record) + 50));
      const auto noise = measure_noise(x, SampleRate{16000});
      REQUIRE(noise);
      const auto& levels = noise->with_hum;
      const analysis::NoiseLevel* figures[] = {&levels.unweighted, &levels.a, &levels.itu_468_rms,
                                               &noise->third_octaves.at(15).with_hum};
      for (std::size_t i = 0; i < 4; ++i) {
        values[i].push_back(figures[i]->level.value());
        stated[i] += figures[i]->sigma.value() / kRecords;
      }
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const double mean = std::accumulate(values[i].begin(), values[i].end(), 0.0) / kRecords;
      double squares = 0.0;
      for (const double value : values[i]) squares += std::pow(value - mean, 2) / (kRecords - 1);
      ratio += std::sqrt(squares) / stated[i] / 4.0;
    }
    CHECK(std::abs(ratio - 1.0) < 0.2);
  }

  TEST_CASE("noise: 40 dB under a hum it reads within 0.1 dB once the comb is out") {
    auto x = closed_form::white_noise(-90.0, kNoiseLength, 5);
    closed_form::add_lines(x, 48000.0, closed_form::comb(50.04, {-60, -52, -65, -60, -70, -63}));
    for (double& sample : x) sample += 0.003;
    const auto noise = measure_noise(closed_form::to_float(x), kNoiseRate);
    REQUIRE(noise);
    CHECK(noise->hum.mains == Mains::Hz50);
    CHECK(std::abs(noise->dc - 0.003) < 1e-6);
    CHECK(std::abs(noise->without_hum.unweighted.level.value() - (-90.0 + kBandShareDb)) < 0.1);
    CHECK(std::abs(noise->without_hum.a.level.value() - (-90.0 + kBandShareDb - 2.05)) < 0.1);
    // Six lines: the sum of their powers, -50.18 dBFS.
    double hum = 0.0;
    for (const double level : {-60, -52, -65, -60, -70, -63}) hum += std::pow(10.0, level / 10.0);
    CHECK(std::abs(noise->with_hum.unweighted.level.value() - 10.0 * std::log10(hum)) < 0.05);
    for (const auto& band : noise->third_octaves) {
      if (band.centre.value() < 90.0 || band.centre.value() > 110.0) continue;
      CHECK(std::abs(band.with_hum.level.value() + 52.0) < 0.05);
      CHECK(band.without_hum.level.value() < -110.0);
    }
  }

  TEST_CASE("noise: A-weighted hum of 100 Hz alone lies 19.1 dB under its level") {
    std::vector<double> x(kNoiseLength, 0.0);
    closed_form::add_lines(x, 48000.0, {{100.0, -50.0, 0.3}});
    const auto noise = measure_noise(closed_form::with_noise(x, 1e-6, 1), kNoiseRate);
    REQUIRE(noise);
    CHECK(std::abs(noise->with_hum.a.level.value() + 50.0 + 19.145) < 0.05);
    CHECK(std::abs(noise->with_hum.itu_468_rms.level.value() + 50.0 + 19.8) < 0.1);
  }

  TEST_CASE("noise: 44.1 kHz ends at 20 kHz, 32 kHz at half the rate, 1 s is enough") {
    const auto cd = measure_noise(white_idle(-80.0, 2, 44100), SampleRate{44100});
    REQUIRE(cd);
    CHECK(cd->to.value() == 20000.0);
    CHECK(std::abs(cd->with_hum.unweighted.level.value() -
                   (-80.0 + 10.0 * std::log10(19980.0 / 22050.0))) <
          4.0 * cd->with_hum.unweighted.sigma.value());
    const auto low = measure_noise(white_idle(-80.0, 2, 64000), SampleRate{32000});
    REQUIRE(low);
    CHECK(low->to.value() == 16000.0);
  }

  TEST_CASE("noise: refuses silence, NaN, full scale, music, half a silence, too little") {
    const auto idle = white_idle(-80.0, 1);
    const auto reason = [](std::span<const float> x) {
      return measure_noise(x, kNoiseRate).error().reason;
    };
    CHECK(reason(std::vector<float>(kNoiseLength, 0.25F)) == Refusal::Reason::Silent);
    CHECK(reason(std::span(idle).first(47999)) == Refusal::Reason::TooShort);
    auto bad = idle;
    bad[9] = -1.0F;
    CHECK(reason(bad) == Refusal::Reason::Clipped);
    bad[9] = std::numeric_limits<float>::quiet_NaN();
    CHECK(reason(bad) == Refusal::Reason::NotFinite);
    auto played = idle;
    const auto note = white_idle(-30.0, 7, 9600);
    std::copy(note.begin(), note.end(), played.begin() + 96000);
    REQUIRE(reason(played) == Refusal::Reason::NoMatch);
    CHECK(measure_noise(played, kNoiseRate).error().detail.find("at 2.") != std::string::npos);
    auto sung = closed_form::white_noise(-80.0, kNoiseLength, 4);
    closed_form::add_lines(sung, 48000.0, {{997.0, -20.0, 0.0}});
    CHECK(reason(closed_form::to_float(sung)) == Refusal::Reason::NoMatch);
    auto half = idle;
    std::fill(half.begin(), half.begin() + 120000, 0.0F);
    CHECK(reason(half) == Refusal::Reason::NoMatch);
    CHECK(measure_noise(idle, kNoiseRate, {Hertz{100.0}, Hertz{50.0}, {}}).error().reason ==
          Refusal::Reason::BadParameter);
  }
}
