// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets with a second microphone: which sound goes out, and what is said of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/exported.hpp"
#include "rig/formats/nam_metadata.hpp"
#include "rig/model/sha256.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using namespace ampsweep::rig::formats;
using rig::Json;
namespace fs = std::filesystem;

namespace {

const SmallDataset& two_outputs() {
  static const SmallDataset dataset(Capture::Microphone);
  return dataset;
}

struct Out {
  TempDir folder;
  ExportResult result;
  fs::path dir{folder.path() / "e"};
  explicit Out(Format format, const std::string& output, bool reverse = false) {
    ExportOptions options;
    options.format = format;
    options.output = output;
    options.reverse = reverse;
    if (format == Format::GuitarMl || format == Format::GuitarMlFolders) options.rate_hz = 48000;
    WriteWishes wishes;
    wishes.ops = &unsynced_ops();
    result = export_dataset(two_outputs().dir(), options, dir, wishes);
  }
  [[nodiscard]] std::vector<float> sound(const std::string& name) const {
    return rig::require_wav(dir / name).channels.at(0);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(dir / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] Json json(const std::string& name) const { return Json::parse(text(name)); }
};

std::vector<float> recorded(const std::string& name) {
  return rig::require_wav(two_outputs().file(name)).channels.at(0);
}

std::string findings(Format format, const fs::path& dir) {
  std::string all;
  for (const Finding& one : check_export(format, dir).findings) all += one.file + one.code + " ";
  return all;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("export --output: the further output's own samples, in every format") {
    REQUIRE(recorded("takes/00001.wav") != recorded("takes-mic/00001.wav"));
    for (const FormatFacts& facts : all_formats()) {
      if (facts.format == Format::Proteus) continue;  // The plan has no five steps.
      CAPTURE(std::string(facts.name));
      const Out mic(facts.format, "mic");
      CHECK(findings(facts.format, mic.dir) == "");
      const Json sidecar = mic.json("ampsweep.json");
      CHECK(sidecar["outputs"] == Json::array({"mic"}));
      CHECK(sidecar["outputs_of_dataset"] == Json::array({"amp", "mic"}));
      CHECK(sidecar["measured_output"] == "amp");
      CHECK(mic.result.outputs == std::vector<std::string>{"mic"});
    }
    const Out nam(Format::Nam, "mic");
    CHECK(nam.sound("takes/00001.wav") == recorded("takes-mic/00001.wav"));
    CHECK(nam.text("README.md").find("normalised. Output: mic.\n\n## Training") !=
          std::string::npos);
    CHECK(nam.text("README.md").find("--output mic") != std::string::npos);
    CHECK(Out(Format::Nam, "amp").sound("takes/00001.wav") == recorded("takes/00001.wav"));
    const Out plain(Format::Nam, "");
    CHECK(plain.sound("takes/00001.wav") == recorded("takes/00001.wav"));
    CHECK(std::any_of(plain.result.notes.begin(), plain.result.notes.end(), [](const auto& note) {
      return note.find("only the main output amp of amp, mic") == 0;
    }));
  }

  TEST_CASE("export --output: the table's hash is of the file that lies there") {
    const Out mic(Format::HuggingFace, "mic");
    CHECK(mic.text("metadata.csv").find(*rig::sha256_of_file(mic.dir / "takes/00001.wav")) !=
          std::string::npos);
    CHECK(mic.sound("takes/00001.wav") == recorded("takes-mic/00001.wav"));
  }

  TEST_CASE("export --output all: a whole export for each, and a second run goes on") {
    Out all(Format::GuitarMlFolders, "all");
    CHECK(all.result.folders);
    CHECK(all.result.written.complete);
    for (const char* output : {"amp", "mic"}) {
      CHECK(findings(Format::GuitarMlFolders, all.dir / output) == "");
      CHECK(all.json(std::string(output) + "/ampsweep.json")["outputs"] == Json::array({output}));
    }
    CHECK(all.sound("amp/Data/train/simulated-target.wav") !=
          all.sound("mic/Data/train/simulated-target.wav"));
    CHECK(all.sound("amp/Data/train/simulated-input.wav") ==
          all.sound("mic/Data/train/simulated-input.wav"));

    ExportOptions options;
    options.format = Format::GuitarMlFolders;
    options.output = "all";
    options.rate_hz = 48000;
    fs::remove(all.dir / "mic/Data/train/simulated-target.wav");
    CHECK(export_dataset(two_outputs().dir(), options, all.dir).written.written == 1);
    // Anything else in there, and a link in the place of a folder, are refused.
    std::ofstream(all.dir / "notes.txt") << "mine";
    CHECK_THROWS_AS((void)export_dataset(two_outputs().dir(), options, all.dir), rig::SetupError);
    fs::remove(all.dir / "notes.txt");
    fs::rename(all.dir / "mic", all.folder.path() / "elsewhere");
    fs::create_directory_symlink(all.folder.path() / "elsewhere", all.dir / "mic");
    CHECK_THROWS_AS((void)export_dataset(two_outputs().dir(), options, all.dir), rig::SetupError);
  }

  TEST_CASE("export --output all to csv: one table, a column for each") {
    const Out all(Format::Csv, "all");
    CHECK_FALSE(all.result.folders);
    CHECK(all.text("pairs.csv").find("input,target,split,take,target_mic,gain,") == 0);
    CHECK(all.sound("takes-mic/00002.wav") == recorded("takes-mic/00002.wav"));
    const CheckReport report = check_export(Format::Csv, all.dir);
    CHECK(report.ok());
    CHECK(report.pairs == 6);  // Three takes, two outputs.
    CHECK(std::count_if(report.pair_list.begin(), report.pair_list.end(),
                        [](const auto& pair) { return pair.target.find("takes-mic/") == 0; }) == 3);
    fs::remove(all.dir / "takes-mic/00002.wav");
    fs::remove(all.dir / "ampsweep-manifest.json");
    CHECK(findings(Format::Csv, all.dir) == "takes-mic/00002.wavmissing_file ");

    const Out reversed(Format::Csv, "all", true);
    CHECK(reversed.text("pairs.csv").find("input,target,split,take,input_mic,") == 0);
    CHECK(check_export(Format::Csv, reversed.dir).pairs == 6);
  }

  TEST_CASE("export --output: an unknown name is usage and lists those there are") {
    try {
      (void)Out(Format::Nam, "room");
      FAIL("it was taken");
    } catch (const rig::SetupError& why) {
      CHECK(why.kind() == rig::SetupKind::Usage);
      CHECK(std::string(why.what()).find("\"room\"") != std::string::npos);
      CHECK(std::string(why.what()).find("amp, mic, or all") != std::string::npos);
    }
  }

  TEST_CASE("nam: what is known of the main output only is not said of another") {
    rig::Dataset dataset = rig::open_dataset(two_outputs().dir());
    dataset.rig.levels.input_full_scale = Dbu{9.0};
    dataset.rig.levels.output_full_scale = Dbu{6.0};
    const Json model{
        {"version", "0.7.0"}, {"architecture", "x"}, {"config", {}}, {"weights", {0.5}}};
    NamMetadataWishes wishes;
    wishes.take = 1;
    const Json main = with_nam_metadata(model, dataset, wishes)["metadata"];
    CHECK(main["output_level_dbu"] == 9.0);
    CHECK(main["gear_type"] == "amp");
    CHECK(main["ampsweep"]["output"] == "amp");
    wishes.output = "mic";
    const Json mic = with_nam_metadata(model, dataset, wishes)["metadata"];
    CHECK_FALSE(mic.contains("output_level_dbu"));
    CHECK_FALSE(mic.contains("gear_type"));
    CHECK(mic["input_level_dbu"] == 6.0);
    CHECK(mic["ampsweep"]["output"] == "mic");
    CHECK(mic["ampsweep"]["best_possible_esr"] == nullptr);
    wishes.output = "room";
    CHECK_THROWS_AS((void)with_nam_metadata(model, dataset, wishes), rig::SetupError);
  }
}
