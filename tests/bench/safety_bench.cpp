// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/reliability.md: random event sequences against the output's state machine.
// Usage: safety_bench [SEQUENCES [SEED]]   (default 1000000 1). Exit: 0 no invariant broken, 1 one.
#include <cstdio>
#include <cstdlib>

#include "support/guard_chaos.hpp"

int main(int argc, char** argv) {
  const int sequences = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
  const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1);
  int violations = 0;
  for (int i = 0; i < sequences; ++i) {
    const auto broken = ampsweep::test::GuardChaos::run(ampsweep::signals::derived(seed, i));
    if (broken.empty()) continue;
    if (++violations <= 10) std::printf("sequence %d: %s\n", i, broken.c_str());
  }
  std::printf("%d sequences of %d events, seed %llu: %d violations\n", sequences,
              ampsweep::test::GuardChaos::kEvents, static_cast<unsigned long long>(seed),
              violations);
  return violations == 0 ? 0 : 1;
}
