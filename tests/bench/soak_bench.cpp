// SPDX-License-Identifier: GPL-3.0-or-later
// A session of thousands of takes with a fault every twenty: does it need anybody, does it take
// more takes than the faults cost, does its memory grow, is every take good?
//   ninja -C build/release soak_bench
//   build/release/tests/bench/soak_bench TAKES DIR [verify]
// 10,000 takes want 30 GB in DIR, which must not exist; it is left there.

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/model/steady_heap.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "signals/random.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

constexpr int kFaultEvery = 20;
constexpr int kBlock = 50;
constexpr std::uint64_t kSeed = 1;
constexpr double kMiB = 1024.0 * 1024.0;

Plan long_plan(const Rig& rig, int takes) {
  Plan plan = test::small_plan(rig);
  plan.takes.clear();
  signals::Random random{kSeed};
  for (int id = 0; id < takes; ++id) {
    PlannedTake take;
    take.id = id;
    take.block = id / kBlock;
    const bool reference = id % kBlock == 0 || id == takes - 1;
    take.split = reference ? Split::Reference : Split::Train;
    take.purpose = reference ? Purpose::Reference : Purpose::Design;
    take.setting = plan.reference;
    if (!reference) {
      take.setting = {{"gain", random.uniform(1.0, 9.0)}, {"treble", random.uniform(0.0, 10.0)}};
    }
    plan.takes.push_back(take);
  }
  plan.hash = plan_hash(plan);
  return plan;
}

/// Every kind of break that needs nobody, one after the other, at random places. Returns how many.
int break_often(Rig& rig, int takes) {
  using Kind = InjectedFault::Kind;
  struct Break {
    Kind kind;
    int samples;
    const char* channel;
  };
  constexpr std::array kBreaks{Break{Kind::Drop, 1, "all"}, Break{Kind::Repeat, 1, "all"},
                               Break{Kind::Drop, 8, "all"}, Break{Kind::Zero, 256, "all"},
                               Break{Kind::Xrun, 1, "all"}, Break{Kind::Lost, 1, "all"},
                               Break{Kind::Hang, 1, "all"}, Break{Kind::Repeat, 256, "all"}};
  signals::Random random{signals::derived(kSeed, 1, 1)};
  int faults = 0;
  for (int take = kFaultEvery; take < takes; take += kFaultEvery) {
    const Break& next = kBreaks[static_cast<std::size_t>(faults++) % kBreaks.size()];
    rig.simulation.faults.push_back(
        {take, 1, next.kind, random.uniform(0.5, 4.5), next.samples, next.channel});
  }
  return faults;
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  long pages = 0;
  long resident = 0;
  statm >> pages >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / kMiB;
}

/// Of the heap: what the program holds, and what malloc keeps of what was given back.
std::string heap() {
  const auto info = ::mallinfo2();
  return fmt::format("{:.1f} MiB held, {:.1f} MiB free in the heap, {:.1f} MiB mapped",
                     static_cast<double>(info.uordblks) / kMiB,
                     static_cast<double>(info.fordblks) / kMiB,
                     static_cast<double>(info.hblkhd) / kMiB);
}

int attempts_of(const Dataset& dataset) {
  int attempts = 0;
  for (const TakeRecord& take : dataset.takes) attempts += static_cast<int>(take.attempts.size());
  return attempts;
}

int soak(int takes, const std::string& dir, bool then_verify) {
  Rig rig = test::small_rig();
  rig.simulation.drift_ppm = 0.003;
  rig.simulation.latency_samples = 3000.37;  // all drops together come out of it
  const int faults = break_often(rig, takes);
  const Plan plan = long_plan(rig, takes);
  const auto stimulus = test::short_stimulus();
  Bench bench = std::move(fixtures::simulate(rig).bench);
  DatasetWriter writer = DatasetWriter::create(dir, plan, rig, stimulus, "soak");
  int shown = 0;
  double first_mib = 0.0;
  const auto watch = [&](const SessionSnapshot& now) {
    if (now.takes_done < shown) return;
    if (shown == takes / 10) first_mib = resident_mib();
    fmt::print(stderr, "{} of {} takes, {:.0f} MiB resident: {}\n", now.takes_done, takes,
               resident_mib(), heap());
    shown += std::max(1, takes / 10);
  };
  const SessionSummary summary =
      run_session({rig, plan, stimulus, bench, writer, {}}, {}, watch, {});
  const int extra = attempts_of(writer.dataset()) - takes - faults;
  fmt::print("{} takes, {} faults injected, seed {}\n", takes, faults, kSeed);
  fmt::print("accepted {}, given up {}, {}\n", summary.accepted, summary.given_up,
             summary.ended_by ? "ENDED BY " + summary.ended_by->detail : "went to the end");
  fmt::print("attempts beyond takes and faults: {} ({:.2f} %)\n", extra, 100.0 * extra / takes);
  fmt::print("resident memory: {:.1f} MiB after a tenth, {:.1f} at the end: {:.2f} KiB a take\n",
             first_mib, resident_mib(), 1024.0 * (resident_mib() - first_mib) / (0.9 * takes));
  if (!summary.complete()) return 1;
  if (!then_verify) return 0;
  const VerifyReport report = verify_dataset(dir);
  fmt::print("verify: {}\n", report.ok() ? "every take is good" : "FAULTS");
  return report.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  keep_heap_steady();
  return soak(std::atoi(argv[1]), argv[2], argc > 3);
}
