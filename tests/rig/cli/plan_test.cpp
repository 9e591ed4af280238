// SPDX-License-Identifier: GPL-3.0-or-later
// `plan` and `plan extend`.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/dataset_reader.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr const char* kTwoKnobs = R"([[knob]]
id = "gain"
minimum = 0
maximum = 10
resolution = 0.1
role = "gain"
control = { kind = "simulated" }
[[knob]]
id = "treble"
minimum = 0
maximum = 10
resolution = 0.1
role = "eq"
control = { kind = "simulated" }
[simulated]
latency_samples = 1000.37
noise_dbfs_rms = -100
)";

/// Someone with a rig of two knobs and a plan of `count` settings.
struct Planner : test::CommandDesk {
  std::string dir = path("amp");
  Planner() { write_rig(kTwoKnobs); }
  void write_plan(int count, const std::string& more = "") {
    write_text("plan.toml",
               "name = \"small\"\nrig = \"rig.toml\"\n"
               "[stimulus]\ntraining_s = 1.0\nvalidation_s = 0.5\nsweep_s = 0.5\n"
               "[design]\nrange = { gain = [2, 10] }\ncount = " +
                   std::to_string(count) + "\n" + more +
                   "[holdout]\nvalidation = 0\ntest = 0\n"
                   "[order]\nblocks = 1\nallow_correlation = 1\n");
  }
  int plan(std::vector<std::string> more) {
    more.insert(more.begin(), "plan");
    return run(std::move(more));
  }
  int extend() { return plan({"extend", path("plan.toml"), dir}); }
  int capture(bool resume) {
    std::vector<std::string> words{"--quiet",    "capture", path("plan.toml"),
                                   "--simulate", "--out",   dir};
    if (resume) words.emplace_back("--resume");
    return run(std::move(words));
  }
  [[nodiscard]] bool said(const std::string& part) const {
    return out.find(part) != std::string::npos;
  }
  [[nodiscard]] bool complained(const std::string& part) const {
    return err.find(part) != std::string::npos;
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plan: shows settings and coverage, and that roles warp the space") {
    Planner person;
    person.write_plan(16);
    REQUIRE(person.plan({person.path("plan.toml")}) == cli::kOk);
    CHECK(person.said("16 training settings of 2 knobs: discrepancy"));
    CHECK(person.said("in the warped space of their roles"));
    CHECK(person.said("from a random setting"));
    CHECK(person.said("|corr(time, knob)|"));

    person.write_plan(16, "avoid = [ { when = { gain = [2, 3] }, why = \"mutes\" } ]\n");
    REQUIRE(person.run({"--json", "plan", person.path("plan.toml")}) == cli::kOk);
    const auto told = json::parse(person.out);
    CHECK(told["warped_discrepancy"].get<double>() > 0.0);
    CHECK(told["mean_distance"].get<double>() > 0.0);
    CHECK(told["corner_distance"].get<double>() > 0.0);
    CHECK(told["notes"].at(0).get<std::string>().starts_with("avoid gain 2..3 (mutes): "));
    for (const auto& take : told["takes"]) CHECK(take["setting"]["gain"].get<double>() > 3.0);
  }

  TEST_CASE("plan: of plain Sobol there is no warped space") {
    Planner person;
    person.write_plan(16, "kind = \"sobol\"\n");
    REQUIRE(person.run({"--json", "plan", person.path("plan.toml")}) == cli::kOk);
    CHECK(json::parse(person.out)["warped_discrepancy"].is_null());
  }

  TEST_CASE("plan: without a file, or extend without a dataset, says what is missing") {
    Planner person;
    person.write_plan(4);
    CHECK(person.plan({}) == cli::kUsage);
    CHECK(person.complained("plan needs a plan file"));
    CHECK(person.plan({"extend", person.path("plan.toml")}) == cli::kUsage);
    CHECK(person.extend() == cli::kData);
    CHECK(person.complained("is not a folder"));
  }
}

TEST_SUITE("sim") {
  TEST_CASE("plan extend: capture, lengthen, go on, and the dataset is good") {
    Planner person;
    person.write_plan(1);
    REQUIRE(person.capture(false) == cli::kOk);
    const Dataset before = open_dataset(person.dir);
    person.write_plan(2);
    CHECK(person.capture(true) == cli::kData);
    CHECK(person.complained("ampsweep plan extend"));

    REQUIRE(person.extend() == cli::kOk);

    CHECK(person.said("3 takes added to"));
    CHECK(person.said("--resume\n"));  // the rig itself is simulated: no --simulate needed
    REQUIRE(person.capture(true) == cli::kOk);
    const Dataset after = open_dataset(person.dir);
    REQUIRE(after.takes.size() == before.takes.size() + 3);
    for (const TakeRecord& take : after.takes) CHECK(take.accepted() != nullptr);
    for (std::size_t i = 0; i < before.takes.size(); ++i) {
      CHECK(after.takes[i].planned.setting == before.takes[i].planned.setting);
      CHECK(after.takes[i].attempts.size() == 1);
      CHECK(after.takes[i].accepted()->outcome->take_sha256 ==
            before.takes[i].accepted()->outcome->take_sha256);
    }
    CHECK(person.run({"--quiet", "verify", person.dir}) == cli::kOk);

    REQUIRE(person.run({"--json", "plan", "extend", person.path("plan.toml"), person.dir}) ==
            cli::kOk);
    const auto told = json::parse(person.out);
    CHECK(told["schema"] == "ampsweep-plan-extend-1");
    CHECK(told["changed"] == false);
    CHECK(told["takes_added"] == 0);
    CHECK(told["first_new_take"].is_null());
    person.write_plan(1);
    CHECK(person.extend() == cli::kData);
    CHECK(person.complained("asks for no setting"));

    person.write_rig(std::string(kTwoKnobs).substr(0, std::string(kTwoKnobs).find("[simulated]")) +
                     "[[knob]]\nid = \"bass\"\n[simulated]\n");
    person.write_plan(9);
    CHECK(person.extend() == cli::kData);
    CHECK(person.complained("belongs to another rig; changed: knobs"));
  }
}
