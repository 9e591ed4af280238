// SPDX-License-Identifier: GPL-3.0-or-later
// What a session does about a refused take, and about an amp that does not stand still.
#include <doctest/doctest.h>

#include <cerrno>
#include <memory>
#include <vector>

#include "fixtures/scripted_operator.hpp"
#include "rig/capture/fault_reactions.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::add_references;
using test::Scene;
using test::was_noted;

namespace {

constexpr int kEveryAttempt = 0;

/// Take 1 loses samples at the attempts given.
void break_take_one(Scene& scene, Reaction reaction, int attempt) {
  scene.plan.policy.on = {{FaultCode::Slip, reaction}};
  scene.rig.simulation.faults.push_back({1, attempt, InjectedFault::Kind::Drop, 3.0, 1, "all"});
}

void note_order(Scene& scene, std::vector<int>& order) {
  scene.observer = [&order](const SessionSnapshot& now) {
    if (now.state == SessionState::Moving) order.push_back(now.take);
  };
}

/// No new file while it is full.
class FillingDisk final : public FileOps {
 public:
  bool full{false};
  int room_for{0};  ///< More files, though it is full.
  int create(int dir_fd, const std::string& name, int& fd) override {
    const bool refused = full && room_for-- <= 0;
    return refused ? ENOSPC : real_.create(dir_fd, name, fd);
  }
  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override {
    return real_.write(fd, bytes, offset);
  }
  int sync(int fd) override { return real_.sync(fd); }
  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override {
    return real_.rename(dir_fd, from, to, if_exists);
  }
  int remove(int dir_fd, const std::string& name) override { return real_.remove(dir_fd, name); }

