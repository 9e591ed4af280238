// SPDX-License-Identifier: GPL-3.0-or-later
// What NAM's loader (and the two that are built on it) would refuse or swallow, planted one at a
// time in an export that is right: training-formats.md section 0.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <vector>

#include "rig/formats/exported.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using rig::Json;
using rig::formats::Format;

namespace {

constexpr const char* kData = "settings/00001/data.json";
constexpr const char* kTake = "takes/00001.wav";

/// As its default_config_files/models/wavenet.json, one layer array of it.
constexpr const char* kPanamaModel = R"({"net": {"name": "WaveNet", "config": {"layers_configs": [
  {"condition_size": 1, "global_condition_size": 2, "input_size": 1, "channels": 16, "head_size": 8,
   "kernel_size": 3, "dilations": [1, 2, 4], "activation": "Tanh", "gated": false,
   "head_bias": false}], "head_scale": 0.02}}})";

struct Trap {
  const char* code;
  std::function<void(const Exported&)> plant;
};

/// An edit of one JSON file.
std::function<void(const Exported&)> in_json(const char* file,
                                             const std::function<void(Json&)>& edit) {
  return [=](const Exported& exported) { exported.edit_json(file, edit); };
}

std::function<void(const Exported&)> in_data(const std::function<void(Json&)>& edit) {
  return in_json(kData, edit);
}

std::function<void(const Exported&)> in_wav(const char* file,
                                            const std::function<void(rig::Recording&)>& edit) {
  return [=](const Exported& exported) { exported.edit_wav(file, edit); };
}

/// JSON pointers of every key, and of the first entry of every list.
std::vector<std::string> places_in(const Json& json, const std::string& at = "") {
  std::vector<std::string> places;
  const auto below = [&](const Json& value, const std::string& path) {
    places.push_back(path);
    for (std::string& place : places_in(value, path)) places.push_back(std::move(place));
  };
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) below(value, at + "/" + key);
  }
  if (json.is_array() && !json.empty()) below(json.front(), at + "/0");
  return places;
}

