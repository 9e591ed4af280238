// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/verify.md, "Without a loopback": pairs of known truth (guitar, noise, sweeps
// through two high-gain amps; random gain 0.3 to 1, delay, noise, polarity; half with drift, half
// with a slip), aligned by analysis::align_blind(). Usage: blind_bench [PAIRS [SEED]]; default 1000
// pairs. Prints a Markdown table; with a third argument also every pair that misses a limit; a
// fourth is the number of the first pair; a fifth, "takes", plays what a capture plays into all of
// them: a sweep, then guitar.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "analysis/blind_alignment.hpp"
#include "signals/random.hpp"
#include "support/amp_pair.hpp"

namespace {

using namespace ampsweep;
constexpr double kRateHz = 48000.0;
constexpr double kKnown = 0.25;  ///< samples
constexpr std::array<const char*, 4> kSounds{"guitar", "noise", "sweeps", "a sweep, guitar"};

test::AmpPairSpec spec_of(std::uint64_t seed, int number) {
  signals::Random random{signals::derived(seed, number)};
  test::AmpPairSpec spec;
  spec.seed = seed * 100000 + static_cast<std::uint64_t>(number);
  spec.sound = static_cast<test::PairSound>(number % 3);
  spec.amp = (number / 3) % 2 == 1 ? test::PairAmp::TwoStage : test::PairAmp::Simulated;
  spec.length_s = random.uniform(25.0, 40.0);
  spec.gain = random.uniform(0.3, 1.0);
  spec.delay_samples = random.uniform(0.0, 400.0);
  spec.noise_dbfs_rms = random.uniform(-95.0, -55.0);
  spec.inverted = random.uniform() < 0.5;
  if (random.uniform() < 0.5) spec.drift_ppm = random.uniform(-20.0, 20.0);
  if (random.uniform() < 0.5) {
    constexpr std::array<std::int64_t, 8> kJumps{1, -1, 2, -3, 16, -64, 256, -512};
    const double at = random.uniform(0.2, 0.8) * spec.length_s * kRateHz;
    spec.slips.push_back({static_cast<std::int64_t>(at), kJumps.at(random.below(8))});
  }
  return spec;
}

struct Tally {
  int pairs{0};
  int refused{0};
  int held{0};
  int slips{0};
  int missed{0};
  int false_alarms{0};
  std::vector<double> widths, drifts, jumps;
  int drift_within_doubt{0};
};

double share_of(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

double within(const std::vector<double>& values, double limit) {
  const auto good =
      std::count_if(values.begin(), values.end(), [limit](double value) { return value <= limit; });
  return values.empty() ? 100.0
                        : 100.0 * static_cast<double>(good) / static_cast<double>(values.size());
}

void weigh(const test::AmpPairSpec& spec, const analysis::BlindAlignment& found, bool tell,
           Tally& tally) {
  const double truth = spec.delay_samples;
  const bool held = found.delay.from_samples <= truth && truth <= found.delay.to_samples;
  tally.held += held ? 1 : 0;
  tally.widths.push_back(found.delay.to_samples - found.delay.from_samples);
  const double length = spec.length_s * kRateHz * 1e-6;
  const double drift = std::abs(found.drift_ppm.value_or(0.0) - spec.drift_ppm) * length;
  tally.drifts.push_back(drift);
  if (drift <= 2.0 * found.drift_sigma_ppm * length) ++tally.drift_within_doubt;
  tally.slips += static_cast<int>(spec.slips.size());
  double jump = 0.0;
  if (found.slips.size() < spec.slips.size()) {
    ++tally.missed;
  } else if (found.slips.size() > spec.slips.size()) {
    ++tally.false_alarms;
  } else if (!spec.slips.empty()) {
    jump = std::abs(found.slips[0].jump_samples - static_cast<double>(spec.slips[0].jump));
    tally.jumps.push_back(jump);
  }
  if (!tell ||
      (held && drift <= kKnown && jump <= kKnown && found.slips.size() == spec.slips.size())) {
    return;
  }
  fmt::print(
      "seed {} {} amp {} gain {:.2f}: delay {:+.2f} {}, drift {:.3f}, jump {:.3f}, slips {} of "
      "{}\n",
      spec.seed, kSounds.at(static_cast<std::size_t>(spec.sound)), static_cast<int>(spec.amp),
      spec.gain, found.delay.samples - truth, held ? "held" : "NOT held", drift, jump,
      found.slips.size(), spec.slips.size());
}

}  // namespace

int main(int argc, char** argv) {
  const int pairs = argc > 1 ? std::atoi(argv[1]) : 1000;
  const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1);
  std::array<Tally, kSounds.size()> tallies;
  const int first = argc > 4 ? std::atoi(argv[4]) : 0;
  for (int i = first; i < first + pairs; ++i) {
    auto spec = spec_of(seed, i);
    if (argc > 5 && std::string{argv[5]} == "takes") {
      spec.sound = test::PairSound::SweepThenGuitar;
      spec.amp = i % 2 == 1 ? test::PairAmp::TwoStage : test::PairAmp::Simulated;
    }
    Tally& tally = tallies.at(static_cast<std::size_t>(spec.sound));
    ++tally.pairs;
    const auto pair = test::amp_pair(spec);
    analysis::PairInMemory source(pair.x, pair.y, SampleRate{48000});
    const auto found = analysis::align_blind(source);
    if (!found) {
      ++tally.refused;
      continue;
    }
    weigh(spec, *found, argc > 3, tally);
  }
  fmt::print(
      "| sound | pairs | refused | interval holds | width median, 95 % | drift over the take: 50 "
      "%, 95 %, <= 0.25 | within 2 sigma | jumps: 95 %, <= 0.25 | slips missed | false |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  for (std::size_t s = 0; s < tallies.size(); ++s) {
    const Tally& t = tallies.at(s);
    if (t.pairs == 0) continue;
    const int told = std::max(1, t.pairs - t.refused);
    fmt::print(
        "| {} | {} | {} | {:.1f} % | {:.1f}, {:.1f} | {:.3f}, {:.3f}, {:.1f} % | {:.1f} % | "
        "{:.3f}, {:.1f} % | {} of {} | {} |\n",
        kSounds.at(s), t.pairs, t.refused, 100.0 * t.held / told, share_of(t.widths, 0.5),
        share_of(t.widths, 0.95), share_of(t.drifts, 0.5), share_of(t.drifts, 0.95),
        within(t.drifts, kKnown), 100.0 * t.drift_within_doubt / told, share_of(t.jumps, 0.95),
        within(t.jumps, kKnown), t.missed, t.slips, t.false_alarms);
  }
  return 0;
}
