// SPDX-License-Identifier: GPL-3.0-or-later
// `ampsweep analyze delay` from files to JSON.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/chirp.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr double kRateHz = 48000.0;
const SampleRate kRate{48000};

/// A chirp of 0.5 s as a function of time: what a drifting clock samples is exact.
double chirp_at(double n, double start) {
  constexpr double kFrom = 60.0;
  constexpr double kTo = 16000.0;
  constexpr double kSeconds = 0.5;
  const double t = (n - start) / kRateHz;
  if (t <= 0.0 || t >= kSeconds) return 0.0;
  const double growth = kSeconds / std::log(kTo / kFrom);
  const double edge = std::min({t / 0.01, (kSeconds - t) / 0.01, 1.0});
  const double fade = 0.5 - 0.5 * std::cos(3.14159265358979 * edge);
  return 0.2 * fade *
         std::sin(2.0 * 3.14159265358979 * kFrom * growth * (std::exp(t / growth) - 1.0));
}

struct Wire {
  double delay{0.0};
  double drift_ppm{0.0};
};

std::vector<float> markers_through(const Wire& wire, const std::vector<double>& at,
                                   std::size_t length) {
  signals::Random random(7);
  std::vector<float> x(length);
  for (std::size_t m = 0; m < length; ++m) {
    const double n = (static_cast<double>(m) - wire.delay) / (1.0 + wire.drift_ppm * 1e-6);
    double value = 0.0;
    for (const double start : at) value += chirp_at(n, start);
    const bool stimulus = wire.delay == 0.0;
    x[m] = static_cast<float>(value + (stimulus ? 0.0 : 1e-4 * random.normal()));
  }
  return x;
}

/// A second of noise between the places of two markers: all of a sound that has lost a marker.
std::vector<float> with_burst(std::vector<float> x, std::size_t late) {
  signals::Random random(11);
  for (std::size_t n = 0; n < 48000; ++n) {
    x[80000 + late + n] += static_cast<float>(0.1 * random.normal());
  }
  return x;
}

struct DelayDesk : test::CommandDesk {
  int analyze(const std::string& stimulus, const std::string& recording) {
    return run({"--json", "analyze", "delay", "--stimulus", stimulus, "--recording", recording});
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("analyze delay: two markers in the stimulus give the drift, within its sigma") {
    for (const double drift_ppm : {0.0, 20.0, -150.0}) {
      CAPTURE(drift_ppm);
      DelayDesk desk;
      const std::vector<double> at{4800.0, 200000.0};
      const auto stimulus = desk.write_sound("s.wav", markers_through({}, at, 250000));
      const auto recording =
          desk.write_sound("r.wav", markers_through({1000.37, drift_ppm}, at, 260000));
      REQUIRE_MESSAGE(desk.analyze(stimulus, recording) == cli::kOk, desk.err);
      const json delay = json::parse(desk.out);
      const double sigma = delay.at("drift_sigma_ppm").get<double>();
      CHECK(sigma > 0.0);
      CHECK(sigma < 0.02);
      CHECK(std::abs(delay.at("drift_ppm").get<double>() - drift_ppm) < 4.0 * sigma);
      CHECK(std::abs(delay.at("delay_samples").get<double>() - 1000.37) < 0.01);
      CHECK(delay.at("polarity") == 1);
    }
  }

  TEST_CASE("analyze delay: one marker gives no drift, a marker that is not there null") {
    DelayDesk desk;
    const std::vector<double> one{4800.0};
    const std::vector<double> two{4800.0, 200000.0};
    const auto single =
        desk.write_sound("one.wav", with_burst(markers_through({}, one, 250000), 0));
    const auto pair = desk.write_sound("two.wav", with_burst(markers_through({}, two, 250000), 0));
    const auto recording =
        desk.write_sound("r.wav", with_burst(markers_through({1000.0}, one, 260000), 1000));

    REQUIRE_MESSAGE(desk.analyze(single, recording) == cli::kOk, desk.err);
    CHECK_FALSE(json::parse(desk.out).contains("drift_ppm"));
    REQUIRE_MESSAGE(desk.analyze(pair, recording) == cli::kOk, desk.err);
    CHECK(json::parse(desk.out).at("drift_ppm").is_null());
    CHECK(json::parse(desk.out).at("drift_sigma_ppm").is_null());
    CHECK(json::parse(desk.out).at("delay_samples").get<double>() ==
          doctest::Approx(1000.0).epsilon(1e-5));
  }

  TEST_CASE("analyze delay: a silent file is named itself, the stimulus first") {
    DelayDesk desk;
    const auto zero = desk.write_sound("zero.wav", std::vector<float>(48000, 0.0F));
    const auto good = desk.write_sound("good.wav", markers_through({}, {4800.0}, 48000));
    CHECK(desk.analyze(zero, good) == cli::kData);
    CHECK(desk.err.find("zero.wav (--stimulus) is silent") != std::string::npos);
    CHECK(desk.err.find("good.wav") == std::string::npos);
    CHECK(desk.analyze(good, zero) == cli::kData);
    CHECK(desk.err.find("zero.wav (--recording) is silent") != std::string::npos);
    CHECK(desk.analyze(zero, zero) == cli::kData);
    CHECK(desk.err.find("--stimulus") != std::string::npos);
  }
}