void try_all(Format format, const std::vector<Trap>& traps) {
  REQUIRE(Exported(format).as_foreign().codes() == "");
  for (const Trap& trap : traps) {
    CAPTURE(std::string(trap.code));
    Exported exported(format);
    exported.as_foreign();
    trap.plant(exported);
    CHECK(exported.codes() == std::string(trap.code));
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("nam: each trap of the loader is refused by its name") {
    const auto two = [](Json& data, const char* part) {
      data[part] = Json::array({data[part], data[part]});
    };
    try_all(
        Format::Nam,
        {{"unknown_key", in_data([](Json& d) { d["common"]["gain"] = 5.0; })},
         {"unknown_key", in_data([](Json& d) { d["train"]["_notes"] = "x"; })},
         {"unknown_type", in_data([](Json& d) { d["type"] = "parametric"; })},
         {"missing_part", in_data([](Json& d) { d.erase("validation"); })},
         {"missing_key", in_data([](Json& d) { d["common"].erase("y_path"); })},
         {"missing_file", in_data([](Json& d) { d["common"]["y_path"] = "takes/99.wav"; })},
         {"path_outside", in_data([](Json& d) { d["common"]["y_path"] = "../secret.wav"; })},
         {"path_outside", in_data([](Json& d) { d["common"]["y_path"] = "/etc/passwd"; })},
         {"delay_not_whole", in_data([](Json& d) { d["common"]["delay"] = 3.5; })},
         {"too_short",  // -1, were it cast to 64 bits with a sign.
          in_data([](Json& d) { d["common"]["delay"] = 18446744073709551615U; })},
         {"no_pre_silence", in_data([](Json& d) {
            d["train"]["start_samples"] = d["train"]["start_samples"].get<int>() + 4000;
          })},
         {"no_pre_silence",
          [](const Exported& exported) {
            const int start = exported.json(kData)["train"]["start_samples"];
            exported.edit_wav("input.wav", [&](rig::Recording& r) {
              r.channels[0][static_cast<std::size_t>(start - 19200)] = 1.0F / 8388608.0F;
            });
          }},
         {"leak", in_data([](Json& d) {
            d["train"]["stop_samples"] = d["validation"]["start_samples"].get<int>() + 48000;
          })},
         {"wrong_cut", in_data([](Json& d) { d["train"]["start_seconds"] = 1.0; })},
         {"wrong_cut", in_data([](Json& d) { d["train"]["stop_samples"] = "end"; })},
         {"wrong_cut", in_data([](Json& d) { d["train"]["stop_samples"] = 100'000'000; })},
         {"wrong_cut", in_data([](Json& d) { d["train"]["start_samples"] = -100'000'000; })},
         {"wrong_cut", in_data([](Json& d) {
            d["validation"]["start_seconds"] = 1e6;
            d["validation"].erase("start_samples");
          })},
         {"too_short", in_data([](Json& d) { d["train"]["ny"] = 1'000'000; })},
         {"too_short", in_data([](Json& d) {
            d["train"]["stop_samples"] = d["train"]["start_samples"].get<int>() + 4000;
          })},
         {"wrong_ny", in_data([](Json& d) { d["train"]["ny"] = 0; })},
         {"wrong_rate", in_data([](Json& d) { d["common"]["sample_rate"] = 44100; })},
         {"concat_ny", in_data([&](Json& d) {
            two(d, "validation");
            d["validation"][1]["delay"] = 7;
          })},
         {"unequal_length",
          in_wav(kTake, [](rig::Recording& r) { r.channels[0].resize(r.channels[0].size() - 1); })},
         {"unequal_length",
          in_wav(kTake, [](rig::Recording& r) { r.channels[0].resize(r.channels[0].size() + 1); })},
         {"wrong_rate", in_wav(kTake, [](rig::Recording& r) { r.rate = SampleRate{44100}; })},
         {"clipped",
          [](const Exported& exported) {
            // Only the negative full-scale code reaches 1.0; and only where it is used.
            const int start = exported.json(kData)["train"]["start_samples"];
            exported.edit_wav(kTake, [&](rig::Recording& r) {
              r.channels[0][static_cast<std::size_t>(start + 5000)] = -1.0F;
            });
          }},
         {"clipped", in_data([](Json& d) { d["common"]["y_scale"] = 1000.0; })},
         {"silent_target", in_wav(kTake,
                                  [](rig::Recording& r) {
                                    std::fill(r.channels[0].begin(), r.channels[0].end(), 0.F);
                                  })},
         {"wrong_channels wrong_encoding wrong_tag",
          [](const Exported& exported) {
            rig::WavAudio audio = exported.wav(kTake);
            const rig::Recording stereo{audio.rate(), {audio.channels[0], audio.channels[0]}};
            REQUIRE(rig::write_float32(exported.dir() / kTake, stereo, unsynced_ops(),
                                       rig::FileOps::IfExists::Replace));
          }},
         {"not_json", [](const Exported& e) { e.edit_text(kData, "{", "{{"); }},
         {"unreadable_wav",
          [](const Exported& e) { std::filesystem::resize_file(e.dir() / kTake, 1000); }}});
  }

  TEST_CASE("nam: hostile numbers and shapes are findings, not accidents") {
    for (const char* key : {"y_preroll", "delay", "start_samples", "stop_seconds", "ny", "nx",
                            "sample_rate", "y_scale", "require_input_pre_silence"}) {
      for (const Json& value : {Json(1e300), Json(-1e300), Json(9223372036854775807LL), Json("x"),
                                Json::array(), Json(true), Json(nullptr)}) {
        CAPTURE(std::string(key));
        CAPTURE(value.dump());
        Exported exported(Format::Nam, [](auto& options) { options.splits = {rig::Split::Test}; });
        exported.as_foreign().edit_json("settings/00008/data.json", [&](Json& data) {
          data["common"][key] = value;
          data["train"].erase(key);
        });
        CHECK_NOTHROW((void)exported.codes());
      }
    }
    for (const char* text : {"[]", "{}", "null", "{\"train\":[],\"validation\":3}", "",
                             "{\"train\":[1],\"validation\":{},\"common\":[]}"}) {
      const Exported exported(Format::Nam);
      std::ofstream(exported.dir() / kData) << text;
      CHECK_FALSE(exported.check().ok());
    }
  }

  TEST_CASE("every JSON file that a checker reads: hostile shapes are findings, not accidents") {
    const std::vector<std::pair<Format, std::vector<const char*>>> files{
        {Format::Nam,
         {"settings/00008/data.json", "model.json", "model-0.12.json", "learning.json"}},
        {Format::NamParametric, {"data.json", "model.json", "learning.json"}},
        {Format::Panama, {"data.json", "model.json"}},
        {Format::GuitarMl, {"data.json"}},
        {Format::Proteus, {"data.json"}},
        {Format::Aida, {"Configs/simulated.json"}}};
    for (const auto& [format, names] : files) {
      const bool five_steps = format == Format::Proteus;
      Exported exported(format, [&](auto& options) {
        if (!five_steps) options.splits = {rig::Split::Test};
      });
      exported.as_foreign();
      // PANAMA's users bring a model of their own.
      if (format == Format::Panama) std::ofstream(exported.dir() / "model.json") << kPanamaModel;
      // Without its sounds a check is quick, and what is hostile here is read before them.
      for (const auto& entry : std::filesystem::recursive_directory_iterator(exported.dir())) {
        if (entry.path().extension() == ".wav") std::filesystem::resize_file(entry.path(), 0);
      }
      for (const std::string name : names) {
        const Json right = exported.json(name);
        for (const std::string& path : places_in(right)) {
          for (const Json& value :
               {Json("abc"), Json::array({"x"}), Json(1e300), Json::object(), Json(nullptr)}) {
            CAPTURE(name + path);
            CAPTURE(value.dump());
            Json wrong = right;
            wrong[Json::json_pointer(path)] = value;
            std::ofstream(exported.dir() / name, std::ios::trunc) << wrong;
            CHECK_NOTHROW((void)exported.codes());
          }
        }
        std::ofstream(exported.dir() / name, std::ios::trunc) << right;
      }
    }
  }

  TEST_CASE("nam: a validation at another rate is told, though no trainer compares") {
    Exported exported(Format::Nam, [](auto& options) { options.splits = {rig::Split::Test}; });
    exported.as_foreign();
    for (const char* file : {"input.wav", "takes/00008.wav"}) {
      const auto slow = std::string(file) == "input.wav" ? "slow.wav" : "takes/slow.wav";
      std::filesystem::copy(exported.dir() / file, exported.dir() / slow);
      exported.edit_wav(slow, [](rig::Recording& r) { r.rate = SampleRate{44100}; });
    }
    exported.edit_json("settings/00008/data.json", [](Json& d) {
      d["validation"]["x_path"] = "slow.wav";
      d["validation"]["y_path"] = "takes/slow.wav";
      d["validation"]["require_input_pre_silence"] = nullptr;
    });
    CHECK(exported.codes() == "wrong_rate");
  }

  TEST_CASE("nam: what is allowed is not refused") {
    Exported exported(Format::Nam);
    exported.as_foreign();
    exported.edit_json(kData, [](Json& data) {
      data["_notes"] = "unknown keys at the top are ignored";
      data["common"]["delay"] = 2.0;
      data["validation"] = Json::array({data["validation"], data["validation"]});
      data["train"]["start_samples"] = nullptr;  // No start: no silence is asked for.
    });
    // The positive full-scale code is below 1.0, as NAM sees it.
    exported.edit_wav(kTake, [](rig::Recording& r) {
      for (const std::size_t n : {90000U, 90002U}) r.channels[0][n] = 8388607.0F / 8388608.0F;
    });
    CHECK(exported.codes() == "");
    exported.edit_json(kData, [](Json& data) {
      data["train"]["start_samples"] = 100'000;
      data["common"]["require_input_pre_silence"] = nullptr;
    });
    CHECK(exported.codes() == "");
  }

  TEST_CASE("nam-parametric: every entry names every knob, in units of its own") {
    const auto data = [](const std::function<void(Json&)>& edit) {
      return in_json("data.json", edit);
    };
    const auto model = [](const std::function<void(Json&)>& edit) {
      return in_json("model.json", [=](Json& m) { edit(m["net"]["config"]["params"]); });
    };
    try_all(Format::NamParametric,
            {{"missing_knob", data([](Json& d) { d["train"][2]["params"].erase("gain"); })},
             {"unknown_knob", data([](Json& d) { d["train"][2]["params"]["bass"] = 1.0; })},
             {"missing_knob", data([](Json& d) { d["train"][2].erase("params"); })},
             {"wrong_value", data([](Json& d) { d["train"][2]["params"]["gain"] = "loud"; })},
             {"unknown_key", data([](Json& d) { d["train"][2]["gain"] = 5.0; })},
             {"unknown_type", data([](Json& d) { d.erase("type"); })},
             {"concat_ny", data([](Json& d) { d["train"][0]["ny"] = 4096; })},
             {"unknown_knob wrong_params", model([](Json& p) { p[0]["max"] = 0.0; })},
             {"unknown_knob wrong_params", model([](Json& p) { p[0]["default"] = 11.0; })},
             {"unknown_knob wrong_params", model([](Json& p) { p[1]["name"] = "gain"; })},
             {"wrong_value", model([](Json& p) {
                p[0] = Json({{"name", "gain"},
                             {"min", 0},
                             {"max", 1},
                             {"default", 0},
                             {"type", "switch"},
                             {"enum_names", {"off", "on"}}});
              })}});
  }

  TEST_CASE("nam and nam-parametric: a model or batch that their trainer raises on") {
    const auto layer = [](const char* file, const char* key,
                          const std::function<void(Json&)>& edit) {
      return in_json(file, [=](Json& m) { edit(m["net"]["config"][key][0]); });
    };
    const auto batch = [](int size) {
      return in_json("learning.json", [=](Json& l) { l["train_dataloader"]["batch_size"] = size; });
    };
    const auto stock = [&](const std::function<void(Json&)>& edit) {
      return layer("model.json", "layers_configs", edit);
    };
    const auto older = [&](const std::function<void(Json&)>& edit) {
      return layer("model-0.12.json", "layers_configs", edit);
    };
    const auto fork = [&](const std::function<void(Json&)>& edit) {
      return layer("model.json", "layers", edit);
    };
    try_all(Format::Nam,
            {{"wrong_model", [](const Exported& e) { e.rename("model-0.12.json", "model.json"); }},
             {"wrong_model", stock([](Json& l) { l.erase("head"); })},
             {"wrong_model", stock([](Json& l) { l["head"].erase("bias"); })},
             {"wrong_model", stock([](Json& l) { l["head"]["out_channels"] = 0; })},
             {"wrong_model", stock([](Json& l) { l.erase("activation"); })},
             {"wrong_model", stock([](Json& l) { l["channels"] = "many"; })},
             {"wrong_model", stock([](Json& l) {
                l["kernel_sizes"] = Json::array({3, 3});
              })},
             {"wrong_model", in_json("model.json", [](Json& m) { m.erase("net"); })},
             {"wrong_model", older([](Json& l) { l.erase("head_size"); })},
             {"wrong_model", older([](Json& l) { l["head"] = Json::object(); })},
             {"missing_key", in_json("learning.json", [](Json& l) { l.erase("trainer"); })},
             {"wrong_batch", batch(0)},
             {"wrong_batch", batch(10'000)}});
    try_all(Format::NamParametric,
            {{"wrong_model", in_json("model.json",
                                     [](Json& m) {
                                       Json& config = m["net"]["config"];
                                       config["layers_configs"] = config["layers"];
                                       config.erase("layers");
                                     })},
             {"wrong_model", fork([](Json& l) { l.erase("head"); })},
             {"wrong_model", fork([](Json& l) { l["dilations"].push_back(1); })},
             // Six captures hold six times as many pieces, and no batch mixes them.
             {"wrong_batch", in_json("learning.json", [](Json& l) {
                Json& size = l["train_dataloader"]["batch_size"];
                size = size.get<int>() + 1;
              })}});
    Exported mixed(Format::NamParametric);
    mixed.as_foreign().edit_json("learning.json", [](Json& l) {
      Json& loader = l["train_dataloader"];
      loader["batch_size"] = loader["batch_size"].get<int>() + 1;
      loader["capture_grouped_batches"] = false;
    });
    CHECK(mixed.codes() == "");
  }

  TEST_CASE("nam, nam-parametric, panama: targets that were normalised alone") {
    for (const auto& [format, folder] :
         {std::pair{Format::Nam, "takes"}, std::pair{Format::NamParametric, "captures"},
          std::pair{Format::Panama, "training_data"}}) {
      Exported exported(format);
      exported.as_foreign();
      CAPTURE(std::string(folder));
      // Panama's validation pass comes of a take of its own; the others share whole files.
      if (format == Format::Panama) {
        exported.edit_json("data.json", [](Json& d) { d["validation"] = d["train"]; });
      }
      for (const auto& entry : std::filesystem::directory_iterator(exported.dir() / folder)) {
        const std::string name = std::string(folder) + "/" + entry.path().filename().string();
        if (name.find("input") != std::string::npos) continue;
        exported.edit_wav(name, [](rig::Recording& r) {
          float peak = 0.0F;
          for (const float x : r.channels[0]) peak = std::max(peak, std::fabs(x));
          for (float& x : r.channels[0]) x *= 0.9F / peak;
        });
      }
      CHECK(exported.codes() == "normalised_each");
    }
  }

  TEST_CASE("panama: common is merged and keys that nobody reads are taken") {
    Exported exported(Format::Panama);
    exported.as_foreign().edit_json("data.json", [](Json& d) {
      d["common"] = {{"ny", d["train"]["ny"]}, {"comment", "a guitar"}};
      d["train"].erase("ny");
      d["train"]["_notes"] = Json::array({"mine"});
    });
    CHECK(exported.codes() == "");
    exported.edit_json("data.json", [](Json& d) { d["common"]["ny"] = 1'000'000'000; });
    CHECK(exported.codes() == "too_short");
  }

  TEST_CASE("panama: vectors, keys and lengths") {
    const auto data = [](const std::function<void(Json&)>& edit) {
      return in_json("data.json", edit);
    };
    try_all(Format::Panama,
            {{"wrong_value", data([](Json& d) { d["train"]["outputs"][1]["g_vector"][0] = 5.0; })},
             {"wrong_count",
              data([](Json& d) { d["train"]["outputs"][1]["g_vector"].push_back(0.5); })},
             {"missing_knob", data([](Json& d) { d["train"]["outputs"][1].erase("g_vector"); })},
             {"unknown_key", data([](Json& d) { d["train"]["delay"] = 3; })},
             {"unknown_type", data([](Json& d) { d["type"] = "dataset"; })},
             {"missing_part", data([](Json& d) { d.erase("validation"); })},
             {"unequal_length", in_wav("training_data/00002.wav",
                                       [](rig::Recording& r) { r.channels[0].pop_back(); })},
             {"wrong_encoding wrong_tag", [](const Exported& e) {
                const rig::WavAudio audio = e.wav("training_data/00002.wav");
                REQUIRE(rig::write_float32(e.dir() / "training_data/00002.wav",
                                           {audio.rate(), audio.channels}, unsynced_ops(),
                                           rig::FileOps::IfExists::Replace));
              }}});
  }
}
