// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/lateness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"
#include "signals/random.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr std::size_t kMillisecond = 16;  // samples

/// 3 s of noise at 16 kHz, and two answers to it through a saturator.
struct LateSet {
  test::TempDir folder;
  PairList list;

  LateSet(std::size_t delay, bool declared) {
    signals::Random random{7};
    std::vector<double> dry;
    for (int n = 0; n < 3 * 16000; ++n) {
      dry.push_back(std::clamp(0.1 * random.normal(), -0.9, 0.9));
    }
    REQUIRE(write_pcm24(folder.path() / "x.wav", dry, SampleRate{16000}));
    list.dir = folder.path();
    list.alignment_declared = declared;
    for (const double drive : {2.0, 4.0}) {
      std::vector<double> wet(dry.size(), 0.0);
      for (std::size_t n = delay; n < wet.size(); ++n) {
        wet[n] = 0.4 * std::tanh(drive * dry[n - delay]);
      }
      const std::string name = drive < 3.0 ? "y2.wav" : "y4.wav";
      REQUIRE(write_pcm24(folder.path() / name, wet, SampleRate{16000}));
      list.pairs.push_back({"x.wav", name, "", {}, "here"});
    }
  }
  [[nodiscard]] PairSetReport verify() const { return verify_pairs(list, {{}, {}, true}); }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("lateness: late by more than 1 ms where the format declares the delay is a fault") {
    const PairSetReport late = LateSet(kMillisecond + 4, true).verify();
    INFO(verify_text(late));
    for (const PairTake& take : late.takes) {
      REQUIRE(test::has_fault(take.report.faults, FaultCode::Misaligned));
      const std::string& detail = take.report.faults.front().fault.detail;
      CHECK(detail.find("20 samples (1.25 ms) late") != std::string::npos);
      CHECK(detail.find("--fix") != std::string::npos);
    }
    const PairSetReport near = LateSet(kMillisecond - 4, true).verify();
    INFO(verify_text(near));
    CHECK(near.ok());
  }

  TEST_CASE("lateness: a delay that the loader takes out is none") {
    LateSet set(200, true);
    for (SoundPair& pair : set.list.pairs) {
      pair.target_start = 200;
      pair.lengths_may_differ = true;
    }
    CHECK(set.verify().ok());
  }

  TEST_CASE("lateness: where nothing is declared it is said, in every output, and no fault") {
    const PairSetReport set = LateSet(500, false).verify();
    const std::string text = verify_text(set);
    INFO(text);
    CHECK(set.ok());
    CHECK(text.find(": OK, but 2 pairs are late\n") != std::string::npos);
    CHECK(text.find("y2.wav is 500 samples (31.25 ms) late against x.wav: --fix takes it out; so "
                    "it is with 1 more: y4.wav") != std::string::npos);
    const PairReport& pair = set.takes.front().report;
    CHECK(verify_text(pair).find(": OK, but Y is 31.25 ms late\n") != std::string::npos);
    const Json json = parse_json(verify_json(pair));
    CHECK(std::abs(json.at("late_ms").get<double>() - 31.25) < 0.1);
    CHECK(json.at("notes").dump().find("500 samples (31.25 ms) late") != std::string::npos);
  }

  TEST_CASE("lateness: the head-room of an aligned copy is not late") {
    const PairSetReport set = LateSet(kMillisecond / 4, false).verify();
    const std::string text = verify_text(set);
    INFO(text);
    CHECK(text.find("late") == std::string::npos);
    CHECK(parse_json(verify_json(set)).at("takes").at(0).at("late_ms").is_null());
  }
}
