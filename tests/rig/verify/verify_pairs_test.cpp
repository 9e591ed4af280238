// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pairs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/verify/find_pairs.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"
#include "signals/random.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// One dry noise of 3 s, and saturated answers to it at three settings.
struct PairFolder {
  test::TempDir folder;
  std::vector<double> dry;

  PairFolder() {
    signals::Random random{7};
    for (int n = 0; n < 3 * 48000; ++n) dry.push_back(0.1 * random.normal());
    for (double& sample : dry) sample = std::clamp(sample, -0.9, 0.9);
    REQUIRE(write_pcm24(folder.path() / "input.wav", dry, SampleRate{48000}));
    put("gain1.wav", 2.0, 20);
    put("gain5.wav", 5.0, 20);
    put("gain9.wav", 9.0, 20);
    table("file_name,split,gain\ngain1.wav,train,1\ngain5.wav,train,5\ngain9.wav,test,9\n");
  }
  void put(const std::string& name, double drive, std::size_t delay, double sign = 1.0) const {
    std::vector<double> wet(dry.size(), 0.0);
    for (std::size_t n = delay; n < wet.size(); ++n) {
      wet[n] = sign * 0.4 * std::tanh(drive * dry[n - delay]);
    }
    REQUIRE(write_pcm24(folder.path() / name, wet, SampleRate{48000}, posix_file_ops(),
                        FileOps::IfExists::Replace));
  }
  void table(const std::string& text) const {
    std::ofstream(folder.path() / "metadata.csv") << text;
  }
  [[nodiscard]] PairSetReport verify(const PairSetOptions& options = {}) const {
    return verify_pairs(find_pairs(folder.path(), {}), options);
  }
};

bool any_detail(const std::vector<FileFault>& faults, const std::string& words) {
  return std::any_of(faults.begin(), faults.end(), [&](const FileFault& found) {
    return found.fault.detail.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("verify pairs: a good set is OK, its delay and coverage are told") {
    const PairSetReport report = PairFolder().verify();
    INFO(verify_text(report));
    CHECK(report.ok());
    CHECK(report.figures.measured == 3);
    REQUIRE(report.figures.delay_samples);
    CHECK(std::abs(*report.figures.delay_samples - 20.0) < 0.5);
    CHECK(*report.figures.delay_spread_samples < 0.5);
    REQUIRE(report.figures.knobs.size() == 1);
    CHECK(report.figures.knobs[0].values == std::vector<double>{1.0, 5.0, 9.0});
    const Json json = parse_json(verify_json(report));
    CHECK(json.at("schema") == "ampsweep-verify-pairs-1");
    CHECK(json.at("takes").size() == 3);
    CHECK(json.at("takes").at(2).at("setting").at("gain") == 9.0);
    CHECK(json.at("takes").at(0).at("interval_samples").size() == 2);
  }

  TEST_CASE(
      "verify pairs: a take that is late, one upside down, one copied and one lost are told") {
    PairFolder set;
    SUBCASE("late") {
      set.put("gain5.wav", 5.0, 90);
      CHECK(test::has_fault(set.verify().faults, FaultCode::DelayMoved));
    }
    SUBCASE("upside down") {
      set.put("gain5.wav", 5.0, 20, -1.0);
      CHECK(test::has_fault(set.verify().faults, FaultCode::PolarityInverted));
    }
    SUBCASE("copied") {
      set.put("gain9.wav", 5.0, 20);
      const PairSetReport report = set.verify();
      CHECK(test::has_fault(report.faults, FaultCode::TakeMismatch));
      CHECK(any_detail(report.faults, "another setting"));
      CHECK(any_detail(report.faults, "leak"));
    }
    SUBCASE("lost") {
      std::filesystem::remove(set.folder.path() / "gain9.wav");
      const PairSetReport report = set.verify();
      CHECK_FALSE(report.ok());
      CHECK(report.figures.measured == 2);
    }
    SUBCASE("one setting in two splits") {
      set.table("file_name,split,gain\ngain1.wav,train,1\ngain5.wav,train,5\ngain9.wav,test,5\n");
      CHECK(test::has_fault(set.verify().faults, FaultCode::LabelMismatch));
    }
  }

  TEST_CASE(
      "verify pairs: finished pairs are remembered until a file changes; nothing is written "
      "into the folder") {
    PairFolder set;
    const test::TempDir elsewhere;
    PairSetOptions options;
    options.state_file = elsewhere.path() / "deep" / "state.jsonl";
    const PairSetReport first = set.verify(options);
    const auto files = std::distance(std::filesystem::directory_iterator(set.folder.path()),
                                     std::filesystem::directory_iterator());
    CHECK(files == 5);
    std::ofstream(options.state_file, std::ios::app) << "{\"key\": \"torn";
    const PairSetReport second = set.verify(options);
    CHECK(std::all_of(second.takes.begin(), second.takes.end(),
                      [](const PairTake& take) { return take.remembered; }));
    CHECK(verify_json(first) == verify_json(second));
    set.put("gain5.wav", 4.0, 20);
    const PairSetReport third = set.verify(options);
    CHECK(third.takes[0].remembered);
    CHECK_FALSE(third.takes[1].remembered);
  }

  TEST_CASE("verify pairs: a stop keeps what was measured; threads do not change the report") {
    PairFolder set;
    std::stop_source stop;
    PairSetOptions options;
    options.run.threads = 1;
    options.run.stop = stop.get_token();
    options.run.progress = [&](const VerifyProgress& progress) {
      if (progress.done == 2) stop.request_stop();
    };
    const PairSetReport stopped = set.verify(options);
    CHECK(stopped.stopped);
    CHECK_FALSE(stopped.ok());
    CHECK(stopped.takes[1].measured);
    CHECK_FALSE(stopped.takes[2].measured);
    PairSetOptions three;
    three.run.threads = 3;
    PairSetOptions one;
    one.run.threads = 1;
    CHECK(verify_json(set.verify(one)) == verify_json(set.verify(three)));
  }
}
