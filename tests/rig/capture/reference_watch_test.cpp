// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: sounds whose ratio is known in closed form.
#include "rig/capture/reference_watch.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

ReferenceSound reference(int take, double gain_db, double noise = -80.0) {
  ReferenceSound sound{take, {}, DbFsRms{noise}};
  const double gain = std::pow(10.0, gain_db / 20.0);
  for (int n = 0; n < 4800; ++n) {
    sound.sound.push_back(static_cast<float>(gain * 0.5 * std::sin(0.1 * n)));
  }
  return sound;
}

AttemptRecord accepted(int take, int epoch, const std::string& started) {
  AttemptRecord record;
  record.attempt.take = take;
  record.attempt.epoch = epoch;
  record.attempt.started = started;
  record.outcome.emplace();
  record.outcome->verdict.accepted = true;
  return record;
}

TakeRecord taken(int take, Split split, int epoch, const std::string& started) {
  TakeRecord record;
  record.planned.id = take;
  record.planned.split = split;
  record.attempts.push_back(accepted(take, epoch, started));
  return record;
}

/// A watch whose takes are withdrawn as it says, and counted as a ledger counts them.
struct Watched {
  explicit Watched(const Policy& policy)
      : watch{policy, [this](int take) { return retaken[take]; }} {}
  ReferenceWatch::Verdict reference(ReferenceSound sound) {
    auto verdict = watch.reference(std::move(sound));
    for (const int take : verdict.again) {
      ++retaken[take];
      watch.forget(take);
    }
    return verdict;
  }
  void accepted(int take) { watch.accepted(take); }
  std::map<int, int> retaken;
  ReferenceWatch watch;
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("references: level, ESR and noise of a change are those that were made") {
    const Policy policy;
    const auto change = compare_references(reference(0, 0.0), reference(4, -0.3, -79.0), policy);
    CHECK(change.from == 0);
    CHECK(change.to == 4);
    CHECK(change.level_db == doctest::Approx(-0.3).epsilon(1e-5));
    const double left = 1.0 - std::pow(10.0, -0.3 / 20.0);
    CHECK(change.esr == doctest::Approx(left * left).epsilon(1e-4));
    CHECK(change.noise_db == doctest::Approx(1.0));
    CHECK(change.moved);
  }

  TEST_CASE("references: moved by level, by shape or by noise, and by nothing less") {
    const Policy policy;
    const auto moved = [&](const ReferenceSound& after) {
      return compare_references(reference(0, 0.0), after, policy).moved;
    };
    CHECK_FALSE(moved(reference(1, 0.19)));
    CHECK(moved(reference(1, 0.21)));
    CHECK_FALSE(moved(reference(1, 0.0, -74.5)));
    CHECK(moved(reference(1, 0.0, -73.5)));
    ReferenceSound turned = reference(1, 0.0);
    for (float& x : turned.sound) x = -x;  // same level, ESR 4
    CHECK(moved(turned));
    ReferenceSound silent = reference(1, 0.0);
    for (float& x : silent.sound) x = 0.0F;
    CHECK(moved(silent));
    CHECK(compare_references(silent, reference(1, 0.0), policy).moved);
  }

  TEST_CASE("reference watch: what lies between two that differ comes again, the later one last") {
    const Policy policy;
    Watched watch{policy};
    CHECK_FALSE(watch.reference(reference(0, 0.0)).change);
    watch.accepted(1);
    watch.accepted(2);
    CHECK(watch.reference(reference(3, 0.5)).again == std::vector<int>{1, 2, 3});
    watch.accepted(1);
    watch.accepted(2);
    const auto calm = watch.reference(reference(3, 0.6));  // held against 0.5, not 0
    CHECK(calm.again.empty());
    CHECK_FALSE(calm.change->moved);
    watch.accepted(4);
    CHECK(watch.reference(reference(5, 1.0)).again == std::vector<int>{4, 5});
  }

  TEST_CASE("reference watch: each take again as often as the plan says, then it is kept") {
    Policy policy;
    policy.block_retakes = 2;
    Watched watch{policy};
    (void)watch.reference(reference(0, 0.0));
    double drifted = 0.0;
    for (const bool again : {true, true, false}) {
      watch.accepted(1);
      const auto verdict = watch.reference(reference(2, drifted += 0.5));
      CHECK(verdict.change->moved);
      CHECK(verdict.again == (again ? std::vector<int>{1, 2} : std::vector<int>{}));
    }
  }

  TEST_CASE("reference watch: what was taken back is forgotten, what comes again stands once") {
    const Policy policy;
    Watched watch{policy};
    (void)watch.reference(reference(0, 0.0));
    for (const int take : {1, 2, 1}) watch.accepted(take);
    watch.watch.forget(2);
    CHECK(watch.reference(reference(3, 0.5)).again == std::vector<int>{1, 3});
  }

  TEST_CASE("reference watch: goes on from the newest reference take of an earlier run") {
    Dataset dataset;
    dataset.takes = {taken(0, Split::Reference, 1, "2026-01-01T10:00:00Z"),
                     taken(1, Split::Train, 2, "2026-01-01T10:05:00Z"),
                     taken(2, Split::Train, 1, "2026-01-01T10:02:00Z"),
                     taken(3, Split::Reference, 1, "2026-01-01T10:03:00Z"),
                     taken(4, Split::Train, 2, "2026-01-01T10:04:00Z")};
    const LastReferences last = last_references(dataset);
    REQUIRE(last.newest != nullptr);
    CHECK(last.newest->attempt.take == 3);
    CHECK(last.since == std::vector<int>{4, 1});
    REQUIRE(last.before != nullptr);
    CHECK(last.before->attempt.take == 0);
    CHECK(last.between == std::vector<int>{2});

    const Policy policy;
    Watched watch{policy};
    watch.watch.resume(reference(3, 0.0), last.since);
    CHECK(watch.reference(reference(5, 1.0)).again == std::vector<int>{4, 1, 5});
    CHECK(last_references(Dataset{}).newest == nullptr);
  }
}
