// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_text.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
namespace fs = std::filesystem;
using test::accused;
using test::detail_of;
using test::has_fault;
using test::SmallDataset;
using test::take_of;

namespace {

void check_only(const VerifyReport& report, int take, FaultCode code) {
  INFO(verify_text(report));
  CHECK_FALSE(report.ok());
  CHECK(accused(report) == std::vector<int>{take});
  CHECK(report.faults.empty());
  CHECK(has_fault(take_of(report, take).faults, code));
}

void check_set_only(const VerifyReport& report, FaultCode code) {
  INFO(verify_text(report));
  CHECK_FALSE(report.ok());
  CHECK(accused(report).empty());
  CHECK(has_fault(report.faults, code));
}

std::string first_line_with(const fs::path& file, const std::string& what) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.find(what) != std::string::npos) return line;
  }
  return "";
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("verify: a truncated take is called truncated") {
    const SmallDataset data;
    fs::resize_file(data.file("takes/00002.wav"), 100001);
    check_only(verify_dataset(data.dir()), 2, FaultCode::FileTruncated);
  }

  TEST_CASE("verify: a truncated raw recording is called truncated") {
    const SmallDataset data;
    fs::resize_file(data.file("raw/00002.wav"), 100001);
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 2, FaultCode::FileTruncated);
    CHECK_FALSE(take_of(report, 2).cut.delay_samples);  // nothing to compare with
  }

  TEST_CASE("verify: an edited label in metadata.csv is named with row, column, both values") {
    const SmallDataset data;
    const std::string row = first_line_with(data.file("metadata.csv"), "takes/00001.wav");
    std::string edited = row;
    edited.replace(edited.find(",3,"), 3, ",4,");  // gain 3 of take 1
    data.edit_text("metadata.csv", row, edited);

    const VerifyReport report = verify_dataset(data.dir());

    check_only(report, 1, FaultCode::LabelMismatch);
    const std::string told = detail_of(take_of(report, 1).faults, FaultCode::LabelMismatch);
    CHECK(told.find("metadata.csv row takes/00001.wav, column gain: \"4\" where the ledger has "
                    "\"3\"") == 0);
  }

  TEST_CASE("verify: a table saved by a spreadsheet, with the same numbers, is no fault") {
    const SmallDataset data;
    std::ifstream in(data.file("metadata.csv"));
    std::string text = "\xEF\xBB\xBF";
    for (std::string line; std::getline(in, line);) text += line + "\r\n";
    in.close();
    const std::size_t at = text.find(",3,");
    REQUIRE(at != std::string::npos);
    text.replace(at, 3, ",3.0,");
    std::ofstream(data.file("metadata.csv"), std::ios::trunc | std::ios::binary) << text;
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(report.ok());
  }

  TEST_CASE("verify: a row taken out of metadata.csv is missed") {
    const SmallDataset data;
    const std::string row = first_line_with(data.file("metadata.csv"), "takes/00003.wav");
    data.edit_text("metadata.csv", row + "\n", "");
    check_only(verify_dataset(data.dir()), 3, FaultCode::LabelMismatch);
  }

  TEST_CASE("verify: an invented row, a torn quote and a missing table are faults of the set") {
    SUBCASE("invented") {
      const SmallDataset data;
      std::ofstream(data.file("metadata.csv"), std::ios::app) << "takes/00099.wav,input.wav\n";
      check_set_only(verify_dataset(data.dir()), FaultCode::LabelMismatch);
    }
    SUBCASE("torn") {
      const SmallDataset data;
      std::ofstream(data.file("metadata.csv"), std::ios::app) << "\"takes/00099.wav";
      check_set_only(verify_dataset(data.dir()), FaultCode::FormatMismatch);
    }
    SUBCASE("missing") {
      const SmallDataset data;
      fs::remove(data.file("metadata.csv"));
      check_set_only(verify_dataset(data.dir()), FaultCode::FileMissing);
    }
  }

  TEST_CASE("verify: an edited dataset.json is named with place and both values") {
    const SmallDataset data;
    data.edit_text("dataset.json", "\"sample_rate_hz\": 48000", "\"sample_rate_hz\": 44100");
    const VerifyReport report = verify_dataset(data.dir());
    check_set_only(report, FaultCode::LabelMismatch);
    const std::string told = detail_of(report.faults, FaultCode::LabelMismatch);
    CHECK(told.find("sample_rate_hz: 44100 where the ledger has 48000") != std::string::npos);
  }

  TEST_CASE("verify: a dataset.json that is not JSON is a fault, not a crash") {
    const SmallDataset data;
    std::ofstream(data.file("dataset.json"), std::ios::trunc) << std::string(100000, '[');
    check_set_only(verify_dataset(data.dir()), FaultCode::FormatMismatch);
  }

  TEST_CASE("verify: one flipped digit in the ledger makes its row lost, never a label") {
    const SmallDataset data;
    data.edit_text("ledger.sqlite", "\"printed\":7", "\"printed\":8");
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK_FALSE(report.ok());
    CHECK_FALSE(report.complete());
    CHECK(has_fault(report.faults, FaultCode::DigestMismatch));
    CHECK(report.takes.size() == 3);
    CHECK(accused(report).empty());
    // The lost row's files are good recordings: nobody may be told to remove them.
    const std::string text = verify_text(report);
    CHECK(detail_of(report.faults, FaultCode::Unlisted)
              .find("set it aside; a lost row may have named it") != std::string::npos);
    CHECK(text.find("remove it") == std::string::npos);
  }

  TEST_CASE("verify: a missing take and a missing recording are missed") {
    for (const char* name : {"takes/00001.wav", "raw/00001.wav"}) {
      const SmallDataset data;
      fs::remove(data.file(name));
      check_only(verify_dataset(data.dir()), 1, FaultCode::FileMissing);
    }
  }

  TEST_CASE("verify: without input.wav the set is at fault and hashes are still compared") {
    const SmallDataset data;
    fs::remove(data.file("input.wav"));
    const VerifyReport report = verify_dataset(data.dir());
    check_set_only(report, FaultCode::FileMissing);
    CHECK(report.takes.size() == 4);
    CHECK_FALSE(take_of(report, 1).cut.delay_samples);
  }

  TEST_CASE("verify: an edited input.wav is found by its hash") {
    const SmallDataset data;
    auto input = read_wav(data.file("input.wav"));
    REQUIRE(input);
    std::vector<double> x(input->channels[0].begin(), input->channels[0].end());
    x[200000] += 0.01;
    fs::remove(data.file("input.wav"));
    REQUIRE(write_pcm24(data.file("input.wav"), x, input->rate()));
    check_set_only(verify_dataset(data.dir()), FaultCode::HashMismatch);
  }

  TEST_CASE("verify: files that no row names are listed") {
    const SmallDataset data;
    fs::copy_file(data.file("takes/00001.wav"), data.file("takes/00009.wav"));
    fs::copy_file(data.file("raw/00001.wav"), data.file("raw/another.wav"));
    const VerifyReport report = verify_dataset(data.dir());
    check_set_only(report, FaultCode::Unlisted);
    CHECK(report.faults.size() == 2);
    CHECK(detail_of(report.faults, FaultCode::Unlisted).find("remove it") != std::string::npos);
  }

  TEST_CASE("verify: what other verbs keep in report/, export/ and measure/ is no fault") {
    const SmallDataset data;
    for (const char* folder : {"report", "export", "measure"}) {
      fs::create_directory(data.file(folder));
      std::ofstream(data.file(std::string(folder) + "/00001.json")) << "{}";
    }
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(report.ok());
    CHECK(report.notes.empty());
  }

  TEST_CASE("verify: the leftover of a write that was cut off is a note") {
    const SmallDataset data;
    std::ofstream(data.file("takes/.00009.wav.part")) << "half";
    const VerifyReport report = verify_dataset(data.dir());
    CHECK(report.ok());
    CHECK(report.notes.size() == 1);
  }

  TEST_CASE("verify: a take that is a link out of the folder is not followed") {
    const SmallDataset data;
    const test::TempDir elsewhere;
    fs::copy_file(data.file("takes/00001.wav"), elsewhere.path() / "same.wav");
    fs::remove(data.file("takes/00001.wav"));
    fs::create_symlink(elsewhere.path() / "same.wav", data.file("takes/00001.wav"));
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 1, FaultCode::FormatMismatch);
    CHECK(detail_of(take_of(report, 1).faults, FaultCode::FormatMismatch).find("link") !=
          std::string::npos);
  }

  TEST_CASE("verify: a pipe in the place of a take does not hang it") {
    const SmallDataset data;
    fs::remove(data.file("takes/00001.wav"));
    REQUIRE(mkfifo(data.file("takes/00001.wav").c_str(), 0600) == 0);
    check_only(verify_dataset(data.dir()), 1, FaultCode::FormatMismatch);
  }

  TEST_CASE("verify: a take saved as float32 has the wrong format and is still measured") {
    const SmallDataset data;
    const auto take = read_wav(data.file("takes/00001.wav"));
    REQUIRE(take);
    fs::remove(data.file("takes/00001.wav"));
    REQUIRE(write_float32(data.file("takes/00001.wav"), {take->rate(), take->channels}));
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 1, FaultCode::FormatMismatch);
    CHECK(take_of(report, 1).cut.delay_samples);
    CHECK_FALSE(has_fault(take_of(report, 1).faults, FaultCode::Misaligned));
  }

  TEST_CASE("verify: a take that is 100 samples short has the wrong length, not the wrong place") {
    const SmallDataset data;
    data.edit_take(1, [](std::vector<float>& x) { x.resize(x.size() - 100); });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 1, FaultCode::LengthMismatch);
    CHECK_FALSE(has_fault(take_of(report, 1).faults, FaultCode::Misaligned));
  }

  TEST_CASE("verify: a take that is no audio file is a format fault, not a crash") {
    const SmallDataset data;
    std::ofstream(data.file("takes/00001.wav"), std::ios::trunc) << "not a wav at all";
    check_only(verify_dataset(data.dir()), 1, FaultCode::FormatMismatch);
  }
}
