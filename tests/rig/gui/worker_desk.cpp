// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker_desk.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "fixtures/simulated_bench.hpp"

namespace ampsweep::test {

using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPlan = R"(name = "two"
rig = "../rigs/simulated.toml"
[stimulus]
training_s = 1.0
validation_s = 0.5
sweep_s = 1.0
[design]
kind = "list"
settings = [{ gain = 3, bass = 5, treble = 5 }, { gain = 6, bass = 5, treble = 5 }]
[order]
blocks = 1
allow_correlation = 1.0
)";

rig::Bench simulated(const Rig& rig, std::unique_ptr<Operator> person) {
  Bench bench = fixtures::make_simulated_bench(rig);
  bench.person = std::move(person);
  return bench;
}

}  // namespace

Place::Place() {
  const auto examples = folder.path() / "examples";
  std::filesystem::create_directories(examples);
  std::filesystem::copy(std::filesystem::path(SOURCE_DIR) / "fixtures" / "rigs", examples / "rigs");
  std::filesystem::copy(std::filesystem::path(SOURCE_DIR) / "fixtures" / "plans",
                        examples / "plans");
  front = {
      simulated, [] { return DeviceListing{}; }, folder.path() / "window.json", examples, {}, {},
      {}};
}

bool comes(const Board& board, const std::function<bool(const Snapshot&)>& shown) {
  for (int i = 0; i < 6000; ++i) {
    if (shown(*board.newest())) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

bool nothing_wrong(const Board& board) {
  for (const Problem& problem : board.newest()->problems) MESSAGE(problem.text);
  return board.newest()->problems.empty();
}

void choose_small_plan(Place& desk, Workers& workers) {
  workers.files.send(TrySimulatedBench{});
  REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.plan.job != nullptr; }));
  workers.files.send(SavePlan{desk.path("examples/plans/two.toml"), kPlan});
  REQUIRE(comes(desk.board, [](const Snapshot& now) {
    return now.plan.job != nullptr && now.plan.job->plan.name == "two";
  }));
}

}  // namespace ampsweep::test
