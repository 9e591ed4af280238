// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "rig/devices/worker_process.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::test {

/// A JACK server of the test's own with what `bench-up` starts beside it; stopped by destruction.
/// Where jackd or guitarix is not installed the whole test program ends with exit code 77, which
/// CTest shows as skipped, after saying which package is missing.
class JackBench {
 public:
  /// SlowServer: pass-through, and a server that runs at 0.9 of the rate it announces.
  enum class With { PassThrough, Amp, SlowServer };
  explicit JackBench(With with, int period = 1024);
  ~JackBench();
  JackBench(const JackBench&) = delete;
  JackBench& operator=(const JackBench&) = delete;

  [[nodiscard]] const std::string& server() const { return server_; }
  [[nodiscard]] int period() const { return period_; }
  [[nodiscard]] pid_t server_pid() const;
  /// Ends the pass-through client.
  void stop_through() const;
  /// Starts it again; returns when its ports stand.
  void start_through() const;
  /// Starts everything again under the same name, after the server was killed.
  void restart();

 private:
  void up();
  void down();
  [[nodiscard]] pid_t pid_of(const std::string& name) const;

  std::filesystem::path dir_;
  std::string server_;
  With with_;
  int period_;
};

/// The worker of these tests.
[[nodiscard]] rig::WorkerCommand worker();

/// Amp send and loopback send, amp return and loopback return: the amp path through the
/// pass-through client, the loopback port to port.
[[nodiscard]] rig::StreamSpec through_spec(const JackBench& bench);
/// The same with guitarix in the amp's place.
[[nodiscard]] rig::StreamSpec amp_spec(const JackBench& bench);

/// Plays a take as a session does. Fails the test when it neither ends nor fails in `patience_s`.
[[nodiscard]] rig::PortStatus play(rig::AudioPort& port, const std::vector<float>& stimulus,
                                   std::int64_t frames, double patience_s = 30.0);

/// Seeded noise of the peak 0.25 between two stretches of silence.
[[nodiscard]] std::vector<float> noise_burst(std::size_t frames, std::size_t silence);

/// Delay of `stimulus` in `recording`, in whole samples: the lag of the largest correlation.
[[nodiscard]] std::int64_t lag_of(const std::vector<float>& stimulus,
                                  const std::vector<float>& recording, std::int64_t longest);

}  // namespace ampsweep::test
