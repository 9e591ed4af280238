// SPDX-License-Identifier: GPL-3.0-or-later
// What a check hands on of a format's pairs to whoever measures them: labels, lengths, delays.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>

#include "rig/formats/exported.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using rig::Json;
using rig::SoundPair;
using rig::formats::Format;

namespace {

using Setting = std::vector<std::pair<std::string, double>>;

SoundPair pair_with(const rig::formats::CheckReport& report, const std::string& target) {
  for (const SoundPair& pair : report.pair_list) {
    if (pair.target == target) return pair;
  }
  FAIL("no pair with " << target);
  return {};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("panama: pairs carry the numbers of their g_vector") {
    const Exported exported(Format::Panama);
    const auto report = exported.check();
    CHECK(pair_with(report, "training_data/00006.wav").setting ==
          Setting{{"1", normalised_label(6, "gain")}, {"2", normalised_label(6, "treble")}});
    CHECK(pair_with(report, "validation_data/00007.wav").setting ==
          Setting{{"1", normalised_label(7, "gain")}, {"2", normalised_label(7, "treble")}});
    // A place that holds no number would shift the others: no setting rather than a wrong one.
    exported.edit_json("data.json",
                       [](Json& d) { d["train"]["outputs"][0]["g_vector"][0] = "loud"; });
    CHECK(pair_with(exported.check(), "training_data/00001.wav").setting.empty());
  }

  TEST_CASE("nam-parametric: a switch written by name is a number, the same as where it is one") {
    const Exported exported(Format::NamParametric);
    const auto named = [&](std::size_t entry, const Json& boost) {
      exported.edit_json("data.json",
                         [&](Json& d) { d["train"][entry]["params"]["boost"] = boost; });
    };
    const Json names = {"Off", "On", "Auto"};
    for (std::size_t k = 0; k < 6; ++k) named(k, names[k % 3]);
    exported.edit_json("data.json", [](Json& d) { d["validation"][0]["params"]["boost"] = "On"; });
    named(5, 2);
    const auto boosts = [&] {
      std::map<std::string, double> all;
      for (const SoundPair& pair : exported.check().pair_list) {
        CHECK(pair.setting.size() == 3);
        for (const auto& [knob, value] : pair.setting) {
          if (knob == "boost") all[pair.target] = value;
        }
      }
      return all;
    };
    // No model says what the numbers are: sorted by name, Auto, Off, On.
    auto found = boosts();
    CHECK(found["captures/00001.wav"] == 1.0);
    CHECK(found["captures/00002.wav"] == 2.0);
    CHECK(found["captures/00003.wav"] == 0.0);
    CHECK(found["captures/00007.wav"] == 2.0);
    // The model does: in its order, which an entry may also give as a number.
    exported.edit_json("model.json", [&](Json& model) {
      model["net"]["config"]["params"].push_back({{"name", "boost"},
                                                  {"min", 0},
                                                  {"max", 2},
                                                  {"default", 0},
                                                  {"type", "switch"},
                                                  {"enum_names", names}});
    });
    found = boosts();
    CHECK(found["captures/00001.wav"] == 0.0);
    CHECK(found["captures/00002.wav"] == 1.0);
    CHECK(found["captures/00003.wav"] == 2.0);
    CHECK(found["captures/00006.wav"] == 2.0);  // Written as 2.
    CHECK(found["captures/00007.wav"] == 1.0);
  }

  TEST_CASE("csv: one pair of files under two settings is refused") {
    Exported exported(Format::Csv);
    std::ofstream table(exported.dir() / "pairs.csv");
    table << "input,target,split,gain_norm\n"
             "input.wav,takes/00001.wav,train,0.1\n"
             "input.wav,takes/00002.wav,train,0.2\n"
             "input.wav,takes/00001.wav,train,0.9\n";
    table.close();
    const auto report = exported.as_foreign().check();
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].code == "same_file");
    CHECK(report.findings[0].file == "pairs.csv row 4");
    CHECK(report.findings[0].detail.find("row 2") != std::string::npos);
    CHECK(report.findings[0].detail.find("another setting") != std::string::npos);
  }

  TEST_CASE("formats: which ones cut takes in time, so that one setting is in all splits") {
    std::set<Format> by_setting;
    for (const auto& facts : rig::formats::all_formats()) {
      if (!facts.cut_in_time) by_setting.insert(facts.format);
    }
    CHECK(by_setting == std::set<Format>{Format::HuggingFace, Format::Csv});
  }

  TEST_CASE("nam: a pair says where its target starts and whether lengths may differ") {
    Exported exported(Format::Nam);
    exported.as_foreign();
    const auto pair_of = [&](const Json& more) {
      exported.edit_json("settings/00001/data.json", [&](Json& data) {
        data["common"].update(more);
        data["common"]["require_input_pre_silence"] = nullptr;
      });
      return pair_with(exported.check(), "takes/00001.wav");
    };
    CHECK(pair_of(Json::object()).target_start == 0);
    CHECK_FALSE(pair_of(Json::object()).lengths_may_differ);
    CHECK(pair_of({{"delay", -7}}).target_start == -7);
    CHECK(pair_of({{"delay", 12.0}, {"y_preroll", 100}, {"allow_unequal_lengths", true}})
              .target_start == 112);
    CHECK(pair_of(Json::object()).lengths_may_differ);
    const std::int64_t most = 9223372036854775807LL;  // Hostile numbers stay in the file's length.
    CHECK(pair_of({{"delay", most}, {"y_preroll", most}}).target_start ==
          2 * static_cast<std::int64_t>(take_samples(1).size()));
  }

  TEST_CASE("nam: a silence check that is switched off by false, as NAM itself writes it") {
    Exported exported(Format::Nam);
    exported.as_foreign();
    const auto with = [&](const Json& wish) {
      exported.edit_json("settings/00001/data.json", [&](Json& data) {
        data["train"]["start_samples"] = 100'000;  // In the middle of sound.
        data["train"]["require_input_pre_silence"] = wish;
      });
      return exported.codes();
    };
    CHECK(with(true) == "no_pre_silence");
    CHECK(with(false) == "");
  }

  TEST_CASE("a check's text: a folder's name cannot write on the terminal") {
    rig::formats::CheckReport report;
    report.dir = "/tmp/\x1b[31mred\nnext";
    const std::string text = rig::formats::check_text(report);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\n') == std::string::npos);
  }
}
