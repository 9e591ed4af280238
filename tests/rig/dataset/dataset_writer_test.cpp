// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_writer.hpp"

#include <doctest/doctest.h>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

DatasetWriter create(const test::fs::path& dir, const Plan& plan = test::small_plan()) {
  return DatasetWriter::create(dir, plan, test::small_rig(), test::small_stimulus(),
                               "ampsweep 0.1");
}

DatasetWriter resume(const test::fs::path& dir, const Plan& plan = test::small_plan()) {
  return DatasetWriter::resume(dir, plan, test::small_rig(), test::small_stimulus());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("writer: a new dataset has its folders, stimulus, ledger and derived files at once") {
    const TempDir dir;
    { const auto writer = create(dir / "my amp/50%?#"); }
    const auto files = test::snapshot(dir / "my amp/50%?#");
    for (const char* name : {"README.md", "dataset.json", "metadata.csv", "ledger.sqlite",
                             "input.wav", ".session.lock"}) {
      CHECK(files.contains(name));
    }
    CHECK(files.size() == 6);
    const Dataset data = open_dataset(dir / "my amp/50%?#");
    CHECK(data.takes.size() == 4);
    CHECK(data.lost.empty());
    CHECK_FALSE(data.in_use);
    const auto stimulus = read_stimulus(data);
    REQUIRE(stimulus);
    CHECK(stimulus->samples == test::small_stimulus().samples);
    CHECK(stimulus->segments.size() == 2);
  }

  TEST_CASE("writer: a folder that is gone is a fault, not an exception") {
    const TempDir dir;
    auto writer = create(dir / "d");
    REQUIRE(test::capture(writer, 0));
    const Attempt attempt = test::attempt_at(writer, 1);
    test::fs::rename(dir / "d", dir / "elsewhere");  // as a disk that was pulled out
    const auto begun = writer.begin_attempt(attempt);
    REQUIRE_FALSE(begun);
    CHECK(begun.error().code == FaultCode::WriteFailed);
    CHECK(begun.error().detail.find("still plugged in") != std::string::npos);
  }

  TEST_CASE("writer: raw and aligned files come back bit exact and with the hashes of the row") {
    const TempDir dir;
    auto writer = create(dir / "d");
    const auto outcome = test::capture(writer, 2);
    REQUIRE(outcome);
    CHECK(writer.accepted(2));
    CHECK_FALSE(writer.accepted(1));
    const test::Sound sound = test::sound_of(2, 1);
    const auto raw = read_wav(dir / "d/raw/00002.wav");
    REQUIRE(raw);
    CHECK(raw->channels == sound.raw.channels);
    const auto take = read_wav(dir / "d/takes/00002.wav");
    REQUIRE(take);
    for (std::size_t n = 0; n < sound.aligned.size(); ++n) {
      REQUIRE(std::fabs(static_cast<double>(take->channels[0][n]) - sound.aligned[n]) <=
              0.5 / 8388608.0);
    }
    const Dataset data = open_dataset(dir / "d");
    CHECK(data.in_use);
    const AttemptRecord* record = find_take(data, 2)->accepted();
    REQUIRE(record != nullptr);
    CHECK(record->outcome->take_sha256 == sha256_of_file(dir / "d/takes/00002.wav"));
    CHECK(record->outcome->raw_sha256 == sha256_of_file(dir / "d/raw/00002.wav"));
    CHECK(record->attempt.labels[0].uncertainty ==
          test::attempt_at(writer, 2).labels[0].uncertainty);
  }

  TEST_CASE("writer: refused attempts are kept beside the accepted one") {
    const TempDir dir;
    auto writer = create(dir / "d");
    for (int number = 1; number <= 2; ++number) {
      const Attempt attempt = test::attempt_at(writer, 1);
      CHECK(attempt.number == number);
      REQUIRE(writer.begin_attempt(attempt));
      const test::Sound sound = test::sound_of(1, number);
      const auto outcome = writer.finish_attempt(attempt, {&sound.raw, {}, {}}, test::refusing());
      REQUIRE(outcome);
      CHECK(outcome->raw_file == "raw/00001-a" + std::to_string(number) + ".wav");
      CHECK(outcome->take_file.empty());
    }
    REQUIRE(test::capture(writer, 1));
    const Attempt silent = test::attempt_at(writer, 0);
    REQUIRE(writer.begin_attempt(silent));
    const auto nothing = writer.finish_attempt(silent, {}, test::refusing());
    REQUIRE(nothing);
    CHECK(nothing->raw_file.empty());

    const auto files = test::snapshot(dir / "d");
    CHECK(files.contains("raw/00001-a1.wav"));
    CHECK(files.contains("raw/00001-a2.wav"));
    CHECK(files.contains("raw/00001.wav"));
    CHECK(files.contains("takes/00001.wav"));
    CHECK(find_take(open_dataset(dir / "d"), 1)->attempts.size() == 3);
  }

  TEST_CASE(
      "writer: a take that would be clipped, is too short or no number is refused in the end") {
    const TempDir dir;
    auto writer = create(dir / "d");
    const auto finish = [&](const std::vector<double>& aligned) {
      const Attempt attempt = test::attempt_at(writer, 0);
      REQUIRE(writer.begin_attempt(attempt));
      const test::Sound sound = test::sound_of(0, attempt.number);
      return writer.finish_attempt(attempt, {&sound.raw, aligned, {}}, test::accepting());
    };
    std::vector<double> loud(2400, 0.1);
    loud[5] = 1.2;
    const auto clipped = finish(loud);
    REQUIRE(clipped);
    CHECK_FALSE(clipped->verdict.accepted);
    CHECK(clipped->verdict.faults[0].code == FaultCode::Clipped);
    CHECK(clipped->raw_file == "raw/00000-a1.wav");
    CHECK(finish(std::vector<double>(2399, 0.1))->verdict.faults[0].code ==
          FaultCode::LengthMismatch);
    loud[5] = std::nan("");
    CHECK_FALSE(finish(loud)->verdict.accepted);
    loud[5] = -1.0;
    const auto touching = finish(loud);
    REQUIRE(touching);
    CHECK(touching->verdict.accepted);
    REQUIRE(touching->verdict.warnings.size() == 1);
    CHECK(touching->verdict.warnings[0].code == FaultCode::Clipped);
  }

  TEST_CASE("writer: further outputs go to takes-<output>/ and into the row") {
    const TempDir dir;
    auto writer = create(dir / "d");
    const Attempt attempt = test::attempt_at(writer, 3);
    REQUIRE(writer.begin_attempt(attempt));
    const test::Sound sound = test::sound_of(3, 1);
    const test::Sound mic = test::sound_of(3, 99);
    TakeAudio audio = sound.audio();
    audio.further["mic"] = mic.aligned;
    REQUIRE(writer.finish_attempt(attempt, audio, test::accepting()));
    const Dataset data = open_dataset(dir / "d");
    const auto& further = find_take(data, 3)->accepted()->further;
    REQUIRE(further.size() == 1);
    CHECK(further[0].file == "takes-mic/00003.wav");
    CHECK(further[0].sha256 == sha256_of_file(dir / "d/takes-mic/00003.wav"));

    const Attempt hostile = test::attempt_at(writer, 2);
    REQUIRE(writer.begin_attempt(hostile));
    audio.further = {{"/../../outside", mic.aligned}};
    const auto refused = writer.finish_attempt(hostile, audio, test::accepting());
    REQUIRE(refused);
    CHECK_FALSE(refused->verdict.accepted);
    CHECK_FALSE(test::fs::exists(dir / "outside"));
  }

  TEST_CASE(
      "writer: create refuses a folder that holds anything, a file and a link, and leaves them") {
    const TempDir dir;
    test::write_text(dir / "file", "x");
    test::fs::create_directory(dir / "full");
    test::write_text(dir / "full/song.wav", "x");
    { const auto writer = create(dir / "taken"); }
    const auto before = test::snapshot(dir.path());
    CHECK(test::refusal([&] { (void)create(dir / "file"); }).find("try:") != std::string::npos);
    CHECK(test::refusal([&] { (void)create(dir / "full"); }).find("is not empty") !=
          std::string::npos);
    CHECK(test::refusal([&] { (void)create(dir / "taken"); }).find("--resume") !=
          std::string::npos);
    CHECK(test::snapshot(dir.path()) == before);
    test::fs::create_directory(dir / "empty");
    CHECK_NOTHROW((void)create(dir / "empty"));
  }

  TEST_CASE("writer: create failing at any file call leaves no folder behind, and then succeeds") {
    int k = 1;
    for (;; ++k) {
      const TempDir dir;
      test::FailingOps ops(k);
      const std::string why = test::refusal([&] {
        (void)DatasetWriter::create(dir / "d", test::small_plan(), test::small_rig(),
                                    test::small_stimulus(), "x", ops);
      });
      if (!ops.failed()) break;
      CAPTURE(k);
      REQUIRE_FALSE(why.empty());
      REQUIRE_FALSE(test::fs::exists(dir / "d"));
      CHECK_NOTHROW((void)create(dir / "d"));
    }
    CHECK(k > 20);
  }

  TEST_CASE("writer: a making that was cut off is cleared and made again") {
    const TempDir dir;
    { const auto writer = create(dir / "d"); }
    test::write_text(dir / "d/.creating", "");
    CHECK(test::refusal([&] { return open_dataset(dir / "d"); }).find("cut off") !=
          std::string::npos);
    CHECK_NOTHROW((void)create(dir / "d"));
    CHECK_NOTHROW((void)open_dataset(dir / "d"));
  }

  TEST_CASE("writer: finish failing at any file call acknowledges nothing and can be repeated") {
    int k = 1;
    for (;; ++k) {
      const TempDir dir;
      test::fs::path where = dir / "d";
      { const auto writer = create(where); }
      test::FailingOps ops(k);
      auto writer = DatasetWriter::resume(where, test::small_plan(), test::small_rig(),
                                          test::small_stimulus(), ops);
      const Attempt attempt = test::attempt_at(writer, 1);
      REQUIRE(writer.begin_attempt(attempt));
      const test::Sound sound = test::sound_of(1, 1);
      const auto outcome = writer.finish_attempt(attempt, sound.audio(), test::accepting());
      if (!ops.failed()) {
        CHECK(outcome);
        break;
      }
      CAPTURE(k);
      REQUIRE_FALSE(outcome);
      CHECK(outcome.error().code == FaultCode::DiskFull);
      CHECK_FALSE(writer.accepted(1));
      CHECK_FALSE(find_take(open_dataset(where), 1)->attempts[0].outcome);
      const auto again = writer.finish_attempt(attempt, sound.audio(), test::accepting());
      REQUIRE(again);
      CHECK(again->raw_sha256 == sha256_of_file(where / "raw/00001.wav"));
      CHECK(again->take_sha256 == sha256_of_file(where / "takes/00001.wav"));
    }
    CHECK(k > 12);
  }

  TEST_CASE("writer: numbers go on after a resume, epochs and events too") {
    const TempDir dir;
    {
      auto writer = create(dir / "d");
      REQUIRE(writer.event("start", "one"));
      CHECK(writer.new_epoch({}).value() == 1);
      REQUIRE(test::capture(writer, 0));
    }
    auto writer = resume(dir / "d");
    CHECK(writer.accepted(0));
    CHECK(writer.next_attempt(0) == 2);
    CHECK(writer.new_epoch({}).value() == 2);
    REQUIRE(writer.event("start", "two"));
    CHECK(writer.dataset().events.back().id == 2);
    CHECK(open_dataset(dir / "d").lost.empty());
  }

  TEST_CASE("writer: resume refuses another plan, rig or stimulus and says what changed") {
    const TempDir dir;
    { const auto writer = create(dir / "d"); }
    const auto before = test::snapshot(dir / "d");
    Plan plan = test::small_plan();
    plan.hash = "other";
    plan.policy.retries = 7;
    CHECK(test::refusal([&] {
            (void)resume(dir / "d", plan);
          }).find("another plan; changed: policy.retries (2, now 7)") != std::string::npos);
    Rig rig = test::small_rig();
    rig.hash = "other";
    rig.amp = "Another";
    CHECK(test::refusal([&] {
            (void)DatasetWriter::resume(dir / "d", test::small_plan(), rig, test::small_stimulus());
          }).find("amp (\"Test amp 50\", now \"Another\")") != std::string::npos);
    CHECK(test::refusal([&] {
            (void)DatasetWriter::resume(dir / "d", test::small_plan(), test::small_rig(),
                                        test::small_stimulus(2404));
          }).find("length_samples (2400, now 2404)") != std::string::npos);
    CHECK(test::refusal([&] { (void)resume(dir / "none"); }).find("no dataset") !=
          std::string::npos);
    CHECK(test::snapshot(dir / "d") == before);
    // Measured again, or moved: the same session all the same.
    rig = test::small_rig();
    rig.calibration.loopback_offset_samples = 3.0;
    CHECK_NOTHROW(
        (void)DatasetWriter::resume(dir / "d", test::small_plan(), rig, test::small_stimulus()));
  }

  TEST_CASE("writer: two sessions on one dataset: the second is refused, the first's pid named") {
    const TempDir dir;
    auto first = create(dir / "d");
    const std::string why = test::refusal([&] { (void)resume(dir / "d"); });
    CHECK(why.find("in use by process " + std::to_string(::getpid())) != std::string::npos);
    CHECK(test::capture(first, 0));
    auto moved = std::move(first);
    CHECK(test::capture(moved, 1));
  }

  TEST_CASE("writer: create refuses a disk that is too small, in MiB, and makes nothing") {
    const TempDir dir;
    const auto bytes = estimated_bytes(test::small_plan(4), test::small_rig(), SampleCount{48000});
    // 4 takes x 1.25 x (2 channels x 4 bytes x 3 s + 3 bytes x 1 s) + 16 MiB
    CHECK(bytes == (16 << 20) + 5 * (8 * 144000 + 3 * 48000));
    Plan huge = test::small_plan(1);
    huge.takes.resize(200'000'000 / sizeof(PlannedTake), huge.takes[0]);
    const auto long_take = test::small_stimulus(48000);
    if (test::fs::space(dir.path()).available <
        static_cast<std::uintmax_t>(estimated_bytes(huge, test::small_rig(), SampleCount{48000}))) {
      CHECK(test::refusal([&] {
              (void)DatasetWriter::create(dir / "d", huge, test::small_rig(), long_take, "x");
            }).find("MiB") != std::string::npos);
      CHECK_FALSE(test::fs::exists(dir / "d"));
    } else {
      MESSAGE("SKIPPED: more disk is free than the largest plan of this test needs");
    }
  }
}
