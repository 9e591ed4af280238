// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/stream_keeper.hpp"

#include <chrono>
#include <utility>

namespace ampsweep::rig {

using namespace std::chrono_literals;

StreamKeeper::StreamKeeper(AudioPort& port, Clock& clock, StreamSpec spec, OnEpoch on_epoch)
    : port_(port), clock_(clock), spec_(std::move(spec)), on_epoch_(std::move(on_epoch)) {}

StreamKeeper::~StreamKeeper() { port_.close(); }

void StreamKeeper::open() { epoch_ = on_epoch_(port_.open(spec_)); }

bool StreamKeeper::reopen(int tries, const std::stop_token& stop) {
  port_.close();
  for (int i = 0; i < tries; ++i) {
    if (i > 0 && !clock_.wait(1s, stop)) return false;
    try {
      open();
      return true;
    } catch (const SetupError& error) {
      last_error_ = error.what();  // the last one is shown if no try succeeds
    }
  }
  return false;
}

}  // namespace ampsweep::rig
