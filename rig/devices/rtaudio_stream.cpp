// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/rtaudio_stream.hpp"

#include <RtAudio.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <thread>
#include <utility>

#include "rig/devices/alsa_choice.hpp"
#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/channel_range.hpp"
#include "rig/devices/jack_ports.hpp"
#include "rig/devices/keep_away.hpp"
#include "rig/devices/pace_watch.hpp"
#include "rig/devices/rate_watch.hpp"
#include "rig/devices/rtaudio_callback.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstCallbackPatience = 2000ms;
constexpr auto kSettle = 1000ms;

/// Of a clock that nobody sets and nobody slews: a correction of the time of day is no fault of the
/// interface.
std::chrono::nanoseconds raw_time() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

/// A stream without inputs is somebody listening.
bool is_monitor(const StreamSpec& spec) { return spec.audio.inputs.empty(); }
const char* asker(const StreamSpec& spec) { return is_monitor(spec) ? "the sound" : "the rig"; }

[[noreturn]] void refuse_rate(const std::string& device, SampleRate rate) {
  throw SetupError(
      SetupKind::Device,
      "ALSA device \"" + device + "\" does not run at " + std::to_string(rate.value()) + " Hz.",
      "a rate that `ampsweep devices` lists for it");
}

unsigned alsa_device(RtAudio& audio, const std::string& wanted) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < audio.getDeviceCount(); ++i) {
    const auto info = audio.getDeviceInfo(i);
    names.push_back(info.probed ? info.name : "");  // a busy device has no name here
  }
  return alsa_choice(std::move(names), wanted);
}

void check_alsa(const RtAudio::DeviceInfo& info, const StreamSpec& spec, const ChannelRange& out,
                const ChannelRange& in) {
  if (out.first + out.count > info.outputChannels || in.first + in.count > info.inputChannels) {
    throw SetupError(
        SetupKind::Device,
        "ALSA device \"" + info.name + "\" has " + std::to_string(info.outputChannels) +
            " outputs and " + std::to_string(info.inputChannels) + " inputs; " + asker(spec) +
            " asks for output " + std::to_string(out.first + out.count) + " and input " +
            std::to_string(in.first + in.count) + ".",
        is_monitor(spec) ? "a device with two outputs"
                         : "lower channel numbers in the [audio] table; both directions must be on "
                           "one device, because two devices have two clocks");
  }
  const auto rate = static_cast<unsigned>(spec.audio.rate.value());
  const auto& rates = info.sampleRates;
  if (std::find(rates.begin(), rates.end(), rate) == rates.end()) {
    refuse_rate(info.name, spec.audio.rate);
  }
}

void check_rate(const JackWiring& wiring, const StreamSpec& spec) {
  if (wiring.rate() == spec.audio.rate) return;
  throw SetupError(
      SetupKind::Device,
      "JACK server \"" + wiring.server() + "\" runs at " + std::to_string(wiring.rate().value()) +
          " Hz, " + asker(spec) + " asks for " + std::to_string(spec.audio.rate.value()) + " Hz.",
      std::string{is_monitor(spec) ? "a monitor that runs at that rate"
                                   : "rate_hz in the rig file"} +
          ", or restarting the server with -r " + std::to_string(spec.audio.rate.value()));
}

/// Rigs on ALSA: their device. Rigs on JACK: as long as their server runs, it holds their device,
/// and ALSA gives a device to one program only.
void keep_away_on_alsa(RtAudio& audio, unsigned device, const StreamSpec& spec) {
  const auto name = audio.getDeviceInfo(device).name;
  for (const auto& rig : spec.keep_away) {
    if (rig.api == AudioApi::Jack) {
      const JackWiring holds_it{{rig.server, jack_client_name("-rig"), nullptr, false}};
      continue;
    }
    bool same = false;
    try {
      const auto theirs = alsa_device(audio, rig.device);
      same = theirs == device || audio.getDeviceInfo(theirs).name == name;
    } catch (const SetupError&) {
      // Not here, or busy: then it is not the device that was just found free.
    }
    if (same) refuse_rig_output("alsa:" + spec.audio.device, "ALSA device " + rig.device);
  }
}

