// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep serve panama on the simulated bench, against a stand-in for the trainer that follows the
// hand-shake of ETH-DISCO/PANAMA: writes its points, ends, and trains on what lies under the
// numbers.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/dataset/wav_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPanamaKnobs = R"([[knob]]
id = "gain"
role = "gain"
[[knob]]
id = "treble"
role = "eq"
[[knob]]
id = "bass"
role = "eq"
[simulated]
noise_dbfs_rms = -95
)";

constexpr const char* kPanamaPlan = R"(rig = "rig.toml"
[stimulus]
training_s = 2
validation_s = 1
sweep_s = 0.5
[design]
kind = "panama"
points = "trainer/active_learning_inputs/new_points.json"
knobs = ["treble", "gain"]
range = { gain = [2, 10] }
fixed = { bass = 4 }
[order]
blocks = 1
)";

/// The trainer's side: rounds of points, numbered as its source numbers them.
struct Trainer {
  fs::path out;
  int round{0};

  void ask(const std::vector<std::vector<double>>& points) {
    json list = json::array();
    for (std::size_t i = 0; i < points.size(); ++i) {
      list.push_back({{"g_vector", points[i]}, {"index", static_cast<int>(i) + 10 * round}});
    }
    fs::create_directories(out / "active_learning_inputs");
    std::ofstream{out / "active_learning_inputs/new_points.json"} << list.dump(4);
    ++round;
  }
  void add(const std::vector<double>& point, int index) const {
    const fs::path file = out / "active_learning_inputs/new_points.json";
    std::ifstream in(file);
    json list = json::parse(in);
    list.push_back({{"g_vector", point}, {"index", index}});
    std::ofstream{file} << list.dump(4);
  }
  [[nodiscard]] fs::path sound(int index) const {
    std::string number = std::to_string(index);
    number.insert(0, 4 - number.size(), '0');
    return out / "active_learning_inputs" / (number + ".wav");
  }
};

struct PanamaScene : test::CommandDesk {
  Trainer trainer;
  PanamaScene() {
    write_rig(kPanamaKnobs);
    write_text("plan.toml", kPanamaPlan);
    trainer.out = folder.path() / "trainer";
  }
  int serve(std::vector<std::string> more = {"--rounds", "1"}) {
    std::vector<std::string> words{
        "--json",          "--quiet", "serve",     "panama",   path("trainer"),
        path("plan.toml"), "--out",   path("set"), "--poll-s", "0.05"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  [[nodiscard]] json sidecar() const {
    std::ifstream in(folder.path() / "trainer/active_learning_inputs/knobs.json");
    return json::parse(in);
  }
};

/// Accepted, and what the ledger says of it is what lies there.
bool is_whole_take(const std::string& dir, int id) {
  const Dataset dataset = open_dataset(dir);
  const TakeRecord* take = find_take(dataset, id);
  return dataset.lost.empty() && take != nullptr && take->accepted() != nullptr &&
         read_take(dataset, *take->accepted()->outcome).has_value();
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("cli: serve panama answers round after round, and the dataset keeps every take") {
    PanamaScene desk;
    desk.write_text("other.wav", "another input");
    desk.trainer.ask({{0.25, 0.5}});
    std::ofstream{desk.trainer.out / "aggregated_data_config_0.json"}
        << json{{"train", {{"x_path", desk.path("other.wav")}}}};
    REQUIRE(desk.serve() == cli::kOk);
    const json first_round = json::parse(desk.out);
    CHECK(first_round["delivered"] == json({0}));
    CHECK(first_round["missing"].empty());
    CHECK(first_round["other_input"] == desk.path("other.wav"));
    const auto input = read_wav(desk.path("set/input.wav"));
    const auto sound = read_wav(desk.trainer.sound(0));
    REQUIRE(input);
    REQUIRE(sound);
    CHECK(sound->length() == input->length());
    CHECK(sound->channels.size() == 1);

    // A sound that was lost on the way is handed over again, without a session.
    const auto before = fs::last_write_time(desk.path("set/ledger.sqlite"));
    fs::remove(desk.trainer.sound(0));
    REQUIRE(desk.serve() == cli::kOk);
    CHECK(json::parse(desk.out)["delivered"] == json({0}));
    CHECK(fs::last_write_time(desk.path("set/ledger.sqlite")) == before);

    // The next round; and number 0 is another point now, as after a new start in this folder.
    desk.trainer.ask({{0.5, 1.0}});
    desk.trainer.add({0.75, 0.5}, 0);
    std::ofstream{desk.trainer.sound(7)} << "not ours";
    REQUIRE(desk.serve() == cli::kOk);
    CHECK(json::parse(desk.out)["delivered"] == json({10, 0}));
    CHECK(fs::file_size(desk.trainer.sound(7)) == 8);
    const json told = desk.sidecar();
    CHECK(told["schema"] == "ampsweep-panama-knobs-1");
    CHECK(told["knobs"][0]["id"] == "treble");
    CHECK(told["knobs"][1]["at_0"] == 2.0);
    REQUIRE(told["points"].size() == 2);
    CHECK(told["points"][0]["index"] == 10);
    CHECK(told["points"][1]["g_vector"] == json({0.75, 0.5}));
    CHECK(std::abs(told["points"][0]["g_vector_reached"][1].get<double>() - 1.0) < 1e-6);
    CHECK(told["points"][0]["take"] != told["points"][1]["take"]);
    CHECK(is_whole_take(desk.path("set"), told["points"][0]["take"].get<int>()));
  }

  TEST_CASE("cli: serve panama waits for a whole file, stops at once and says what does not fit") {
    PanamaScene desk;
    desk.write_text("other.toml", std::string{kPanamaPlan}.replace(
                                      std::string{kPanamaPlan}.find("trainer/"), 8, "elsewhere/"));
    CHECK(desk.run({"serve", "panama", desk.path("trainer"), desk.path("other.toml"), "--out",
                    desk.path("set")}) == cli::kUsage);
    CHECK(desk.err.find("reads its points from") != std::string::npos);

    fs::create_directories(desk.trainer.out / "active_learning_inputs");
    std::ofstream{desk.trainer.out / "active_learning_inputs/new_points.json"} << "[{\"g_vec";
    desk.stop.request_stop();
    CHECK(desk.serve() == cli::kInterrupted);
    CHECK_FALSE(fs::exists(desk.path("set")));
  }
}
