// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/realign.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"
#include "signals/guitar.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// X: guitar. Y: X through a saturator, `delay` samples later, with noise at -90 dBFS.
struct Pair {
  test::TempDir folder;
  std::vector<double> x;
  std::vector<double> y;

  explicit Pair(std::size_t length = 8 * 48000, std::size_t delay = 7) {
    signals::GuitarSpec spec;
    spec.length = SampleCount{static_cast<std::int64_t>(length)};
    const std::vector<float> guitar = signals::guitar(spec, SampleRate{48000});
    x.assign(guitar.begin(), guitar.end());
    signals::Random random{3};
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double in = n >= delay ? x[n - delay] : 0.0;
      y.push_back(0.4 * std::tanh(3.0 * in) + 3e-5 * random.normal());
    }
  }

  PairReport verify(SampleRate y_rate = SampleRate{48000}) const {
    REQUIRE(write_pcm24(folder.path() / "x.wav", x, SampleRate{48000}));
    REQUIRE(write_pcm24(folder.path() / "y.wav", y, y_rate));
    return verify_pair(folder.path() / "x.wav", folder.path() / "y.wav", {}, true);
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("verify pair: 7 samples through a saturator read 7 +- 1, inside the interval") {
    const PairReport report = Pair().verify();
    INFO(verify_text(report));
    CHECK(report.ok());
    REQUIRE(report.first_arrival);
    CHECK(std::abs(report.first_arrival->samples - 7.0) <= 1.0);
    CHECK(report.first_arrival->from_samples <= 7.0);
    CHECK(report.first_arrival->to_samples >= 7.0);
    CHECK(std::abs(report.delay_samples.value_or(99.0) - 7.0) < 0.05);
    CHECK(report.polarity == 1);
    CHECK_FALSE(report.drift_ppm);  // too short to tell
    const Json json = parse_json(verify_json(report));
    CHECK(json.at("best_possible_esr").is_null());  // the noise of a guitar that never pauses
    CHECK(json.at("y").at("history").at("bandwidth_hz").get<double>() > 1000.0);
    CHECK(verify_text(report).find("of Y's power lie below") != std::string::npos);
    CHECK(verify_text(report).find("best possible ESR not known") != std::string::npos);
  }

  TEST_CASE("verify pair: an inverted answer reads polarity -1") {
    Pair pair;
    for (double& sample : pair.y) sample = -sample;
    const PairReport report = pair.verify();
    CHECK(report.polarity == -1);
    CHECK(report.ok());  // the device may invert: a note, not a fault
    CHECK_FALSE(report.notes.empty());
  }

  TEST_CASE("verify pair: an answer before the question is misaligned") {
    Pair pair;
    std::rotate(pair.y.begin(), pair.y.begin() + 107, pair.y.end());
    const PairReport report = pair.verify();
    INFO(verify_text(report));
    CHECK(test::has_fault(report.faults, FaultCode::Misaligned));
    REQUIRE(report.first_arrival);
    CHECK(std::abs(report.first_arrival->samples + 100.0) <= 1.0);
  }

  TEST_CASE("verify pair: clipping, unequal lengths, unequal rates and silence are faults") {
    SUBCASE("clipped") {
      Pair pair;
      for (double& sample : pair.y) sample = std::clamp(sample, -0.2, 0.2);
      const PairReport report = pair.verify();
      CHECK(test::has_fault(report.faults, FaultCode::Clipped));
      CHECK(report.y.clipped);
      CHECK_FALSE(report.x.clipped);
    }
    SUBCASE("length") {
      Pair pair;
      pair.y.resize(pair.y.size() - 10);
      CHECK(test::has_fault(pair.verify().faults, FaultCode::LengthMismatch));
    }
    SUBCASE("rate") {
      const PairReport report = Pair().verify(SampleRate{44100});
      CHECK(test::has_fault(report.faults, FaultCode::FormatMismatch));
      CHECK_FALSE(report.delay_samples);
    }
    SUBCASE("silence") {
      Pair pair;
      std::fill(pair.y.begin(), pair.y.end(), 0.0);
      CHECK(test::has_fault(pair.verify().faults, FaultCode::Silent));
    }
  }

  TEST_CASE("verify pair: two files that have nothing to do with each other are no pair") {
    Pair pair;
    signals::Random random{11};
    for (double& sample : pair.y) sample = 0.1 * random.normal();
    const PairReport report = pair.verify();
    CHECK(test::has_fault(report.faults, FaultCode::TakeMismatch));
    CHECK_FALSE(report.delay_samples);
    CHECK(verify_json(report).find("\"delay_samples\": null") != std::string::npos);
  }

  TEST_CASE("verify pair: a file that cannot be read is refused") {
    const test::TempDir empty;
    CHECK_THROWS_AS((void)verify_pair(empty.path() / "x.wav", empty.path() / "y.wav"), SetupError);
  }

  TEST_CASE("verify pair: what NAM's trainer would choose stands beside the measured delay") {
    Pair pair(10 * 48000);
    // one second as NAM's inputs begin: silence, two impulses, silence
    std::vector<double> blips(48000, 0.0);
    blips[15000] = blips[30000] = 0.9;
    constexpr std::size_t kDelay = 7;
    std::vector<double> answer(48000, 0.0);
    for (std::size_t n = kDelay; n < answer.size(); ++n) {
      answer[n] = 0.4 * std::tanh(3.0 * blips[n - kDelay]);
    }
    pair.x.insert(pair.x.begin(), blips.begin(), blips.end());
    pair.y.insert(pair.y.begin(), answer.begin(), answer.end());
    const PairReport report = pair.verify();
    INFO(verify_text(report));
    REQUIRE(report.nam);
    CHECK(report.nam->recommended == 6);  // the sample at which it rises, less one
    CHECK(verify_text(report).find("NAM would choose 6 samples") != std::string::npos);
    const Json json = parse_json(verify_json(report)).at("nam_choice");
    CHECK(json.at("recommended_samples") == 6);
    CHECK(std::abs(json.at("after_first_arrival_samples").get<double>() + 1.0) <= 1.0);
    CHECK_FALSE(Pair().verify().nam);  // no impulses, nothing to say
  }
}

TEST_SUITE("slow") {
  TEST_CASE("verify pair: 50 ppm between two clocks are read within 0.1 ppm over 40 s") {
    Pair pair(40 * 48000);
    const std::vector<float> recorded(pair.y.begin(), pair.y.end());
    pair.y = analysis::realign(recorded, 0.0, -50.0,
                               SampleCount{static_cast<std::int64_t>(recorded.size())});
    const PairReport report = pair.verify();
    INFO(verify_text(report));
    REQUIRE(report.drift_ppm);
    CHECK(std::abs(*report.drift_ppm - 50.0) < 0.1);
    CHECK(test::has_fault(report.faults, FaultCode::DriftTooHigh));
  }
}