class RtAudioStream final : public WorkerStream {
 public:
  explicit RtAudioStream(const StreamParts& parts)
      : parts_(parts),
        api_(parts.spec.audio.api),
        out_(range_of(parts.spec.audio.outputs, api_)),
        in_(is_monitor(parts.spec) ? ChannelRange{} : range_of(parts.spec.audio.inputs, api_)),
        callback_(parts, out_, in_),
        audio_(api_ == AudioApi::Jack ? RtAudio::UNIX_JACK : RtAudio::LINUX_ALSA) {
    audio_.showWarnings(false);  // RtAudio prints them from the audio thread
    try {
      if (api_ == AudioApi::Jack) {
        open_jack();
      } else {
        open_alsa();
      }
      audio_.startStream();
    } catch (const RtAudioError& error) {
      throw SetupError(SetupKind::Device, "The audio stream did not open: " + error.getMessage(),
                       "ampsweep devices, to see what there is");
    }
    wire();
    settle();
  }

  [[nodiscard]] StreamInfo info() const override { return info_; }

  void before_take() override {
    wire();
    if (const auto why = lost()) throw SetupError(SetupKind::Device, *why, "");
    if (wiring_ && parts_.spec.freewheel) wiring_->freewheel(true);
  }

  void after_take() override {
    if (!wiring_ || !parts_.spec.freewheel) return;
    try {
      wiring_->freewheel(false);
    } catch (const SetupError& error) {
      failure_ = error.what();
    }
  }

  [[nodiscard]] std::optional<std::string> lost() override {
    if (failure_) return failure_;
    if (wiring_ && wiring_->server_gone()) return "the JACK server has shut down: start it again";
    // Before the wires: RtAudio leaves a server whose period has changed.
    if (const auto changed = wiring_ ? wiring_->changed() : std::nullopt) return changed;
    if (const auto cut = cut_wire()) {
      return "JACK undid the connection of " + *cut +
             ": its program was restarted, or somebody rewired it";
    }
    if (!audio_.isStreamRunning()) return "the audio server closed the stream";
    const bool free = wiring_ && parts_.spec.freewheel;
    if (!free && pace_->runs_away(std::chrono::steady_clock::now(), parts_.state.frames_total)) {
      return "the stream runs faster than its sample rate: the device was unplugged, or another "
             "program switched JACK to freewheel";
    }
    if (const auto hz = wrong_rate()) return wrong_rate_text(*hz, info_.rate);
    return std::nullopt;
  }

 private:
  void open_jack() {
    wiring_ = std::make_unique<JackWiring>(JackWiring::Options{
        parts_.spec.audio.server, jack_client_name("-wiring"), &parts_.state, false});
    check_rate(*wiring_, parts_.spec);
    // Where RtAudio's own device is does not matter: wire() makes the connections.
    open_stream(wiring_->rtaudio_device(), {0, out_.count}, {0, in_.count},
                RTAUDIO_NONINTERLEAVED | RTAUDIO_JACK_DONT_CONNECT);
    info_.description = "JACK server " + wiring_->server();
  }

  void open_alsa() {
    refuse_sound_servers(parts_.spec.audio.device);
    const auto device = alsa_device(audio_, parts_.spec.audio.device);
    const auto device_info = audio_.getDeviceInfo(device);
    if (is_monitor(parts_.spec)) refuse_sound_servers(device_info.name);  // named by its number
    keep_away_on_alsa(audio_, device, parts_.spec);
    check_alsa(device_info, parts_.spec, out_, in_);
    open_stream(device, out_, in_, RTAUDIO_NONINTERLEAVED | RTAUDIO_SCHEDULE_REALTIME);
    // ALSA takes the nearest rate there is and says nothing.
    if (audio_.getStreamSampleRate() != static_cast<unsigned>(parts_.spec.audio.rate.value())) {
      refuse_rate(device_info.name, parts_.spec.audio.rate);
    }
    info_.description = "ALSA " + device_info.name;
  }

  void open_stream(unsigned device, const ChannelRange& out, const ChannelRange& in,
                   RtAudioStreamFlags flags) {
    RtAudio::StreamParameters output;
    output.deviceId = device;
    output.nChannels = out.count;
    output.firstChannel = out.first;
    RtAudio::StreamParameters input;
    input.deviceId = device;
    input.nChannels = in.count;
    input.firstChannel = in.first;
    RtAudio::StreamOptions options;
    options.flags = flags;
    options.numberOfBuffers = 3;
    options.priority = 70;
    options.streamName = jack_client_name();
    auto period = static_cast<unsigned>(parts_.spec.audio.period_frames);
    audio_.openStream(&output, in.count > 0 ? &input : nullptr, RTAUDIO_FLOAT32,
                      static_cast<unsigned>(parts_.spec.audio.rate.value()), &period,
                      RtAudioCallback::call, &callback_, &options);
    info_.rate = parts_.spec.audio.rate;
    info_.period_frames = static_cast<int>(period);
  }

