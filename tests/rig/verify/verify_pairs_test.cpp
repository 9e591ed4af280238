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
#include "rig/model/result.hpp"
#include "rig/verify/find_pairs.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/sound_scan.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"
#include "signals/random.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr SampleRate kRate{16000};

/// One dry noise of 3 s, and saturated answers to it at three settings.
struct PairFolder {
  test::TempDir folder;
  std::vector<double> dry;

  PairFolder() {
    signals::Random random{7};
    for (int n = 0; n < 3 * 16000; ++n) dry.push_back(0.1 * random.normal());
    for (double& sample : dry) sample = std::clamp(sample, -0.9, 0.9);
    REQUIRE(write_pcm24(folder.path() / "input.wav", dry, kRate));
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
    REQUIRE(write_pcm24(folder.path() / name, wet, kRate, posix_file_ops(),
                        FileOps::IfExists::Replace));
  }
  void table(const std::string& text) const {
    std::ofstream(folder.path() / "metadata.csv") << text;
  }
  /// What these tests ask is not what the files went through before.
  [[nodiscard]] PairSetReport verify(PairSetOptions options = {}) const {
    options.quick = true;
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

  TEST_CASE(
      "verify pairs: dry/a.wav and wet/a.wav: what is wrong with the one is not the other's") {
    PairFolder set;
    namespace fs = std::filesystem;
    const fs::path dir = set.folder.path();
    fs::create_directory(dir / "dry");
    fs::create_directory(dir / "wet");
    fs::rename(dir / "input.wav", dir / "dry" / "a.wav");
    std::vector<double> wet = set.dry;
    for (double& sample : wet) sample = std::clamp(8.0 * sample, -0.25, 0.25);
    REQUIRE(write_pcm24(dir / "wet" / "a.wav", wet, kRate));
    PairWishes wishes;
    wishes.input = "dry/*.wav";
    wishes.target = "wet/*.wav";
    const PairSetReport report = verify_pairs(find_pairs(dir, wishes), {{}, {}, true});
    REQUIRE(report.all_faults().size() == 1);
    CHECK(report.all_faults()[0].file == "wet/a.wav");
    CHECK(report.all_faults()[0].fault.detail.starts_with("wet/a.wav is clipped"));
  }

  TEST_CASE("verify pairs: two labels for one pair cannot both be right") {
    PairFolder set;
    set.table("file_name,gain\ngain1.wav,1\ngain5.wav,5\ngain9.wav,9\ngain1.wav,7\n");
    const PairSetReport report = set.verify();
    CHECK(test::has_fault(report.faults, FaultCode::LabelMismatch));
    CHECK(any_detail(report.faults, "metadata.csv line 2 and in metadata.csv line 5"));
  }

  TEST_CASE("verify pairs: a fault of the input is told once, and by its own name and code") {
    PairFolder set;
    SUBCASE("lost") {
      set.table("file_name,input\ngain1.wav,input.wav\ngain5.wav,input.wav\n");
      std::filesystem::remove(set.folder.path() / "input.wav");
      const PairSetReport report = set.verify();
      REQUIRE(report.all_faults().size() == 1);
      CHECK(report.all_faults()[0].fault.code == FaultCode::FileMissing);
      CHECK(report.all_faults()[0].file == "input.wav");
    }
    SUBCASE("clipped") {
      for (double& sample : set.dry) sample = std::clamp(sample, -0.15, 0.15);
      REQUIRE(write_pcm24(set.folder.path() / "input.wav", set.dry, kRate, posix_file_ops(),
                          FileOps::IfExists::Replace));
      const PairSetReport report = set.verify();
      const auto faults = report.all_faults();
      CHECK(std::count_if(faults.begin(), faults.end(),
                          [](const FileFault& found) { return found.file == "input.wav"; }) == 1);
      CHECK_FALSE(report.takes[0].ok());
    }
  }

  TEST_CASE(
      "verify pairs: a header that claims what no file has is refused, the rest is measured") {
    PairFolder set;
    const auto patch = [&](std::streamoff at, const std::string& bytes) {
      std::fstream file(set.folder.path() / "gain5.wav",
                        std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(at);
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    };
    SUBCASE("rate") { patch(24, std::string("\xff\xff\xff\x7f", 4)); }
    SUBCASE("channels") { patch(22, std::string("\xe8\x03", 2)); }
    const PairSetReport report = set.verify();
    CHECK(report.figures.measured == 2);
    REQUIRE(report.takes[1].report.faults.size() == 1);
    CHECK(report.takes[1].report.faults[0].file == "gain5.wav");
    CHECK(report.takes[1].report.faults[0].fault.code == FaultCode::FormatMismatch);
  }

  TEST_CASE("verify pairs: a state file that is something else is not written into") {
    PairFolder set;
    PairSetOptions options;
    options.state_file = set.folder.path() / "metadata.csv";
    const auto before = std::filesystem::file_size(options.state_file);
    CHECK_THROWS_AS((void)set.verify(options), SetupError);
    CHECK(std::filesystem::file_size(options.state_file) == before);
  }

  TEST_CASE("verify pairs: lines of the state file that nothing asks for go") {
    PairFolder set;
    const test::TempDir elsewhere;
    PairSetOptions options;
    options.state_file = elsewhere.path() / "state.jsonl";
    (void)set.verify(options);
    {
      std::ofstream more(options.state_file, std::ios::app);
      for (int i = 0; i < 200; ++i) more << "{\"key\": \"" << i << "\"}\n";
    }
    const auto before = std::filesystem::file_size(options.state_file);
    CHECK(set.verify(options).takes[2].remembered);
    CHECK(std::filesystem::file_size(options.state_file) < before - 2000);
    CHECK(set.verify(options).takes[2].remembered);
  }

  TEST_CASE("verify pairs: a quick run says that it did not look for lossy coding, never no") {
    const PairFolder set;
    const test::TempDir elsewhere;
    PairSetOptions options;
    options.state_file = elsewhere.path() / "state.jsonl";
    const auto lossy = [](const PairSetReport& report) {
      return parse_json(verify_json(report)).at("takes").at(0).at("y").at("history").at("lossy");
    };
    const PairSetReport quick = set.verify(options);
    CHECK(lossy(quick) == "not looked for");
    CHECK(verify_text(quick).find("traces of lossy coding were not looked for") !=
          std::string::npos);
    const PairSetReport again = set.verify(options);
    CHECK(again.takes[0].remembered);
    CHECK(verify_json(again) == verify_json(quick));
    // What a quick run remembers is not what a whole one asks.
    const PairSetReport whole = verify_pairs(find_pairs(set.folder.path(), {}), options);
    CHECK_FALSE(whole.takes[0].remembered);
    CHECK(lossy(whole) != "not looked for");
    CHECK(verify_text(whole).find("not looked for") == std::string::npos);
  }

  TEST_CASE("verify pairs: no pair is no success; a stop reaches a file's first second") {
    PairSetReport nothing;
    CHECK_FALSE(nothing.ok());
    CHECK(verify_text(nothing).find("NO PAIR FOUND") != std::string::npos);
    const PairFolder set;
    std::stop_source stop;
    stop.request_stop();
    auto reader = SoundReader::open(set.folder.path() / "input.wav");
    REQUIRE(reader);
    CHECK(scan_sound(*reader, "x", stop.get_token()).peak_dbfs == -400.0);
  }

  TEST_CASE("verify pairs: what many pairs have to note is said once, with how many") {
    const PairSetReport report = PairFolder().verify();
    const auto notes = notes_of_set(report);
    const auto told = std::count_if(notes.begin(), notes.end(), [](const std::string& note) {
      return note.find("no loopback") != std::string::npos;
    });
    CHECK(told == 1);
    CHECK(verify_text(report).find("so it is with 2 more: gain5.wav, gain9.wav") !=
          std::string::npos);
  }
}
