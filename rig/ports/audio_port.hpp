// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/model/rig.hpp"
#include "rig/model/take.hpp"
#include "rig/ports/stream_state.hpp"

namespace ampsweep::rig {

/// What a stream is opened with. Limits cannot change while it is open.
struct StreamSpec {
  AudioSpec audio;
  SafetySpec safety;
  LevelSpec levels;
  SampleCount longest_take{0};           ///< Memory for this many frames is allocated in open().
  std::optional<std::size_t> tap_input;  ///< Input watched against the tap corridor.
  bool freewheel{false};                 ///< JACK only: takes run as fast as the graph can.
  std::vector<AudioSpec> keep_away{};    ///< A monitor: what these rigs play through is refused.
};

struct StreamInfo {
  SampleRate rate{48000};
  int period_frames{0};
  std::string description;  ///< "JACK server rigtest, 48000 Hz, 1024 frames".
};

/// Allowed block peaks at the tap, one pair per TakePlayer::kTapBlock frames of recording.
struct TapCorridor {
  std::vector<float> low;
  std::vector<float> high;
};

/// One take to be played. The spans must stay valid until the take has ended.
struct TakeRequest {
  std::span<const float> stimulus;  ///< Mono; goes to every output with that output's gain.
  SampleCount frames{0};            ///< Played and recorded, tail included; <= longest_take.
  const TapCorridor* tap{nullptr};
  int take{0};      ///< Plan index and attempt: seed of the simulated bench.
  int attempt{1};   ///< 0: a measurement that is no take (probe, check).
  Setting setting;  ///< Where the knobs were told to stand; for the record only.
};

/// Newest levels of the running stream.
struct Meters {
  float output_peak{0.0F};
  std::vector<float> input_peak;  ///< Order of AudioSpec::inputs.
};

struct PortStatus {
  PlayState state{PlayState::Idle};
  SampleCount frame{0};  ///< Of the take.
  Meters meters;
  int xruns{0};  ///< During this take: driver flags and server callbacks.
  std::optional<Fault>
      fault;  ///< StreamLost, StreamHung, Muted, TapLow, TapHigh: the take is void.
  /// Set once the take has ended (Complete, Stopped or Muted), also when it is partial.
  std::shared_ptr<const Recording> recording;
};

/// One stream: opened once per session, silent between takes. A stream that is lost is closed and
/// opened again by the session; each open is a new stream epoch.
///
/// Thread: control. No call blocks for longer than 5 s.
class AudioPort {
 public:
  virtual ~AudioPort() = default;
  /// Throws SetupError{Device} with the reason and the way out. May be called again after close().
  virtual StreamInfo open(const StreamSpec& spec) = 0;
  /// Starts a take. Faults: StreamLost, StreamHung.
  [[nodiscard]] virtual Result<void> begin(const TakeRequest& request) = 0;
  /// Ramps down and ends the take in hand; poll() then reports Stopped. Harmless when idle.
  virtual void stop() noexcept = 0;
  /// Newest state. Call at least every 50 ms during a take: it is the heartbeat that keeps the
  /// output open. During a take the caller must not do file I/O between calls.
  [[nodiscard]] virtual PortStatus poll() = 0;
  virtual void close() noexcept = 0;
  /// What each input heard last, take or no take: at most `frames`, and at most
  /// ScopeRing::kReadable. Empty when the port has nothing to show.
  [[nodiscard]] virtual std::vector<std::vector<float>> newest_input(
      [[maybe_unused]] std::uint64_t frames) const {
    return {};
  }
};

}  // namespace ampsweep::rig
