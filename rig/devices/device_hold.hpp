// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/held_file.hpp"

namespace ampsweep::rig {

/// What a rig plays into, as two sessions would meet there: the card of ALSA, each port of JACK's
/// graph that an output is wired to, with its server.
[[nodiscard]] std::vector<std::string> played_devices(const AudioSpec& audio);

/// Where devices are held: `ampsweep` in $XDG_RUNTIME_DIR, else /tmp/ampsweep-UID; made, for this
/// user alone. Throws SetupError{Device} when it is somebody else's.
[[nodiscard]] std::filesystem::path hold_folder();

/// Holds what an audio port plays into for as long as its stream is open. A graph of JACK takes two
/// players without a word, and an amp would get both.
class HeldAudioPort final : public AudioPort {
 public:
  HeldAudioPort(std::unique_ptr<AudioPort> behind, std::filesystem::path folder);

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
  std::unique_ptr<AudioPort> behind_;
  std::filesystem::path folder_;
  std::vector<HeldFile> held_;
};

}  // namespace ampsweep::rig