  /// Made again, it would look as if nothing had happened: an amp program that was restarted has
  /// forgotten where its knobs stood. A monitor may be rewired while it plays.
  [[nodiscard]] std::optional<std::string> cut_wire() const {
    return wiring_ && !is_monitor(parts_.spec) ? wiring_->broken() : std::nullopt;
  }

  /// What an xrun took away is no fault of the clock, and voids its take by itself. A freewheeling
  /// stream has no rate.
  [[nodiscard]] std::optional<double> wrong_rate() {
    if (is_monitor(parts_.spec) || (wiring_ && parts_.spec.freewheel)) return std::nullopt;
    const auto& state = parts_.state;
    const auto xruns = std::uint64_t{state.server_xruns} + state.input_overflows +
                       state.output_underflows;
    if (xruns != xruns_seen_) {
      xruns_seen_ = xruns;
      rate_watch_->begin_again();
      return std::nullopt;
    }
    const auto before = raw_time();
    const auto frames = state.frames_total.load();
    return rate_watch_->look(before, raw_time(), frames);
  }

  void wire() {
    if (wiring_) connect_ports(*wiring_, parts_.spec);
  }

  void settle() {
    auto& state = parts_.state;
    const auto deadline = std::chrono::steady_clock::now() + kFirstCallbackPatience;
    while (state.callbacks.load() == 0) {
      if (std::chrono::steady_clock::now() > deadline) {
        throw SetupError(SetupKind::Device,
                         "The stream opened but no sound arrives (" + info_.description + ").",
                         "restarting the audio server or the interface");
      }
      std::this_thread::sleep_for(10ms);
    }
    std::this_thread::sleep_for(kSettle);
    info_.description += ", " + std::to_string(info_.rate.value()) + " Hz, " +
                         std::to_string(info_.period_frames) + " frames";
    rate_watch_.emplace(info_.rate.value(), info_.period_frames);
    pace_.emplace(info_.rate.value(), std::chrono::steady_clock::now(), state.frames_total.load());
  }

  StreamParts parts_;
  AudioApi api_;
  ChannelRange out_;
  ChannelRange in_;
  RtAudioCallback callback_;
  std::unique_ptr<JackWiring> wiring_;
  RtAudio audio_;  // after what its callback uses, so that it stops before that goes
  StreamInfo info_;
  std::optional<PaceWatch> pace_;
  std::optional<RateWatch> rate_watch_;
  std::uint64_t xruns_seen_{0};
  std::optional<std::string> failure_;
};

std::string rates_text(const RtAudio::DeviceInfo& info) {
  std::string text;
  for (const auto rate : info.sampleRates) {
    if (!text.empty()) text += ' ';
    text += std::to_string(rate);
  }
  return text;
}

}  // namespace

std::unique_ptr<WorkerStream> open_rtaudio_stream(const StreamParts& parts) {
  return std::make_unique<RtAudioStream>(parts);
}

std::vector<ListedDevice> list_alsa_devices() {
  std::vector<ListedDevice> devices;
  try {
    RtAudio audio{RtAudio::LINUX_ALSA};
    audio.showWarnings(false);
    for (unsigned i = 0; i < audio.getDeviceCount(); ++i) {
      const auto info = audio.getDeviceInfo(i);
      if (!info.probed || !info.name.starts_with("hw:")) continue;
      devices.push_back({"alsa", info.name, "device = \"" + info.name + "\"",
                         std::to_string(info.outputChannels) + " out, " +
                             std::to_string(info.inputChannels) + " in, " + rates_text(info) +
                             " Hz"});
    }
  } catch (const RtAudioError&) {
    // No ALSA at all: nothing to list; busy devices follow from /proc.
  }
  for (const auto& name : alsa_device_names()) {
    if (const auto holder = alsa_holder(name)) {
      devices.push_back({"alsa", name, "device = \"" + name + "\"", "busy: " + *holder});
    }
  }
  return devices;
}

}  // namespace ampsweep::rig
