// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"
#include "rig/ports/stream_state.hpp"

namespace ampsweep::rig {
namespace {

constexpr auto kLoopback = "loopback";

Channel read_channel(TableReader& table, AudioApi api) {
  Channel channel;
  channel.name = table.required_text("name");
  if (!is_id(channel.name)) {
    table.refuse("name", quote(channel.name) + " is no id",
                 "lower-case letters, digits and _, starting with a letter, 32 at most");
  }
  channel.index = table.integer("index", 1, 1, kMaxChannels);
  if (!table.has("index")) {
    table.refuse("", "index is missing", "add index = 1 for the interface's first channel");
  }
  channel.port = table.text("port", "");
  if (api == AudioApi::Alsa && !channel.port.empty()) {
    table.refuse("port", "is a JACK port, but api is \"alsa\"",
                 "remove port; on ALSA index names the channel of the interface");
  }
  table.finish();
  return channel;
}

void refuse_double(const std::vector<Channel>& channels, const TableReader& table) {
  const Channel& last = channels.back();
  for (std::size_t i = 0; i + 1 < channels.size(); ++i) {
    if (channels[i].name == last.name) {
      table.refuse("name", quote(last.name) + " is used twice", "give each channel its own name");
    }
    if (channels[i].index == last.index) {
      table.refuse("index", std::to_string(last.index) + " is used twice",
                   "give each channel its own index");
    }
  }
}

std::vector<Channel> read_channels(TableReader& audio, const std::string& key, AudioApi api) {
  if (!audio.has(key)) {
    if (api == AudioApi::Simulated) return {{"amp", 1, ""}, {kLoopback, 2, ""}};
    audio.refuse("", key + " is missing", "add " + key + " = [ { name = \"amp\", index = 1 } ]");
  }
  std::vector<Channel> channels;
  for (TableReader& entry : audio.tables(key, "[audio] " + key)) {
    channels.push_back(read_channel(entry, api));
    refuse_double(channels, entry);
  }
  if (channels.empty()) {
    audio.refuse(key, "is empty", "name at least the amp: { name = \"amp\", index = 1 }");
  }
  if (channels.size() > static_cast<std::size_t>(kMaxChannels)) {
    audio.refuse(key, "has more than 16 channels", "leave out what no take needs");
  }
  if (channels.front().name == kLoopback) {
    audio.refuse(key, "starts with the loopback", "put the amp first");
  }
  return channels;
}

bool has_loopback(const std::vector<Channel>& channels) {
  return channel_index(channels, kLoopback).has_value();
}

void check_loopback(const TableReader& table, const AudioSpec& audio) {
  if (has_loopback(audio.outputs) == has_loopback(audio.inputs)) return;
  const bool out = has_loopback(audio.outputs);
  table.refuse(out ? "inputs" : "outputs",
               std::string{"has no \"loopback\", but "} + (out ? "outputs" : "inputs") + " has one",
               "name the loopback on both sides, or on neither to work with one fixed delay");
}

void check_direct(const TableReader& table, const AudioSpec& audio) {
  if (!audio.loopback_direct) return;
  if (audio.api != AudioApi::Jack) {
    table.refuse("loopback_direct", "is for api = \"jack\" only", "remove it");
  }
  if (!has_loopback(audio.outputs)) {
    table.refuse("loopback_direct", "is true, but there is no \"loopback\" channel",
                 "name a loopback in outputs and inputs");
  }
  for (const auto* channels : {&audio.outputs, &audio.inputs}) {
    if ((*channels)[*channel_index(*channels, kLoopback)].port.empty()) continue;
    table.refuse("loopback_direct", "is true, but the loopback names a port",
                 "remove the port (our own ports are joined) or loopback_direct");
  }
}

/// On JACK a channel without a port would be silent for the whole session.
void check_ports(const TableReader& table, const AudioSpec& audio) {
  if (audio.api != AudioApi::Jack) return;
  const auto check = [&](const std::string& key, const std::vector<Channel>& channels) {
    for (const Channel& channel : channels) {
      if (!channel.port.empty()) continue;
      if (audio.loopback_direct && channel.name == kLoopback) continue;
      table.refuse(key, quote(channel.name) + " names no JACK port",
                   "add port = \"client:port\" (`ampsweep devices` lists them)");
    }
  };
  check("outputs", audio.outputs);
  check("inputs", audio.inputs);
}

}  // namespace

AudioSpec read_audio(TableReader table) {
  AudioSpec audio;
  audio.api = table.choice<AudioApi>(
      "api", AudioApi::Simulated,
      {{"simulated", AudioApi::Simulated}, {"jack", AudioApi::Jack}, {"alsa", AudioApi::Alsa}});
  audio.device = table.text("device", "");
  if (audio.api == AudioApi::Alsa && audio.device.empty()) {
    table.refuse("", "device is missing", "name it as `ampsweep devices` does");
  }
  audio.server = table.text("server", "");
  audio.rate = SampleRate{table.integer("rate_hz", audio.rate.value(), 8000, 384000)};
  audio.period_frames = table.integer("period_frames", audio.period_frames, 16, 8192);
  audio.outputs = read_channels(table, "outputs", audio.api);
  audio.inputs = read_channels(table, "inputs", audio.api);
  audio.loopback_direct = table.flag("loopback_direct", false);
  table.finish();
  check_loopback(table, audio);
  check_direct(table, audio);
  check_ports(table, audio);
  return audio;
}

}  // namespace ampsweep::rig