 private:
  FileOps& real_{posix_file_ops()};
};

/// The simulated bench has no check-list: asked whether to go on alone.
std::unique_ptr<Operator> person_who_says(Operator::Answer answer) {
  return std::make_unique<fixtures::ScriptedOperator>(std::deque<Operator::Answer>{answer});
}

/// The disk fills while take 1 plays; whoever is asked makes room, or says so without doing it.
void fill_in_take_one(Scene& scene, FillingDisk& disk, bool makes_room, bool& paused) {
  scene.disk = &disk;
  scene.person = person_who_says(Operator::Answer::Yes);
  scene.observer = [&disk, makes_room, &paused](const SessionSnapshot& now) {
    if (now.takes_done == 1 && now.state == SessionState::Playing && !paused) disk.full = true;
    if (now.state != SessionState::Paused) return;
    paused = true;
    disk.full = !makes_room;
  };
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("session policy: requeue plays the take again after all others") {
    Scene scene;
    break_take_one(scene, Reaction::Requeue, 1);
    std::vector<int> order;
    note_order(scene, order);
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK(order == std::vector<int>{0, 1, 2, 3, 1});
    CHECK(was_noted(open_dataset(scene.dir()), "requeued"));
  }

  TEST_CASE("session policy: requeue ends when the tries are used up") {
    Scene scene;
    break_take_one(scene, Reaction::Requeue, kEveryAttempt);
    std::vector<int> order;
    note_order(scene, order);
    const SessionSummary summary = scene.capture();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 1, 1});
    CHECK(summary.given_up == 1);
    CHECK_FALSE(summary.ended_by);
  }

  TEST_CASE("session policy: skip tries once, and names the take that is missing") {
    Scene scene;
    break_take_one(scene, Reaction::Skip, kEveryAttempt);
    const SessionSummary summary = scene.capture();
    CHECK(summary.accepted == 3);
    CHECK(summary.given_up == 1);
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[1].attempts.size() == 1);
    CHECK(was_noted(dataset, "given_up"));
  }

  TEST_CASE("session policy: pause asks, and goes on when the person says so") {
    Scene scene;
    break_take_one(scene, Reaction::Pause, 1);
    scene.person = person_who_says(Operator::Answer::Yes);
    bool paused = false;
    scene.observer = [&](const SessionSnapshot& now) {
      paused = paused || now.state == SessionState::Paused;
    };
    CHECK(scene.capture().complete());
    CHECK(paused);
    CHECK(was_noted(open_dataset(scene.dir()), "resumed"));
  }

  TEST_CASE("session policy: pause parks when nobody goes on, and can be resumed") {
    Scene scene;
    break_take_one(scene, Reaction::Pause, 1);
    scene.person = person_who_says(Operator::Answer::No);
    const SessionSummary parked = scene.capture();
    REQUIRE(parked.ended_by);
    CHECK(parked.ended_by->code == FaultCode::Slip);
    CHECK(parked.accepted == 1);
    CHECK(scene.capture(true).complete());
  }

  TEST_CASE("session policy: stop parks at the first refusal") {
    Scene scene;
    break_take_one(scene, Reaction::Stop, 1);
    const SessionSummary summary = scene.capture();
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::Slip);
    CHECK(summary.refused_attempts == 1);
  }

  TEST_CASE("session policy: a full disk pauses; who makes room goes on, who does not is parked") {
    for (const bool makes_room : {true, false}) {
      Scene scene;
      FillingDisk disk;
      bool paused = false;
      fill_in_take_one(scene, disk, makes_room, paused);
      const SessionSummary summary = scene.capture();
      CHECK(paused);
      CHECK(summary.complete() == makes_room);
      if (makes_room) continue;
      REQUIRE(summary.ended_by);
      CHECK(summary.ended_by->code == FaultCode::DiskFull);
      scene.disk = &posix_file_ops();
      scene.observer = {};
      CHECK(scene.capture(true).complete());
    }
  }

  TEST_CASE("session policy: STOP on a full disk asks nobody for room") {
    Scene scene;
    FillingDisk disk;
    scene.disk = &disk;
    bool paused = false;
    scene.observer = [&](const SessionSnapshot& now) {
      paused = paused || now.state == SessionState::Paused;
      if (now.take != 1 || now.state != SessionState::Playing) return;
      disk.full = true;
      scene.stop.request_stop();
    };
    const SessionSummary summary = scene.capture();
    CHECK_FALSE(paused);
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::Stopped);
  }

  TEST_CASE("session policy: a disk that fills between a take's files costs the take nothing") {
    Scene scene;
    FillingDisk disk;
    disk.room_for = 1;  // raw/00001.wav is there, takes/00001.wav is not
    bool paused = false;
    fill_in_take_one(scene, disk, true, paused);
    const SessionSummary summary = scene.capture();
    CHECK(paused);
    CHECK(summary.complete());
    CHECK_FALSE(summary.ended_by);
    CHECK(open_dataset(scene.dir()).takes[1].attempts.size() == 1);
  }

  TEST_CASE("session policy: a block in which the amp moved is taken again, once") {
    Scene scene;
    scene.rig.simulation.warm_up_db = 2.0;  // falls by half a dB over the first block
    scene.rig.simulation.warm_up_s = 60.0;
    scene.plan.takes[3].split = Split::Reference;
    scene.plan.takes[3].setting = scene.plan.takes[0].setting;
    scene.plan.hash = plan_hash(scene.plan);
    std::vector<int> order;
    note_order(scene, order);
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    CHECK(order == std::vector<int>{0, 1, 2, 3, 1, 2, 3});
    CHECK(summary.refused_attempts == 3);
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(dataset.takes[0].attempts.size() == 1);
    for (const std::size_t take : {1U, 2U, 3U}) {
      REQUIRE(dataset.takes[take].attempts.size() == 2);
      const Verdict& first = dataset.takes[take].attempts[0].outcome->verdict;
      CHECK_FALSE(first.accepted);
      CHECK(first.faults.front().code == FaultCode::Withdrawn);
    }
    CHECK(was_noted(dataset, "block_moved"));
  }

  TEST_CASE("session policy: a resumed session takes a reference first") {
    Scene scene;
    add_references(scene.plan, 2);
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.takes_done == 2) scene.stop.request_stop();
    };
    (void)scene.capture();
    scene.stop = {};
    std::vector<int> order;
    note_order(scene, order);
    CHECK(scene.capture(true).complete());
    CHECK(order == std::vector<int>{4, 2, 3, 5});
    CHECK(was_noted(open_dataset(scene.dir()), "reference"));
  }
}

TEST_SUITE("slow") {
  TEST_CASE("session policy: what every take suffers from parks, early in a long plan") {
    for (const int references : {0, 10}) {
      Scene scene;
      add_references(scene.plan, references);
      scene.plan.policy.retries = 0;
      scene.rig.simulation.faults.push_back(
          {-1, kEveryAttempt, InjectedFault::Kind::Drop, 3.0, 1, "all"});
      const SessionSummary summary = scene.capture();
      REQUIRE(summary.ended_by);
      CHECK(summary.ended_by->code == FaultCode::Slip);
      CHECK(summary.given_up == (references == 0 ? 4 : kMostGivenUpInARow));
    }
  }

  TEST_CASE("session policy: takes that the plan skips park nothing while others are accepted") {
    Scene scene;
    add_references(scene.plan, 11);
    scene.plan.policy.on = {{FaultCode::Slip, Reaction::Skip}};
    for (int take = 1; take < 13; ++take) {
      scene.rig.simulation.faults.push_back(
          {take, kEveryAttempt, InjectedFault::Kind::Drop, 3.0, 1, "all"});
    }
    const SessionSummary summary = scene.capture();
    CHECK_FALSE(summary.ended_by);
    CHECK(summary.given_up == 12);
  }
}
