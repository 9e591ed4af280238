// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/reliability.md: whole sessions under random events, held against plain books.
// Usage: session_chaos_bench [SEQUENCES [SEED]]   (default 2000 1). Exit: 0 no invariant broken.
#include <cstdio>
#include <cstdlib>

#include "signals/random.hpp"
#include "support/session_chaos.hpp"

int main(int argc, char** argv) {
  const int sequences = argc > 1 ? std::atoi(argv[1]) : 2000;
  const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1);
  int violations = 0;
  long sounds = 0;
  int takes = 0;
  int complete = 0;
  for (int i = 0; i < sequences; ++i) {
    const auto done = ampsweep::test::session_chaos(ampsweep::signals::derived(seed, i));
    sounds += done.sounds;
    takes += done.takes;
    complete += done.complete;
    if (done.broken.empty()) continue;
    ++violations;
    std::printf("sequence %d: %s\n", i, done.broken.c_str());
  }
  std::printf(
      "%d sequences of three sessions, seed %llu: %ld sounds, %d takes accepted, %d plans "
      "complete, %d violations\n",
      sequences, static_cast<unsigned long long>(seed), sounds, takes, complete, violations);
  return violations == 0 ? 0 : 1;
}
