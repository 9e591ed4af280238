// SPDX-License-Identifier: GPL-3.0-or-later
// NAM's inputs are not shipped: a made-up one, laid out as version 3 is, under a hash of its own.
// Where its parts stand in a dataset is told by the samples themselves: each part begins a known
// way from a landmark that occurs nowhere else.
#include "rig/formats/known_stretches.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/exported.hpp"
#include "rig/formats/made_up_input.hpp"
#include "rig/model/md5.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using namespace ampsweep::test::made_up;
using namespace ampsweep::rig::formats;
using rig::Json;

namespace {

struct Made {
  TempDir folder;
  ExportResult result;
  Made(const std::filesystem::path& dataset, const ExportOptions& options) {
    WriteWishes wishes;
    wishes.ops = &unsynced_ops();
    result = export_dataset(dataset, options, folder.path() / "e", wishes);
  }
  [[nodiscard]] Json json(const std::string& name) const {
    std::ifstream in(folder.path() / "e" / name);
    return Json::parse(in);
  }
  [[nodiscard]] std::vector<float> sound(const std::string& name) const {
    return rig::require_wav(folder.path() / "e" / name).channels.at(0);
  }
  [[nodiscard]] std::string findings(Format format) const {
    std::string all;
    for (const Finding& one : check_export(format, folder.path() / "e").findings) {
      all += one.file + " " + one.code + " " + one.detail + "\n";
    }
    return all;
  }
};

Made exported_from(const MadeUp& source, const std::filesystem::path& dataset, Format format,
                   bool told, const std::function<void(ExportOptions&)>& tweak = {}) {
  ExportOptions options;
  options.format = format;
  options.standard_inputs = source.inputs;
  if (told) options.original = source.file;
  if (tweak) tweak(options);
  return Made(dataset, options);
}

std::vector<float> cut(const std::vector<float>& x, std::int64_t from, std::int64_t to) {
  return {x.begin() + from, x.begin() + to};
}

/// The parts by the landmarks in what was played.
struct Truth {
  std::vector<float> x;
  std::int64_t train_from, train_to, val_from, val_to;
  explicit Truth(const std::filesystem::path& dataset)
      : x(rig::require_wav(dataset / "input.wav").channels.at(0)) {
    train_from = first_place_of(kFirstOfTraining, x) - 10;
    train_to = last_place_of(kLastOfTraining, x) + 24'001;
    val_from = last_place_of(kFirstOfValidation, x) - 1000;
    val_to = val_from + kValidation;
  }
};

void check_cuts(const Json& data, const Truth& truth) {
  CHECK(data["train"]["start_samples"] == truth.train_from);
  CHECK(data["train"]["stop_samples"] == truth.train_to);
  CHECK(data["validation"]["start_samples"] == truth.val_from);
  CHECK(data["validation"]["stop_samples"] == truth.val_to);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("known input: its documented parts are the splits, wherever its pieces stand") {
    const MadeUp source;
    const auto dir = source.dataset("d", source.programme(kValidation));
    const Truth truth(dir);
    const Made nam = exported_from(source, dir, Format::Nam, true);
    check_cuts(nam.json("settings/00001/data.json"), truth);
    CHECK(nam.findings(Format::Nam) == "");
    const Json known = nam.json("ampsweep.json")["known_input"];
    CHECK(known["name"] == "made up");
    CHECK(known["recognised_by"] == "made-up.wav");
    CHECK(known["blips_samples"] ==
          Json::array({first_place_of(kBlip, truth.x), last_place_of(kBlip, truth.x)}));
    CHECK(known["own_validation"] == true);
    // The first validation pass of the file is in the dataset's training sound and not in this.
    CHECK(first_place_of(kFirstOfValidation, truth.x) < truth.train_from);

    const Made folders = exported_from(source, dir, Format::GuitarMlFolders, true,
                                       [](ExportOptions& o) { o.rate_hz = 48000; });
    const std::vector<float> train = folders.sound("Data/train/simulated-input.wav");
    const std::vector<float> once = cut(truth.x, truth.train_from, truth.train_to);
    REQUIRE(train.size() == 2 * once.size());  // Two takes on end.
    CHECK(std::equal(once.begin(), once.end(), train.begin()));
    CHECK(folders.sound("Data/val/simulated-input.wav") ==
          cut(truth.x, truth.val_from, truth.val_to));
    CHECK(folders.findings(Format::GuitarMlFolders) == "");

    // Not cut in time: the file would be of no use.
    CHECK_THROWS_WITH_AS(exported_from(source, dir, Format::Csv, true),
                         doctest::Contains("csv holds them whole"), rig::SetupError);
    CHECK(exported_from(source, dir, Format::Csv, false).json("ampsweep.json")["known_input"] ==
          nullptr);
  }

  TEST_CASE("known input: a dataset whose input.wav it is needs no file") {
    const MadeUp source;
    const auto dir = source.dataset("d", MadeUp::alone());
    MadeUp again;
    const std::string md5 = rig::md5_of_file(dir / "input.wav").value();
    again.inputs[0].md5 = md5.c_str();
    const Made nam = exported_from(again, dir, Format::Nam, false);
    const Json data = nam.json("settings/00002/data.json");
    CHECK(data["train"]["start_samples"] == kTrainFrom);
    CHECK(data["train"]["stop_samples"] == kTrainTo);
    CHECK(data["validation"]["start_samples"] == kTrainTo);
    CHECK(data["validation"]["stop_samples"] == kTotal);
    CHECK_FALSE(data["train"].contains("require_input_pre_silence"));
    CHECK(nam.json("ampsweep.json")["known_input"]["recognised_by"] == "input.wav");
    CHECK(nam.findings(Format::Nam) == "");
    // As the parametric fork wants it.
    const Json fork =
        exported_from(again, dir, Format::NamParametric, false).json("data.json")["train"][0];
    CHECK(fork["start_samples"] == kTrainFrom);
    CHECK(fork["stop_samples"] == kTrainTo);
  }

  TEST_CASE(
      "known input: a cut in the middle of sound switches the silence check off, and is said") {
    MadeUp source;  // As Proteus's: training from the start, validation without a pause before.
    source.inputs[0].train_start = 0;
    source.inputs[0].train_stop = source.inputs[0].validation_start = -60'000;
    const auto dir = source.dataset("d", MadeUp::alone());
    const std::string md5 = rig::md5_of_file(dir / "input.wav").value();
    source.inputs[0].md5 = md5.c_str();
    const Made nam = exported_from(source, dir, Format::Nam, false);
    const Json data = nam.json("settings/00001/data.json");
    CHECK(data["validation"]["start_samples"] == kTotal - 60'000);
    CHECK(data["validation"]["require_input_pre_silence"] == nullptr);
    CHECK(data["validation"].contains("require_input_pre_silence"));
    CHECK(data["train"]["start_samples"] == 0);
    CHECK_FALSE(data["train"].contains("require_input_pre_silence"));  // Nothing is before it.
    CHECK(nam.findings(Format::Nam) == "");
    CHECK(std::count(nam.result.notes.begin(), nam.result.notes.end(), kCutInSound) == 1);
    const Made fork = exported_from(source, dir, Format::NamParametric, false);
    CHECK(fork.findings(Format::NamParametric) == "");
  }

  TEST_CASE("known input: what was not held out whole is not cut out of training sound") {
    const MadeUp source;
    const auto dir = source.dataset("d", source.programme(12'000));
    const Truth truth(dir);
    const Made nam = exported_from(source, dir, Format::Nam, true);
    const Json data = nam.json("settings/00001/data.json");
    CHECK(data["train"]["start_samples"] == truth.train_from);
    CHECK(data["validation"]["stop_samples"].get<std::int64_t>() -
              data["validation"]["start_samples"].get<std::int64_t>() ==
          12'000);  // The dataset's own.
    CHECK(nam.json("ampsweep.json")["known_input"]["own_validation"] == false);
    CHECK(nam.findings(Format::Nam) == "");
  }

  TEST_CASE("known input: user audio is cut as ever; a file that does not belong is refused") {
    const MadeUp source;
    const auto dir = source.dataset("d", source.programme(kValidation));
    const Made nam = exported_from(source, dir, Format::Nam, false);
    CHECK(nam.json("ampsweep.json")["known_input"] == nullptr);
    const rig::Dataset ledger = rig::open_dataset(dir);
    const auto training =
        std::find_if(ledger.segments.begin(), ledger.segments.end(),
                     [](const auto& one) { return one.role == signals::SegmentRole::Training; });
    CHECK(nam.json("settings/00001/data.json")["train"]["start_samples"] ==
          training->start.value());

    // Known, but not what was played; played, but not known; not there.
    CHECK_THROWS_AS((void)exported_from(source, steps_dataset().dir(), Format::Nam, true),
                    rig::SetupError);
    CHECK_THROWS_AS(
        (void)exported_from(source, dir, Format::Nam, true,
                            [](ExportOptions& o) { o.standard_inputs = known_inputs(); }),
        rig::SetupError);
    CHECK_THROWS_AS(
        (void)exported_from(source, dir, Format::Nam, true,
                            [](ExportOptions& o) { o.original = "/nowhere/input.wav"; }),
        rig::SetupError);
  }
}
