// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_metadata.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "rig/formats/exported.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using namespace ampsweep::rig::formats;
using rig::Json;

namespace {

Json trained_model() {
  return {{"version", "0.7.0"},
          {"architecture", "WaveNet"},
          {"config", {{"head_scale", 0.02}}},
          {"weights", {0.1, -1e-7, 0.30000001192092896}},
          {"sample_rate", 48000},
          {"metadata", {{"loudness", -20.5}, {"name", "my name"}, {"training", {{"x", 1}}}}}};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("nam-metadata: levels, setting, delay and ESR go in; the rest stays as it was") {
    rig::Dataset dataset = steps_ledger();
    dataset.rig.amp = "Plexi";
    dataset.rig.levels.output_full_scale = Dbu{6.5};
    dataset.rig.levels.amp_send_gain = Decibels{-4.0};
    dataset.rig.levels.input_full_scale = Dbu{9.25};
    NamMetadataWishes wishes;
    wishes.setting = {{"gain", 5.0}, {"treble", 7.5}};
    wishes.tone_type = "crunch";
    wishes.gear_make = "Marshall";
    wishes.validation_esr = 0.0125;
    const Json model = with_nam_metadata(trained_model(), dataset, wishes);

    Json rest = model;
    rest.erase("metadata");
    Json before = trained_model();
    before.erase("metadata");
    CHECK(rest == before);
    const Json& metadata = model["metadata"];
    CHECK(metadata["name"] == "my name");
    CHECK(metadata["loudness"] == -20.5);
    CHECK(metadata["gear_make"] == "Marshall");
    CHECK(metadata["gear_model"] == "Plexi");
    CHECK(metadata["gear_type"] == "amp");  // A reactive load: no cabinet.
    CHECK(metadata["tone_type"] == "crunch");
    CHECK(metadata["input_level_dbu"] == 2.5);  // A sine at 0 dBFS in input.wav leaves 4 dB lower.
    CHECK(metadata["output_level_dbu"] == 9.25);
    CHECK(metadata["training"] == Json({{"x", 1}, {"validation_esr", 0.0125}}));
    CHECK(metadata["ampsweep"]["take"] == 4);
    CHECK(metadata["ampsweep"]["setting"] == Json({{"gain", 5.0}, {"treble", 7.5}}));
    CHECK(metadata["ampsweep"]["delay_removed_samples"].get<double>() ==
          doctest::Approx(1000.37).epsilon(1e-4));
  }

  TEST_CASE("nam-metadata: unknown levels leave the file's own alone") {
    Json model = trained_model();
    model["metadata"]["input_level_dbu"] = 12.0;
    NamMetadataWishes wishes;
    wishes.take = 1;
    CHECK(with_nam_metadata(model, steps_ledger(), wishes)["metadata"]["input_level_dbu"] == 12.0);
  }

  TEST_CASE("nam-metadata: no model, no such take, too many takes, no such tone") {
    NamMetadataWishes wishes;
    CHECK_THROWS_WITH_AS((void)with_nam_metadata(trained_model(), steps_ledger(), wishes),
                         doctest::Contains("9 takes fit"), rig::SetupError);
    wishes.take = 77;
    CHECK_THROWS_AS((void)with_nam_metadata(trained_model(), steps_ledger(), wishes),
                    rig::SetupError);
    wishes.take = 1;
    CHECK_THROWS_AS((void)with_nam_metadata(Json::object(), steps_ledger(), wishes),
                    rig::SetupError);
    wishes.tone_type = "djent";
    CHECK_THROWS_WITH_AS((void)with_nam_metadata(trained_model(), steps_ledger(), wishes),
                         doctest::Contains("hi_gain"), rig::SetupError);
  }

  TEST_CASE("nam-metadata: writes a new file whole; the trained one is not touched") {
    const TempDir folder;
    const auto nam = folder.path() / "model.nam";
    std::ofstream(nam) << rig::compact_text(trained_model());
    NamMetadataWishes wishes;
    wishes.take = 3;
    write_nam_metadata(nam, steps_dataset().dir(), folder.path() / "new.nam", wishes);
    std::ifstream in(folder.path() / "new.nam");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const Json written = rig::parse_json(text);
    CHECK(written["weights"] == trained_model()["weights"]);
    CHECK(written["metadata"]["ampsweep"]["take"] == 3);
    std::ifstream old(nam);
    CHECK(std::string{std::istreambuf_iterator<char>(old), {}} ==
          rig::compact_text(trained_model()));
    std::ofstream(nam) << "no JSON";
    CHECK_THROWS_AS(write_nam_metadata(nam, steps_dataset().dir(), folder.path() / "x", wishes),
                    rig::SetupError);
  }
}
