// SPDX-License-Identifier: GPL-3.0-or-later
// Does a damaged serial line ever put a knob's label where the knob is not?
//
//   build/release/tests/bench/servo_chaos_bench [QUESTIONS] [SHARE]     (100000, 0.01)
//
// Moves to random values over a line that replaces, drops or doubles a share of all bytes, both
// ways, in virtual time, until so many questions (a request and its answer) were asked in each
// protocol. Exit code 1 when a label was wrong, or a move needed more than 3 retries.
#include <cstdio>
#include <cstdlib>

#include "tests/rig/devices/servo/serial_chaos.hpp"

using ampsweep::test::ChaosCount;

namespace {

bool shown(const char* protocol, const ChaosCount& count) {
  const auto& exchanges = count.exchanges;
  std::printf(
      "%-8s %7ld questions  resent %6ld  more than 3 times %4ld  unanswered %ld   %6ld moves  "
      "retried %ld, at most %d times  wrong labels %ld, worst off %.2f  longest move %.1f s\n",
      protocol, exchanges.asked, exchanges.resent, exchanges.beyond_3, exchanges.given_up,
      count.moves, count.retried_moves, count.most_retries, count.wrong, count.worst_off,
      count.longest_s);
  return count.wrong == 0 && count.most_retries <= 3;
}

}  // namespace

int main(int argc, char** argv) {
  const long questions = argc > 1 ? std::atol(argv[1]) : 100000;
  const double share = argc > 2 ? std::atof(argv[2]) : 0.01;
  std::printf("damaged bytes: %g %%\n", 100.0 * share);
  bool good = shown("feetech", ampsweep::test::feetech_chaos(questions, share, 1));
  good = shown("maestro", ampsweep::test::maestro_chaos(questions, share, 2)) && good;
  good = shown("firmata", ampsweep::test::firmata_chaos(questions, share, 3)) && good;
  return good ? 0 : 1;
}
