// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/reliability.md: breaks of the sample stream injected into simulated takes and
// judged as the product judges them; then hours of takes without a break.
// Usage: discontinuity_bench [BREAKS [HOURS [SEED [FIRST]]]]   (default 10000 24 1 0). Prints
// Markdown. FIRST: number of the first break, to look at one again.
// Exit: 0 all caught and no false alarm, 1 not.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "support/random_break.hpp"

namespace {

using namespace ampsweep;
using signals::Random;
using test::Clocks;
using test::ContinuityScene;
using test::Discontinuity;
using Kind = Discontinuity::Kind;
using Where = Discontinuity::Where;

constexpr int kScenes = 40;

/// Two markers in 7 s, or three in 24 s; every fourth with clocks apart.
std::vector<ContinuityScene> scenes(std::uint64_t seed) {
  const signals::Stimulus brief = test::brief_stimulus();
  const signals::Stimulus longer = test::programme({16.0, 0.5, 1.0});
  std::vector<ContinuityScene> made;
  for (int i = 0; i < kScenes; ++i) {
    made.push_back(test::continuity_scene(i % 10 == 9 ? longer : brief,
                                          i % 4 == 3 ? Clocks::Apart : Clocks::Shared,
                                          signals::derived(seed, i)));
  }
  return made;
}

struct Tally {
  int injected{0};
  int caught{0};
  int bracketed{0};  ///< A slip was said at that place.
};

std::string row_name(const Discontinuity& wrong, const ContinuityScene& scene) {
  const std::string kind = wrong.kind == Kind::Slow ? "slow slip"
                           : wrong.samples == 1     ? "one sample"
                           : wrong.samples <= 256   ? "2 to 256"
                                                    : "257 to 1024";
  const std::string where = wrong.where == Where::All        ? "all channels"
                            : wrong.where == Where::Loopback ? "loopback alone"
                                                             : "amp alone";
  if (wrong.kind == Kind::Slow) return where + " | " + kind + " | anywhere";
  const std::string place = wrong.at < test::sounding_span(scene).from ? "before the first sound"
                            : test::silent_at(scene, wrong.at)         ? "in a silence"
                                                                       : "in sound";
  return where + " | " + kind + " | " + place;
}

void tell(const Discontinuity& wrong, const ContinuityScene& scene, const test::Judged& judged,
          int number) {
  const double rate = scene.stimulus.rate.value();
  fmt::print(
      stderr, "missed {}: {} of {} samples over {} at {:.4f} s, noise {:.0f} dBFS, {:.4f} ppm",
      number, row_name(wrong, scene), wrong.samples, wrong.over,
      static_cast<double>(wrong.at) / rate, scene.noise.value(), scene.rig.simulation.drift_ppm);
  if (judged.loopback) {
    fmt::print(stderr, "; said {:.3f} to {:.3f} s",
               static_cast<double>(judged.loopback->from) / rate,
               static_cast<double>(judged.loopback->to) / rate);
  }
  if (!judged.verdict.faults.empty()) {
    fmt::print(stderr, "; {}", judged.verdict.faults.front().detail);
  }
  fmt::print(stderr, "\n");
}

/// Breaks that were not caught.
int breaks(int first, int count, std::uint64_t seed) {
  const auto pool = scenes(seed);
  std::map<std::string, Tally> tallies;
  int missed = 0;
  for (int i = first; i < first + count; ++i) {
    Random random{signals::derived(seed, "break", i)};
    const auto& scene = pool[random.below(pool.size())];
    const Discontinuity wrong = test::random_break(scene, random);
    const auto judged = test::judged_noisy(scene, test::broken(scene.clean, wrong), random.next());
    Tally& tally = tallies[row_name(wrong, scene)];
    ++tally.injected;
    const bool caught = !judged.verdict.accepted;
    const bool placed = test::placed(judged, wrong, scene);
    tally.caught += caught ? 1 : 0;
    tally.bracketed += placed ? 1 : 0;
    missed += caught ? 0 : 1;
    if (!caught || !placed) tell(wrong, scene, judged, i);
  }
  fmt::print(
      "| struck | break | place | injected | refused | break placed "
      "|\n|---|---|---|---|---|---|\n");
  for (const auto& [name, tally] : tallies) {
    fmt::print("| {} | {} | {} | {} |\n", name, tally.injected, tally.caught, tally.bracketed);
  }
  fmt::print("\n{} breaks, {} not caught\n\n", count, missed);
  std::fflush(stdout);
  return missed;
}

/// Takes without a break that were refused.
int clean_hours(double hours, std::uint64_t seed) {
  const signals::Stimulus stimulus = test::programme({30.0, 8.0, 8.0});  // a plan's default
  const double take_s = seconds(stimulus.length(), stimulus.rate).value();
  const int takes = static_cast<int>(hours * 3600.0 / take_s) + 1;
  int alarms = 0;
  std::optional<ContinuityScene> scene;
  for (int i = 0; i < takes; ++i) {
    if (i % 20 == 0) {
      scene = test::continuity_scene(stimulus, i % 80 == 60 ? Clocks::Apart : Clocks::Shared,
                                     signals::derived(seed, "clean", i));
    }
    const auto judged =
        test::judged_noisy(*scene, scene->clean, signals::derived(seed, "noise", i));
    if (judged.verdict.accepted) continue;
    ++alarms;
    fmt::print(stderr, "false alarm {}: {} (noise {:.0f} dBFS, gain {:.1f})\n", i,
               judged.verdict.faults.front().detail, scene->noise.value(),
               scene->setting.at("gain"));
  }
  fmt::print("{} takes of {:.0f} s without a break, {:.1f} hours: {} false alarms\n", takes, take_s,
             takes * take_s / 3600.0, alarms);
  return alarms;
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
  const double hours = argc > 2 ? std::atof(argv[2]) : 24.0;
  const auto seed = static_cast<std::uint64_t>(argc > 3 ? std::atoi(argv[3]) : 1);
  const int first = argc > 4 ? std::atoi(argv[4]) : 0;
  const int missed = count > 0 ? breaks(first, count, seed) : 0;
  const int alarms = hours > 0.0 ? clean_hours(hours, seed) : 0;
  return missed == 0 && alarms == 0 ? 0 : 1;
}
