// SPDX-License-Identifier: GPL-3.0-or-later
// Every format from a dataset that was really captured (simulated bench): what is written is read
// again here by hand, not by the checkers: samples against the dataset's files, labels against the
// ledger.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "rig/dataset/card.hpp"
#include "rig/formats/exported.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using rig::Json;
using rig::formats::Format;

namespace {

/// Samples [from, to) of a sound.
std::vector<float> part(const std::vector<float>& sound, std::int64_t from, std::int64_t to) {
  return {sound.begin() + from, sound.begin() + to};
}

/// First and last sample of the training stretch and of the last validation pass, from the ledger.
struct Stretches {
  std::int64_t train_from{-1}, train_to{0}, val_from{0}, val_to{0};
  Stretches() {
    for (const signals::Segment& segment : steps_ledger().segments) {
      if (segment.role == signals::SegmentRole::Training) {
        if (train_from < 0) train_from = segment.start.value();
        train_to = segment.end().value();
      }
      if (segment.role == signals::SegmentRole::Validation) {
        val_from = segment.start.value();
        val_to = segment.end().value();
      }
    }
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("every format: its own checker accepts the export, with the manifest") {
    for (const auto& facts : rig::formats::all_formats()) {
      CAPTURE(std::string(facts.name));
      const Exported exported(facts.format);
      const auto report = exported.check();
      for (const auto& finding : report.findings) {
        FAIL_CHECK(finding.file << ": " << finding.code << ": " << finding.detail);
      }
      CHECK(report.ok());
      CHECK(report.pairs > 0);
      const Json sidecar = exported.json("ampsweep.json");
      CHECK(sidecar["takes"].size() == exported.result().takes);
      CHECK(sidecar["load"].contains("impedance_ohm"));
      CHECK(sidecar["load"].contains("line_out_db"));
      CHECK(sidecar["not_in_the_format"].size() == facts.loses.size());
      for (const Json& take : sidecar["takes"]) {
        for (const Json& label : take["labels"]) {
          CHECK(label["printed"] == printed_label(take["take"], label["id"]));
        }
      }
    }
  }

  TEST_CASE("nam: one data.json for each setting over files equal to the dataset's") {
    const Exported exported(Format::Nam);
    const Stretches stretches;
    CHECK(exported.sound("input.wav") == dry_samples());
    for (int take = 1; take <= 8; ++take) {
      const std::string number = "0000" + std::to_string(take);
      CHECK(exported.sound("takes/" + number + ".wav") == take_samples(take));
      const Json data = exported.json("settings/" + number + "/data.json");
      CHECK(data["common"] ==
            Json({{"x_path", "input.wav"}, {"y_path", "takes/" + number + ".wav"}, {"delay", 0}}));
      CHECK(data["train"]["start_samples"] == stretches.train_from);
      CHECK(data["train"]["stop_samples"] == stretches.train_to);
      CHECK(data["validation"]["start_samples"] == stretches.val_from);
      CHECK(data["validation"]["ny"].is_null());
      const Json metadata = exported.json("settings/" + number + "/metadata.json");
      CHECK(metadata["ampsweep"]["setting"]["treble"] == printed_label(take, "treble"));
    }
    CHECK(exported.wav("takes/00001.wav").info.format_tag == 1);
    CHECK_FALSE(std::filesystem::exists(exported.dir() / "settings/00000"));  // The reference.
  }

  TEST_CASE("nam-parametric: printed values exact, held-out settings validate") {
    const Exported exported(Format::NamParametric);
    const Json data = exported.json("data.json");
    CHECK(data["train"].size() == 6);
    REQUIRE(data["validation"].size() == 1);
    CHECK(data["validation"][0]["y_path"] == "captures/00007.wav");
    CHECK(data["validation"][0]["params"] == Json({{"gain", 6.0}, {"treble", 6.0}}));
    CHECK(data["train"][5]["params"]["treble"] == printed_label(6, "treble"));
    CHECK(exported.sound("captures/00006.wav") == take_samples(6));
    const Json params = exported.json("model.json")["net"]["config"]["params"];
    CHECK(params[0] == Json({{"name", "gain"},
                             {"min", 0.0},
                             {"max", 10.0},
                             {"default", 5.0},
                             {"type", "continuous"}}));
  }

  TEST_CASE("nam: a model for each way of telling the head; both look back alike") {
    const Exported exported(Format::Nam);
    const Json newest = exported.json("model.json")["net"]["config"]["layers_configs"];
    const Json older = exported.json("model-0.12.json")["net"]["config"]["layers_configs"];
    REQUIRE(newest.size() == 2);
    REQUIRE(older.size() == 2);
    CHECK(newest[0]["head"] == Json({{"out_channels", 8}, {"kernel_size", 1}, {"bias", false}}));
    CHECK(newest[1]["head"] == Json({{"out_channels", 1}, {"kernel_size", 1}, {"bias", true}}));
    CHECK(older[0]["head_size"] == 8);
    CHECK(older[1]["head_bias"] == true);
    CHECK_FALSE(older[0].contains("head"));
    for (std::size_t k = 0; k < 2; ++k) CHECK(newest[k]["dilations"] == older[k]["dilations"]);
    CHECK(exported.text("README.md").find("model-0.12.json") != std::string::npos);
  }

  TEST_CASE("nam-parametric: the fork's layers, and a batch that one capture fills") {
    const Exported exported(Format::NamParametric);
    const Json config = exported.json("model.json")["net"]["config"];
    CHECK_FALSE(config.contains("layers_configs"));
    REQUIRE(config["layers"].size() == 1);
    CHECK(config["layers"][0]["head"]["kernel_size"] == 16);
    const Json entry = exported.json("data.json")["train"][0];
    const int length = entry["stop_samples"].get<int>() - entry["start_samples"].get<int>();
    const int pieces = (length - 6347 + 1) / entry["ny"].get<int>();
    CHECK(exported.json("learning.json")["train_dataloader"]["batch_size"] == pieces);
    CHECK(pieces < 16);  // Of all captures together there are more.
  }

  TEST_CASE("panama: vectors exact, stretches cut sample by sample") {
    const Exported exported(Format::Panama);
    const Stretches at;
    const Json data = exported.json("data.json");
    CHECK(data["train"]["outputs"][5]["g_vector"] ==
          Json::array({normalised_label(6, "gain"), normalised_label(6, "treble")}));
    CHECK(exported.sound("training_data/input.wav") ==
          part(dry_samples(), at.train_from, at.train_to));
    CHECK(exported.sound("training_data/00003.wav") ==
          part(take_samples(3), at.train_from, at.train_to));
    CHECK(exported.sound("validation_data/00007.wav") ==
          part(take_samples(7), at.val_from, at.val_to));
  }

  TEST_CASE("guitarml at 48 kHz: float32 holds every 24-bit sample; parameters exact") {
    const Exported exported(Format::GuitarMl, [](auto& options) { options.rate_hz = 48000; });
    const Stretches at;
    const Json data = exported.json("data.json");
    const Json& sets = data["Data Sets"];
    REQUIRE(sets.size() == 6);
    CHECK(sets[5]["Parameters"] ==
          Json::array({normalised_label(6, "gain"), normalised_label(6, "treble")}));
    CHECK(exported.sound(sets[1]["TrainingTarget"]) ==
          part(take_samples(2), at.train_from, at.train_to));
    CHECK(exported.sound(sets[1]["TestClean"]) == part(dry_samples(), at.val_from, at.val_to));
    CHECK(exported.wav(sets[1]["TestClean"]).info.format_tag == 3);
  }

  TEST_CASE("guitarml-folders: knobs are channels that change where the take does") {
    const Exported exported(Format::GuitarMlFolders, [](auto& options) {
      options.rate_hz = 48000;
      options.name = "my amp";
    });
    const Stretches at;
    const auto length = static_cast<std::size_t>(at.train_to - at.train_from);
    const rig::WavAudio input = exported.wav("Data/train/my-amp-input.wav");
    const auto target = exported.sound("Data/train/my-amp-target.wav");
    REQUIRE(input.channels.size() == 3);
    REQUIRE(input.channels[0].size() == 6 * length);
    for (int k = 0; k < 6; ++k) {
      const auto from = static_cast<std::int64_t>(length) * k;
      CHECK(part(target, from, from + static_cast<std::int64_t>(length)) ==
            part(take_samples(k + 1), at.train_from, at.train_to));
      for (const std::int64_t n : {from, from + static_cast<std::int64_t>(length) - 1}) {
        CHECK(input.channels[2][static_cast<std::size_t>(n)] ==
              static_cast<float>(normalised_label(k + 1, "treble")));
      }
    }
    CHECK(exported.sound("Data/test/my-amp-target.wav") ==
          part(take_samples(8), at.val_from, at.val_to));
    CHECK(exported.sound("Data/val/my-amp-target.wav") ==
          part(take_samples(7), at.val_from, at.val_to));
  }

  TEST_CASE("aida: whole files, knobs 0..1, a table of regions beside the input") {
    const Exported exported(Format::Aida);
    const Stretches at;
    const Json config = exported.json("Configs/simulated.json");
    CHECK(config["params"]["n"] == 2);
    CHECK(config["input_size"] == 3);
    CHECK_FALSE(config.contains("blip_locations"));
    CHECK(config["params"]["datasets"][4]["params"] == Json::array({0.5, 1.0}));
    CHECK(exported.sound("take00005.wav") == take_samples(5));
    CHECK(exported.text("input.csv") ==
          "#,Name,Start,End,Length,Color\nR1,train," + std::to_string(at.train_from) + "," +
              std::to_string(at.train_to) + "," + std::to_string(at.train_to - at.train_from) +
              ",FF0000\nR2,testval," + std::to_string(at.val_from) + "," +
              std::to_string(at.val_to) + "," + std::to_string(at.val_to - at.val_from) +
              ",00FFFF\n");
  }

  TEST_CASE("proteus: the five steps of treble, and why not when there are none") {
    const Exported exported(Format::Proteus);
    const Json data = exported.json("data.json");
    const Json& sets = data["Data Sets"];
    REQUIRE(sets.size() == 5);
    for (std::size_t k = 0; k < 5; ++k) {
      CHECK(sets[k]["Parameters"] == Json::array({0.25 * static_cast<double>(k)}));
    }
    CHECK(exported.wav("out1_train.wav").rate().value() == 44100);
    CHECK(exported.json("Configs/simulated.json")["input_size"] == 2);
    CHECK_THROWS_WITH_AS(Exported(Format::Proteus, [](auto& o) { o.knob = "gain"; }),
                         doctest::Contains("no five takes have gain"), rig::SetupError);
    CHECK_THROWS_AS(Exported(Format::Proteus, [](auto& o) { o.knob = "bass"; }), rig::SetupError);
  }

  TEST_CASE("signaltrain: printed values in names, four digits, the rest is said") {
    const Exported exported(Format::SignalTrain);
    CHECK(std::filesystem::exists(exported.dir() / "Train/target_6_simulated__3__8.333.wav"));
    CHECK(std::filesystem::exists(exported.dir() / "Val/target_7_simulated__6__6.wav"));
    CHECK(std::filesystem::exists(exported.dir() / "Test/input_8_.wav"));
    CHECK(exported.text("effect_info.ini") ==
          "[effect]\nname = simulated\nknob_names = ['gain','treble']\n"
          "knob_ranges = [[0,10],[0,10]]\n");
    REQUIRE(exported.result().notes.size() == 2);
    CHECK(exported.result().notes[0].find("take 6: treble is 8.333333333333334") == 0);
    CHECK(exported.result().notes[1].find("divides treble (0..10) by 100") != std::string::npos);
  }

  TEST_CASE("tonetwist: letters and hundredths; samples equal at 48 kHz") {
    const Exported exported(Format::ToneTwist);
    const Stretches at;
    CHECK(exported.sound("simulated/trainval/G030_T083/G030_T083.guitar.target.wav") ==
          part(take_samples(6), at.train_from, at.train_to));
    CHECK(exported.sound("DRY-with-markers/test/guitar.input.wav") ==
          part(dry_samples(), at.val_from, at.val_to));
    CHECK(exported.json("ampsweep.json")["carried"]["letters"] ==
          Json({{"G", "gain"}, {"T", "treble"}}));
  }

  TEST_CASE("huggingface: rows of metadata.csv as they stand, files byte for byte") {
    const Exported exported(Format::HuggingFace, [](auto& options) {
      options.splits = {rig::Split::Validation, rig::Split::Test};
    });
    const std::string table = exported.text("metadata.csv");
    CHECK(std::count(table.begin(), table.end(), '\n') == 3);
    CHECK(table.find("\ntakes/00007.wav,input.wav,validation,") != std::string::npos);
    CHECK(exported.sound("takes/00008.wav") == take_samples(8));
    CHECK(exported.text("README.md").find("---\n") == 0);
  }

  TEST_CASE("the dataset's card tells how to bring it to every trainer") {
    const std::string card = rig::card(steps_ledger());
    for (const auto& facts : rig::formats::all_formats()) {
      CAPTURE(std::string(facts.name));
      const bool as_it_stands = facts.format == Format::HuggingFace;
      const std::string said =
          as_it_stands ? "load_dataset" : "| `" + std::string(facts.name) + "` |";
      CHECK(card.find(said) != std::string::npos);
    }
  }

  TEST_CASE("a servo that came to rest a hair beside its end mark: exported and accepted") {
    rig::Dataset dataset = steps_ledger();
    for (rig::TakeRecord& take : dataset.takes) {
      for (rig::AttemptRecord& attempt : take.attempts) {
        for (rig::KnobLabel& label : attempt.attempt.labels) {
          if (label.printed != 0.0) continue;
          label.printed = -0.03;
          label.normalised = -0.003;
        }
      }
    }
    for (const auto& facts : rig::formats::all_formats()) {
      CAPTURE(std::string(facts.name));
      rig::formats::ExportOptions options;
      options.format = facts.format;
      if (facts.format == Format::Proteus) options.knob = "treble";
      if (facts.format != Format::Proteus)
        options.where = {rig::formats::knob_range("treble=-1..2")};
      const auto job = rig::formats::make_job(dataset, options);
      rig::formats::WriteWishes wishes;
      wishes.ops = &unsynced_ops();
      const TempDir out;
      (void)rig::formats::write_export(job, rig::formats::plan_export(job), out.path(), wishes);
      for (const auto& finding : rig::formats::check_export(facts.format, out.path()).findings) {
        // Card and sidecar are not of the plan.
        if (finding.file != "README.md") FAIL_CHECK(finding.file << ": " << finding.detail);
      }
    }
  }

  TEST_CASE("nam, nam-parametric, panama: sound shorter than the model looks back is refused") {
    for (const Format format : {Format::Nam, Format::NamParametric, Format::Panama}) {
      rig::formats::ExportOptions options;
      options.format = format;
      auto job = rig::formats::make_job(steps_ledger(), options);
      CHECK_NOTHROW((void)rig::formats::plan_export(job));
      job.validation.length = SampleCount{4000};
      CHECK_THROWS_WITH_AS((void)rig::formats::plan_export(job), doctest::Contains("4000 samples"),
                           rig::SetupError);
    }
  }

  TEST_CASE("csv: labels with their doubt, stretches, everything named") {
    const Exported exported(Format::Csv);
    const std::string table = exported.text("pairs.csv");
    CHECK(table.find("input,target,split,take,gain,gain_norm,gain_uncertainty,") == 0);
    CHECK(table.find("input.wav,takes/00006.wav,train,6,3,0.3,") != std::string::npos);
    CHECK(exported.sound("takes/00006.wav") == take_samples(6));
  }
}
