// SPDX-License-Identifier: GPL-3.0-or-later
// The worker process of the system tests: what `ampsweep audio-worker --fd N` runs.
#include <cstdlib>

#include "rig/devices/audio_worker.hpp"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  return ampsweep::rig::run_audio_worker(std::atoi(argv[3]));
}
