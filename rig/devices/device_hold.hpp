// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/held_file.hpp"

namespace ampsweep::rig {

/// What a rig plays into, as two sessions would meet there: the card of ALSA, each port of JACK's
/// graph that an output is wired to, with its server.
[[nodiscard]] std::vector<std::string> played_devices(const AudioSpec& audio);

/// Where devices are held: ampsweep-UID in `parent`; made, for this user alone. The same for all
/// sessions of a user, whatever their environment: one from a desktop, one over ssh and one from
/// cron meet here, and it outlives a logout. Throws SetupError{Device} when it is somebody else's.
[[nodiscard]] std::filesystem::path hold_folder(const std::filesystem::path& parent = "/tmp");

/// Holds a MIDI output for the session whose worker this process is, until destruction: a knob that
/// another session turned would stand elsewhere than the labels say. Nothing where the session
/// holds it already. `server`: of JACK; empty: ALSA. Throws SetupError{Device} naming the process
/// that sends there.
[[nodiscard]] std::optional<HeldFile> hold_midi_output(
    const std::string& server, const std::string& port,
    const std::filesystem::path& parent = "/tmp");

/// Holds what an audio port plays into for as long as its stream is open. A graph of JACK takes two
/// players without a word, and an amp would get both.
class HeldAudioPort final : public AudioPort {
 public:
  /// `parent`: of hold_folder(), which every open() makes when it is gone.
  explicit HeldAudioPort(std::unique_ptr<AudioPort> behind, std::filesystem::path parent = "/tmp");

  /// Throws SetupError{Device} naming the process that plays there.
  StreamInfo open(const StreamSpec& spec) override;
  [[nodiscard]] Result<void> begin(const TakeRequest& request) override {
    return behind_->begin(request);
  }
  void stop() noexcept override { behind_->stop(); }
  [[nodiscard]] PortStatus poll() override { return behind_->poll(); }
  void close() noexcept override;
  [[nodiscard]] std::vector<std::vector<float>> newest_input(std::uint64_t frames) const override {
    return behind_->newest_input(frames);
  }

 private:
  std::filesystem::path parent_;
  std::vector<HeldFile> held_;
  std::unique_ptr<AudioPort> behind_;  ///< Last: it plays no more when the devices are let go of.
};

}  // namespace ampsweep::rig
