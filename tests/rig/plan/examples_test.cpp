// SPDX-License-Identifier: GPL-3.0-or-later
// The example files of the repository are documentation; they must stay true.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "rig/plan/estimate.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

const std::filesystem::path kFixtures = FIXTURES_DIR;

std::map<Split, std::set<Setting>> splits_of(const Plan& plan) {
  std::map<Split, std::set<Setting>> result;
  for (const PlannedTake& take : plan.takes) result[take.split].insert(take.setting);
  return result;
}

/// The text of the first ```toml block after `heading` in a document.
std::string toml_block(const std::filesystem::path& document, const std::string& heading) {
  std::ifstream in(document);
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const std::size_t start = text.find("```toml\n", text.find(heading)) + 8;
  return text.substr(start, text.find("```", start) - start);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("examples: every rig and plan in fixtures loads") {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{kFixtures / "rigs"}) {
      INFO(entry.path().string());
      CHECK_NOTHROW((void)load_rig(entry.path()));
      ++files;
    }
    for (const auto& entry : std::filesystem::directory_iterator{kFixtures / "plans"}) {
      INFO(entry.path().string());
      CHECK_NOTHROW((void)load_plan(entry.path()));
      ++files;
    }
    CHECK(files >= 8);
  }

  TEST_CASE("examples: the demo has at least 24 settings of 3 knobs in 4 blocks, 4 + 4 held out") {
    const Plan plan = load_plan(kFixtures / "plans" / "demo.toml");
    const Rig rig = load_rig(plan.rig_file);
    auto splits = splits_of(plan);

    CHECK(rig.audio.api == AudioApi::Simulated);
    CHECK(rig.knobs.size() == 3);
    CHECK(splits[Split::Train].size() == 18 + 4 + 1);
    CHECK(splits[Split::Validation].size() == 4);
    CHECK(splits[Split::Test].size() == 4);
    CHECK(plan.takes.size() == 31 + 5);
    CHECK(plan.takes.back().block == 3);
    CHECK(plan.max_correlation <= 0.2);
  }

  TEST_CASE("examples: the guitarix plan has 24 settings and the CCs of its state file") {
    const Plan plan = load_plan(kFixtures / "plans" / "guitarix.toml");
    const Rig rig = load_rig(plan.rig_file);
    auto splits = splits_of(plan);

    CHECK(splits[Split::Train].size() + splits[Split::Validation].size() +
              splits[Split::Test].size() ==
          24);
    const auto cc = [&](const char* id) {
      return std::get<MidiControl>(find_knob(rig, id)->control).controller;
    };
    CHECK(cc("drive") == 26);
    CHECK(cc("treble") == 23);
    CHECK(cc("pregain") == 20);
  }

  TEST_CASE("examples: the three guitarix rigs differ in their loopback only") {
    Rig none = load_rig(kFixtures / "rigs" / "jack-guitarix.toml");
    const Rig through = load_rig(kFixtures / "rigs" / "jack-guitarix-through.toml");
    const Rig direct = load_rig(kFixtures / "rigs" / "jack-guitarix-direct.toml");

    CHECK_FALSE(channel_index(none.audio.inputs, "loopback"));
    CHECK(through.audio.outputs[1].port == "through:in");
    CHECK(direct.audio.loopback_direct);
    for (const Rig* variant : {&through, &direct}) {
      Rig same = *variant;
      same.name = none.name;
      same.audio = none.audio;
      CHECK(rig_hash(same) == none.hash);
    }
  }

  TEST_CASE("examples: the files printed in the documents load") {
    const std::filesystem::path docs = DOCS_DIR;
    const Rig rig = parse_rig(toml_block(docs / "rig-file.md", "## Example"), "rig.toml");
    CHECK(rig.knobs.size() == 2);
    const Plan plan = parse_plan(toml_block(docs / "plan-file.md", "## Example"), "plan.toml", rig);
    CHECK(plan.takes.size() > 20);
  }
}
