// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_markers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "analysis/realign.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"
#include "signals/random.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr int kMarkedRate = 16000;
constexpr std::size_t kPause = 3200;  // 0.2 s
constexpr std::size_t kDelayed = 37;

/// Impulse, 5 s of noise, impulse, silence around each.
std::vector<double> marked(double last_impulse) {
  std::vector<double> x(2 * kPause, 0.0);
  x[kPause] = 0.9;
  signals::Random random{5};
  for (int n = 0; n < 5 * kMarkedRate; ++n) {
    x.push_back(std::clamp(0.1 * random.normal(), -0.9, 0.9));
  }
  x.resize(x.size() + 2 * kPause, 0.0);
  x[x.size() - kPause] = last_impulse;
  return x;
}

/// High-pass, saturator of gain 200, low-pass; late, with noise at -80 dBFS.
std::vector<double> high_gain(const std::vector<double>& x) {
  signals::Random random{6};
  std::vector<double> y(x.size(), 0.0);
  double slow = 0.0;
  double soft = 0.0;
  for (std::size_t n = kDelayed; n < x.size(); ++n) {
    slow += 0.04 * (x[n - kDelayed] - slow);
    soft += 0.7 * (0.3 * std::tanh(200.0 * (x[n - kDelayed] - slow)) - soft);
    y[n] = soft;
  }
  for (double& sample : y) sample += 1e-4 * random.normal();
  return y;
}

/// What verify says of them as two files, lossy coding aside.
PairReport report_on(const std::vector<double>& x, const std::vector<double>& y) {
  const test::TempDir folder;
  REQUIRE(write_pcm24(folder.path() / "x.wav", x, SampleRate{kMarkedRate}));
  REQUIRE(write_pcm24(folder.path() / "y.wav", y, SampleRate{kMarkedRate}));
  return verify_pair(folder.path() / "x.wav", folder.path() / "y.wav", {}, true);
}

/// Both sounds, held.
struct HeldPair {
  std::vector<float> x, y;
  analysis::PairInMemory source;
  HeldPair(const std::vector<double>& played, const std::vector<double>& answered)
      : x(played.begin(), played.end()),
        y(answered.begin(), answered.end()),
        source(x, y, SampleRate{kMarkedRate}) {}
};

std::vector<double> drifting(const std::vector<double>& y, double ppm) {
  const std::vector<float> recorded(y.begin(), y.end());
  return analysis::realign(recorded, 0.0, -ppm,
                           SampleCount{static_cast<std::int64_t>(recorded.size())});
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("pair markers: through a high-gain amp the answer stands up where the path begins") {
    const auto x = marked(0.9);
    HeldPair pair(x, high_gain(x));
    const auto found = pair_markers(pair.source, 35.0);
    REQUIRE(found);
    CHECK(found->count == 2);
    CHECK(found->first_s == doctest::Approx(0.2));
    REQUIRE(found->rise_samples);
    CHECK(*found->rise_samples >= static_cast<int>(kDelayed));
    CHECK(*found->rise_samples <= static_cast<int>(kDelayed) + 2);
    REQUIRE(found->drift_samples);
    CHECK(std::abs(*found->drift_samples) < 0.05);
  }

  TEST_CASE("pair markers: what the clock does between first and last is read to 0.05 sample") {
    const auto x = marked(0.9);
    for (const double ppm : {80.0, -3.0}) {
      CAPTURE(ppm);
      HeldPair pair(x, drifting(high_gain(x), ppm));
      const auto found = pair_markers(pair.source, 37.0);
      REQUIRE(found);
      REQUIRE(found->drift_samples);
      const double truth = ppm * 1e-6 * (found->last_s - found->first_s) * kMarkedRate;
      INFO(*found->drift_samples << " of " << truth);
      CHECK(std::abs(*found->drift_samples - truth) < 0.05);
      CHECK(std::abs(*found->drift_ppm(kMarkedRate) - ppm) < 0.6);
    }
  }

  TEST_CASE("pair markers: impulses that differ tell no drift, sound without a pause is none") {
    const auto x = marked(-0.5);
    HeldPair different(x, high_gain(x));
    const auto found = pair_markers(different.source, 37.0);
    REQUIRE(found);
    CHECK(found->rise_samples);
    CHECK_FALSE(found->drift_samples);
    auto noisy = marked(0.9);
    for (double& sample : noisy) {
      if (sample == 0.0) sample = 1e-5;
    }
    HeldPair none(noisy, high_gain(noisy));
    CHECK_FALSE(pair_markers(none.source, 37.0));
  }

  TEST_CASE(
      "pair markers: they stand beside the blind delay in every output, and tell a moved end") {
    const auto x = marked(0.9);
    auto y = high_gain(x);
    // The last second comes 12 samples late: too near the end for the sound to show it.
    const std::size_t from = x.size() - 3 * kPause / 2;
    y.insert(y.begin() + static_cast<std::ptrdiff_t>(from), 12, 0.0);
    y.resize(x.size());
    const PairReport report = report_on(x, y);
    const std::string text = verify_text(report);
    INFO(text);
    CHECK(text.find("2 impulses stand alone: Y rises 3") != std::string::npos);
    CHECK(text.find("samples more between its first and last impulse than the sound") !=
          std::string::npos);
    const Json json = parse_json(verify_json(report)).at("markers");
    CHECK(json.at("count") == 2);
    CHECK(std::abs(json.at("drift_samples").get<double>() - 12.0) < 0.05);
  }

  TEST_CASE("pair markers: a slip after the last impulse is none that they should tell") {
    auto x = marked(0.9);
    signals::Random random{7};
    for (int n = 0; n < 5 * kMarkedRate; ++n) x.push_back(0.1 * random.normal());
    auto y = high_gain(x);
    y.insert(y.end() - 5 * kMarkedRate / 2, 12, 0.0);
    y.resize(x.size());
    const PairReport report = report_on(x, y);
    const std::string text = verify_text(report);
    INFO(text);
    CHECK(report.slips.size() == 1);
    CHECK(report.markers->drift_samples);
    CHECK(text.find("samples more between its first and last impulse") == std::string::npos);
  }
}
