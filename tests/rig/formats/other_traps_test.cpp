// SPDX-License-Identifier: GPL-3.0-or-later
// Traps of the loaders that are not NAM's, planted one at a time.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <vector>

#include "rig/formats/exported.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using rig::Json;
using rig::formats::Format;

namespace {

using Plant = std::function<void(const Exported&)>;
using Planted = std::vector<std::pair<const char*, Plant>>;

Plant json_edit(const char* file, const std::function<void(Json&)>& edit) {
  return [=](const Exported& exported) { exported.edit_json(file, edit); };
}

Plant wav_edit(const char* file, const std::function<void(rig::Recording&)>& edit) {
  return [=](const Exported& exported) { exported.edit_wav(file, edit); };
}

Plant text_edit(const char* file, const char* from, const char* to) {
  return [=](const Exported& exported) { exported.edit_text(file, from, to); };
}

Plant renamed(const char* from, const char* to) {
  return [=](const Exported& exported) { exported.rename(from, to); };
}

Plant shortened(const char* file) {
  return wav_edit(file, [](rig::Recording& r) {
    for (auto& channel : r.channels) channel.pop_back();
  });
}

Plant silenced(const char* file) {
  return wav_edit(
      file, [](rig::Recording& r) { std::fill(r.channels[0].begin(), r.channels[0].end(), 0.0F); });
}

Plant clipped(const char* file) {
  return wav_edit(file, [](rig::Recording& r) {
    for (std::size_t n = 5000; n < 5004; ++n) r.channels[0][n] = -1.0F;
  });
}

Plant with_a_nan(const char* file) {
  return wav_edit(file, [](rig::Recording& r) {
    r.channels[0][20'000] = std::numeric_limits<float>::quiet_NaN();
  });
}

Plant as_pcm24(const char* file) {
  return [=](const Exported& exported) {
    const rig::WavAudio audio = exported.wav(file);
    const std::vector<double> precise(audio.channels[0].begin(), audio.channels[0].end());
    REQUIRE(rig::write_pcm24(exported.dir() / file, precise, audio.rate(), unsynced_ops(),
                             rig::FileOps::IfExists::Replace));
  };
}

Plant at_rate(const char* file, int hz) {
  return wav_edit(file, [=](rig::Recording& r) { r.rate = SampleRate{hz}; });
}

/// A blue region of ten samples at the beginning of the red one.
void validated_on_training(const Exported& exported) {
  const std::string table = exported.text("input.csv");
  const int start = std::stoi(table.substr(table.find("R1,train,") + 9));
  exported.edit_text("input.csv", ",FF0000",
                     ",FF0000\nR9,held," + std::to_string(start) + "," +
                         std::to_string(start + 10) + ",10,0000FF");
}

void plant_all(Format format, const Planted& traps) {
  REQUIRE(Exported(format).as_foreign().codes() == "");
  for (const auto& [code, plant] : traps) {
    CAPTURE(std::string(code));
    Exported exported(format);
    exported.as_foreign();
    plant(exported);
    CHECK(exported.codes() == std::string(code));
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("guitarml: integers, lengths, counts, values, half a test set") {
    const auto sets = [](const std::function<void(Json&)>& edit) {
      return json_edit("data.json", [=](Json& d) { edit(d["Data Sets"]); });
    };
    plant_all(Format::GuitarMl,
              {{"wrong_encoding", as_pcm24("out_00002_train.wav")},
               {"not_finite", with_a_nan("out_00002_train.wav")},
               {"not_finite", with_a_nan("in_train.wav")},
               {"same_setting", sets([](Json& s) { s.push_back(s[1]); })},
               {"unequal_length", shortened("out_00002_train.wav")},
               {"clipped", clipped("out_00002_train.wav")},
               {"silent_target", silenced("out_00002_train.wav")},
               {"wrong_rate", at_rate("out_00002_train.wav", 96000)},
               {"wrong_rate", at_rate("out_00002_train.wav", 48000)},
               {"wrong_value", sets([](Json& s) { s[1]["Parameters"][0] = 5.0; })},
               {"wrong_count", sets([](Json& s) { s[1]["Parameters"].push_back(0.5); })},
               {"missing_key", sets([](Json& s) { s[1].erase("TestTarget"); })},
               {"missing_key", json_edit("data.json", [](Json& d) { d.erase("Data Sets"); })},
               {"same_setting", sets([](Json& s) { s[1]["Parameters"] = s[2]["Parameters"]; })},
               {"missing_file", sets([](Json& s) { s[1]["TrainingTarget"] = "gone.wav"; })},
               {"path_outside", sets([](Json& s) { s[1]["TrainingTarget"] = "../x.wav"; })}});
  }

  TEST_CASE("guitarml, aida: takes that were played again at one setting are no contradiction") {
    for (const Format format : {Format::GuitarMl, Format::Aida}) {
      Exported exported(format);
      exported.as_foreign();
      const bool guitarml = format == Format::GuitarMl;
      const std::string target = guitarml ? "out_00002_train.wav" : "take00002.wav";
      std::filesystem::copy(exported.dir() / target, exported.dir() / "again.wav");
      exported.edit_wav("again.wav", [](rig::Recording& r) {
        for (float& x : r.channels[0]) x *= 1.02F;  // An ESR of 4e-4.
      });
      exported.edit_json(guitarml ? "data.json" : "Configs/simulated.json", [&](Json& d) {
        Json& sets = guitarml ? d["Data Sets"] : d["params"]["datasets"];
        Json again = sets[1];
        again[guitarml ? "TrainingTarget" : "target"] = "again.wav";
        sets.push_back(again);
      });
      CHECK(exported.codes() == "");
    }
  }

  TEST_CASE("JSON nested beyond reason is a finding: copying it would take all of the stack") {
    const Exported exported(Format::GuitarMl);
    const std::string deep(200'000, '[');
    std::ofstream(exported.dir() / "data.json")
        << R"({"Number of Parameters": 1, "Data Sets": [{"Parameters": )" << deep
        << std::string(deep.size(), ']') << "}]}";
    CHECK(exported.codes() == "hash_mismatch not_json");
  }

  TEST_CASE("guitarml: targets that were normalised alone have lost the knob's level") {
    Exported exported(Format::GuitarMl);
    exported.as_foreign();
    const Json data = exported.json("data.json");
    for (const Json& set : data["Data Sets"]) {
      for (const char* key : {"TrainingTarget", "TestTarget"}) {
        exported.edit_wav(set[key], [](rig::Recording& r) {
          float peak = 0.0F;
          for (const float x : r.channels[0]) peak = std::max(peak, std::fabs(x));
          for (float& x : r.channels[0]) x *= 0.9F / peak;
        });
      }
    }
    CHECK(exported.codes() == "normalised_each");
  }

  TEST_CASE("guitarml-folders: pairs, channels, constants") {
    const char* const input = "Data/train/simulated-input.wav";
    const char* const target = "Data/train/simulated-target.wav";
    plant_all(Format::GuitarMlFolders,
              {{"missing_file", renamed(target, "Data/train/other.wav")},
               {"unequal_length", shortened(target)},
               {"wrong_channels",
                wav_edit(target, [](rig::Recording& r) { r.channels.push_back(r.channels[0]); })},
               {"wrong_channels", wav_edit("Data/val/simulated-input.wav",
                                           [](rig::Recording& r) { r.channels.pop_back(); })},
               {"wrong_value", wav_edit(input,
                                        [](rig::Recording& r) {
                                          for (float& x : r.channels[1]) x *= 10.0F;
                                        })},
               {"not_constant", wav_edit(input,
                                         [](rig::Recording& r) {
                                           for (std::size_t n = 0; n < r.channels[1].size(); n += 2)
                                             r.channels[1][n] = 0.F;
                                         })},
               {"wrong_encoding", as_pcm24(target)},
               {"missing_part",
                [](const Exported& e) { std::filesystem::remove_all(e.dir() / "Data/test"); }}});
  }

  TEST_CASE("guitarml-folders: a part that no WAV holds is refused before anything is written") {
    rig::formats::ExportOptions options;
    options.format = Format::GuitarMlFolders;
    auto job = rig::formats::make_job(steps_ledger(), options);
    CHECK_NOTHROW((void)rig::formats::plan_export(job));
    // Six takes of three channels: 62 million samples each are 4.1 GB at 44.1 kHz.
    job.training.length = SampleCount{62'000'000};
    CHECK_THROWS_WITH_AS((void)rig::formats::plan_export(job),
                         doctest::Contains("Data/train would be 4.1 GB with its 6 takes"),
                         rig::SetupError);
  }

  TEST_CASE("aida: rate, regions, blips, counts") {
    const char* const config = "Configs/simulated.json";
    const auto params = [=](const std::function<void(Json&)>& edit) {
      return json_edit(config, [=](Json& c) { edit(c["params"]); });
    };
    plant_all(Format::Aida,
              {{"wrong_rate", at_rate("take00002.wav", 44100)},
               {"unequal_length", shortened("take00002.wav")},
               {"wrong_table", text_edit("input.csv", "#,Name", "Nr,Name")},
               {"wrong_table", text_edit("input.csv", "00FFFF", "00FF00")},
               {"wrong_table", text_edit("input.csv", "R1,train,", "R1,train,-")},
               {"leak", validated_on_training},
               {"realigned", json_edit(config,
                                       [](Json& c) {
                                         c["blip_locations"] = {0};  // Silence.
                                         c["blip_window"] = 48000;
                                       })},
               {"wrong_count", json_edit(config, [](Json& c) { c["input_size"] = 1; })},
               {"wrong_count", params([](Json& p) { p["datasets"][0]["params"].push_back(0.5); })},
               {"wrong_value", params([](Json& p) { p["datasets"][0]["params"][0] = 7.5; })},
               {"missing_key", params([](Json& p) { p["datasets"][0].erase("target"); })},
               {"", renamed("input.csv", "regions.csv")},  // It splits 70, 15 and 15 then.
               {"", [=](const Exported& e) {
                  const auto dry = e.sound("input.wav");
                  const auto loud = std::find_if(dry.begin(), dry.end(),
                                                 [](float x) { return std::fabs(x) > 0.1F; });
                  e.edit_json(config, [&](Json& c) {
                    c["blip_locations"] = Json::array({loud - dry.begin()});
                    c["blip_window"] = 48000;
                  });
                }}});
  }

  TEST_CASE("proteus: exactly five steps, none of them silent, 44.1 kHz") {
    const auto sets = [](const std::function<void(Json&)>& edit) {
      return json_edit("data.json", [=](Json& d) { edit(d["Data Sets"]); });
    };
    plant_all(Format::Proteus, {{"wrong_steps", sets([](Json& s) { s.erase(4); })},
                                {"wrong_steps", sets([](Json& s) { s[1]["Parameters"][0] = 0.3; })},
                                {"wrong_steps", sets([](Json& s) { std::swap(s[1], s[2]); })},
                                {"wrong_rate", at_rate("out3_train.wav", 48000)},
                                {"silent_step", wav_edit("out1_train.wav", [](rig::Recording& r) {
                                   for (float& x : r.channels[0]) x *= 1e-5F;
                                 })}});
  }

  TEST_CASE("aida: what prep_wav.py writes in its folder is no stray file") {
    const Exported exported(Format::Aida);
    std::filesystem::create_directories(exported.dir() / "Data/train");
    std::filesystem::copy(exported.dir() / "take00002.wav",
                          exported.dir() / "Data/train/simulated-target.wav");
    CHECK(exported.codes() == "");
  }

  TEST_CASE("proteus: a resting knob that stands beside the edge of a raster is one setting") {
    rig::Dataset dataset = steps_ledger();
    for (rig::TakeRecord& take : dataset.takes) {
      for (rig::AttemptRecord& attempt : take.attempts) {
        for (rig::KnobLabel& label : attempt.attempt.labels) {
          if (label.id != "gain" || label.normalised != 0.5) continue;
          label.normalised = take.planned.id % 2 == 0 ? 0.5095 : 0.5105;  // 25.5 steps of 0.02.
        }
      }
    }
    rig::formats::ExportOptions options;
    options.format = Format::Proteus;
    options.knob = "treble";
    const auto job = rig::formats::make_job(dataset, options);
    CHECK(rig::formats::plan_export(job).audio.size() == 12);
  }

  TEST_CASE("signaltrain: names that do not parse, lengths, ranges") {
    const char* const target = "Train/target_2_simulated__5__2.5.wav";
    plant_all(Format::SignalTrain,
              {{"unparsable_name", renamed(target, "Train/target_2_simulated__5.wav")},
               {"unparsable_name", renamed(target, "Train/target_2_simulated__5__2,5.wav")},
               {"unparsable_name", renamed(target, "Train/target_2_simulated__5__.wav")},
               {"wrong_value", renamed(target, "Train/target_2_simulated__5__25.wav")},
               {"missing_file", renamed(target, "Train/target_99_simulated__5__2.5.wav")},
               {"missing_file unparsable_name",
                renamed(target, "Train/target_two_simulated__5__2.5.wav")},
               {"unequal_length", shortened(target)},
               {"wrong_rate", at_rate(target, 48000)},
               {"wrong_encoding", as_pcm24(target)},
               {"wrong_ini", text_edit("effect_info.ini", "knob_ranges", "ranges")},
               {"wrong_ini", text_edit("effect_info.ini", "'gain',", "")},
               {"", text_edit("effect_info.ini", "'gain'", "\"gain, 'first' stage\"")},
               {"missing_part",
                [](const Exported& e) { std::filesystem::remove_all(e.dir() / "Val"); }}});
  }

  TEST_CASE("tonetwist: a take whose hundredths another one has is left out, and said") {
    rig::Dataset dataset = steps_ledger();
    for (rig::TakeRecord& take : dataset.takes) {
      if (take.planned.id != 3) continue;
      for (rig::AttemptRecord& attempt : take.attempts) {
        attempt.attempt.labels = dataset.takes.at(2).attempts.back().attempt.labels;
      }
    }
    rig::formats::ExportOptions options;
    options.format = Format::ToneTwist;
    const auto all = rig::formats::plan_export(rig::formats::make_job(steps_ledger(), options));
    const auto plan = rig::formats::plan_export(rig::formats::make_job(dataset, options));
    CHECK(plan.audio.size() + 1 == all.audio.size());
    REQUIRE(plan.notes.size() == all.notes.size() + 1);
    CHECK(plan.notes.front().find("take 3 is left out") == 0);
  }

  TEST_CASE("tonetwist: labels of 0 to 10, which the loader learns as the lowest tenth") {
    Exported exported(Format::ToneTwist);
    exported.as_foreign();
    std::vector<std::filesystem::path> targets;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(exported.dir())) {
      if (entry.path().string().ends_with(".target.wav")) targets.push_back(entry.path());
    }
    REQUIRE(targets.size() > 2);
    for (const auto& target : targets) {
      std::string name = target.filename().string();  // G050_T025.guitar.target.wav
      for (const std::size_t digits : {1UL, 6UL}) {
        const int hundredths = std::stoi(name.substr(digits, 3));
        name.replace(digits, 3, hundredths == 100 ? "010" : "00" + name.substr(digits + 1, 1));
      }
      std::filesystem::rename(target, target.parent_path() / name);
    }
    CHECK(exported.codes() == "wrong_value");
  }

  TEST_CASE("tonetwist: names that do not parse, counts, rate, a missing dry file") {
    const char* const wet = "simulated/trainval/G050_T025/G050_T025.guitar.target.wav";
    const auto as = [=](const char* name) {
      return [=](const Exported& e) {
        e.rename(wet, (std::string("simulated/trainval/G050_T025/") + name).c_str());
      };
    };
    plant_all(Format::ToneTwist, {{"unparsable_name", as("G050_T.guitar.target.wav")},
                                  {"unparsable_name", as("G050_T2.5.guitar.target.wav")},
                                  {"unparsable_name", as("50_25.guitar.target.wav")},
                                  {"unparsable_name", as("G050_G025.guitar.target.wav")},
                                  {"unparsable_name", as("G050.guitar.target.wav")},
                                  {"wrong_value", as("G050_T250.guitar.target.wav")},
                                  {"missing_file", as("G050_T025.bass.target.wav")},
                                  {"unequal_length", shortened(wet)},
                                  {"wrong_rate", at_rate(wet, 44100)},
                                  {"unparsable_name",  // Found in "guitar.target" too.
                                   [](const Exported& e) {
                                     const auto dry = e.dir() / "DRY-with-markers/trainval";
                                     std::filesystem::copy(dry / "guitar.input.wav",
                                                           dry / "tar.input.wav");
                                   }},
                                  {"", as_pcm24(wet)}});  // torchaudio scales integers.
  }

  TEST_CASE("huggingface and csv: tables and the files they name") {
    plant_all(
        Format::HuggingFace,
        {{"wrong_table", text_edit("metadata.csv", "file_name,", "file,")},
         {"wrong_value", text_edit("metadata.csv", ",0.5,0,commanded", ",5,0,commanded")},
         {"missing_file unlisted", text_edit("metadata.csv", "takes/00001.wav", "takes/99999.wav")},
         {"path_outside unlisted", text_edit("metadata.csv", "takes/00001.wav", "../00001.wav")},
         {"same_file unlisted", text_edit("metadata.csv", "takes/00001.wav", "takes/00002.wav")},
         {"unequal_length", shortened("takes/00003.wav")},
         {"wrong_card", text_edit("README.md", "---\n", "")}});
    plant_all(Format::HuggingFace,
              {{"missing_file", text_edit("metadata.csv", "takes/00001.wav,input.wav",
                                          "takes/00001.wav,dry.wav")}});
    plant_all(Format::Csv, {{"wrong_table", text_edit("pairs.csv", "target,", "wet,")},
                            {"missing_file", text_edit("pairs.csv", "takes/00001.wav", "x.wav")},
                            {"wrong_table", text_edit("pairs.csv", "takes/00001.wav,", "")},
                            {"unequal_length", shortened("takes/00003.wav")},
                            {"clipped", clipped("takes/00003.wav")}});
  }

  TEST_CASE("ours: a file that is not the one exported is told by its hash") {
    const Exported exported(Format::Csv);
    exported.edit_text("pairs.csv", "train", "test");
    CHECK(exported.codes() == "hash_mismatch");
  }

  TEST_CASE("no export at all is refused, never accepted for want of findings") {
    const TempDir empty;
    for (const auto& facts : rig::formats::all_formats()) {
      CAPTURE(facts.name);
      CHECK_FALSE(rig::formats::check_export(facts.format, empty.path()).ok());
    }
    CHECK_THROWS_AS((void)rig::formats::check_export(Format::Nam, empty.path() / "none"),
                    rig::SetupError);
  }
}
