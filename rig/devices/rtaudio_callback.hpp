// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <RtAudio.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>

#include "rig/devices/channel_range.hpp"
#include "rig/devices/worker_stream.hpp"

namespace ampsweep::rig {

/// What RtAudio calls: splits its planar buffers into the player's channels, in the rig's order.
/// Bounded arithmetic only. For rtaudio_stream.cpp alone. Thread: the audio server's.
class RtAudioCallback {
 public:
  RtAudioCallback(const StreamParts& parts, const ChannelRange& out, const ChannelRange& in)
      : parts_(parts), out_range_(out), in_range_(in) {}

  static int call(void* output, void* input, unsigned frames, double, RtAudioStreamStatus status,
                  void* self) {
    static_cast<RtAudioCallback*>(self)->process(static_cast<float*>(output),
                                                 static_cast<const float*>(input), frames, status);
    return 0;
  }

 private:
  void process(float* output, const float* input, unsigned frames,
               RtAudioStreamStatus status) noexcept {
    auto& state = parts_.state;
    if ((status & RTAUDIO_INPUT_OVERFLOW) != 0) {
      state.input_overflows.fetch_add(1, std::memory_order_relaxed);
    }
    if ((status & RTAUDIO_OUTPUT_UNDERFLOW) != 0) {
      state.output_underflows.fetch_add(1, std::memory_order_relaxed);
    }
    std::fill_n(output, std::size_t{frames} * out_range_.count, 0.0F);
    const auto& audio = parts_.spec.audio;
    std::array<float*, kMaxChannels> outs{};
    std::array<const float*, kMaxChannels> ins{};
    for (std::size_t c = 0; c < audio.outputs.size(); ++c) {
      outs[c] = output + offset(audio.outputs[c], out_range_) * frames;
    }
    for (std::size_t c = 0; c < audio.inputs.size(); ++c) {
      ins[c] = input + offset(audio.inputs[c], in_range_) * frames;
    }
    parts_.player.process(outs.data(), ins.data(), frames);
  }
  static std::size_t offset(const Channel& channel, const ChannelRange& range) noexcept {
    return static_cast<std::size_t>(channel.index) - 1 - range.first;
  }

  StreamParts parts_;
  ChannelRange out_range_;
  ChannelRange in_range_;
};

}  // namespace ampsweep::rig
