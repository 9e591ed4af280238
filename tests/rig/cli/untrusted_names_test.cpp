// SPDX-License-Identifier: GPL-3.0-or-later
// Folder names and texts of other people's ledgers on their way to a terminal or a script.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/plan/plan_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A dataset of one take that was never played.
void write_waiting_dataset(const fs::path& dir) {
  Rig rig;
  rig.name = "bench";
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.outputs = rig.audio.inputs;
  rig.knobs.resize(1);
  rig.knobs[0].id = "gain";
  Plan plan;
  plan.reference = {{"gain", 5.0}};
  plan.takes = {{0, {{"gain", 5.0}}, Split::Train, Purpose::Listed, 0}};
  plan.hash = plan_hash(plan);
  signals::Stimulus stimulus{SampleRate{48000}, std::vector<float>(4800, 0.0F), {}};
  stimulus.samples[100] = 0.5F;
  stimulus.segments = {{signals::SegmentRole::Training, SampleCount{0}, SampleCount{4800}, {}}};
  (void)DatasetWriter::create(dir, plan, rig, stimulus, "ampsweep test");
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: a folder name that is not UTF-8 still gives valid JSON") {
    test::CommandDesk desk;
    const std::string dir = desk.path("amp\xff\xfe");
    write_waiting_dataset(dir);
    for (const char* verb : {"status", "report", "verify"}) {
      CAPTURE(verb);
      const int code = desk.run({"--json", "--quiet", verb, dir});
      CHECK(desk.err.empty());
      CHECK(code == cli::kOk);
      REQUIRE(json::accept(desk.out));
      CHECK(json::parse(desk.out).at("schema").get<std::string>().starts_with("ampsweep-"));
      CHECK(desk.out.find("amp\xEF\xBF\xBD") != std::string::npos);
    }
  }

  TEST_CASE("cli: status prints no control character of a ledger or a folder's name") {
    test::CommandDesk desk;
    const std::string dir = desk.path("amp\x1b[31m");
    write_waiting_dataset(dir);
    {
      const Dataset dataset = open_dataset(dir);
      const int next = dataset.events.empty() ? 1 : dataset.events.back().id + 1;
      Ledger ledger(fs::path(dir) / kLedgerFile, dataset.uuid);
      REQUIRE(
          ledger.add(Event{next, "2026-11-21T10:00:00Z", "no\x1b[2Jte", "wiped\x1b[2J\n, sir"}));
    }
    const int code = desk.run({"status", dir});
    CHECK(code == cli::kOk);
    CHECK(desk.out.find('\x1b') == std::string::npos);
    CHECK(desk.out.find("wiped?[2J?, sir\n") != std::string::npos);
  }
}
