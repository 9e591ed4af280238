// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/rebuild.hpp"

#include <doctest/doctest.h>

#include "rig/dataset/dataset_json.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

void capture_some(const test::fs::path& dir) {
  auto writer = DatasetWriter::create(dir, test::small_plan(), test::small_rig(),
                                      test::small_stimulus(), "test");
  REQUIRE(writer.new_epoch({}));
  REQUIRE(test::capture(writer, 0));
  const Attempt attempt = test::attempt_at(writer, 1);
  REQUIRE(writer.begin_attempt(attempt));
  REQUIRE(writer.finish_attempt(attempt, {}, test::refusing()));
  REQUIRE(test::capture(writer, 3));
  REQUIRE(writer.write_derived());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rebuild: from the ledger alone, all three files come back byte for byte") {
    const TempDir dir;
    capture_some(dir / "d");
    const auto before = test::snapshot(dir / "d");
    for (const char* name : {"metadata.csv", "dataset.json", "README.md", "input.wav"}) {
      test::fs::remove(dir / ("d/" + std::string(name)));
    }
    const auto data = rebuild(dir / "d");
    REQUIRE(data);
    for (const char* name : {"metadata.csv", "dataset.json", "README.md"}) {
      CHECK(test::read_text(dir / ("d/" + std::string(name))) == before.at(name));
    }
  }

  TEST_CASE("rebuild: a link in a derived file's place is replaced, not followed") {
    const TempDir dir;
    capture_some(dir / "d");
    test::write_text(dir / "victim", "untouched");
    test::fs::remove(dir / "d/dataset.json");
    test::fs::create_symlink(dir / "victim", dir / "d/dataset.json");
    REQUIRE(rebuild(dir / "d"));
    CHECK(test::read_text(dir / "victim") == "untouched");
    CHECK_FALSE(test::fs::is_symlink(dir / "d/dataset.json"));
  }

  TEST_CASE("rebuild: refused while a session writes, and for a folder that is no dataset") {
    const TempDir dir;
    CHECK_FALSE(test::refusal([&] { (void)rebuild(dir.path()); }).empty());
    CHECK(test::snapshot(dir.path()).empty());
    const auto writer = DatasetWriter::create(dir / "d", test::small_plan(), test::small_rig(),
                                              test::small_stimulus(), "test");
    CHECK(test::refusal([&] { (void)rebuild(dir / "d"); }).find("in use by process") !=
          std::string::npos);
  }

  TEST_CASE("dataset.json: schema, counts, segments and files are there; no path of the machine") {
    const TempDir dir;
    capture_some(dir / "d");
    Dataset data = open_dataset(dir / "d");
    data.plan.file = data.plan.rig_file = data.rig.file = "/home/somebody/x.toml";
    data.plan.stimulus.audio_file = "/home/somebody/di.wav";
    const std::string text = dataset_json(data);
    CHECK(text.find("/home/somebody") == std::string::npos);
    const Json json = parse_json(text);
    CHECK(json.at("schema") == "ampsweep.dataset");
    CHECK(json.at("schema_version") == 1);
    CHECK(json.at("counts").at("planned") == 4);
    CHECK(json.at("counts").at("accepted") == 2);
    CHECK(json.at("counts").at("refused_attempts") == 1);
    CHECK(json.at("takes").at(1).at("file") == "takes/00003.wav");
    CHECK(json.at("levels").at("output_full_scale_dbu").is_null());
    CHECK(segments_from(json.at("stimulus").at("segments")).size() == 2);
    CHECK(json.at("plan").at("takes").size() == 4);
  }
}
