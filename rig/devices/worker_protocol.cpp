// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_protocol.hpp"

#include <cstring>
#include <type_traits>
#include <utility>

namespace ampsweep::rig {
namespace {

/// Appends fields to a message. `transfer` below lists the fields of each type once, for both
/// directions.
class Writer {
 public:
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void field(T& value) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
  }
  void field(std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    field(size);
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Reads fields; after the first that does not fit, the message is bad.
class Reader {
 public:
  explicit Reader(const std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void field(T& value) {
    if (!has(sizeof value)) return;
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
  }
  void field(std::string& text) {
    std::uint32_t size = 0;
    field(size);
    if (!has(size)) return;
    text.assign(reinterpret_cast<const char*>(bytes_.data()) + at_, size);
    at_ += size;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool whole() const { return good_ && at_ == bytes_.size(); }

 private:
  bool has(std::size_t count) {
    good_ = good_ && bytes_.size() - at_ >= count;
    return good_;
  }

  const std::vector<std::uint8_t>& bytes_;
  std::size_t at_{0};
  bool good_{true};
};

template <class T>
void items(Writer& out, std::vector<T>& list) {
  auto size = static_cast<std::uint32_t>(list.size());
  out.field(size);
  for (auto& item : list) transfer(out, item);
}

template <class T>
void items(Reader& in, std::vector<T>& list) {
  std::uint32_t size = 0;
  in.field(size);
  for (std::uint32_t i = 0; i < size && in.good(); ++i) {
    T item;
    transfer(in, item);
    list.push_back(std::move(item));
  }
}

template <class Io>
void transfer(Io& io, std::string& text) {
  io.field(text);
}

template <class Io>
void transfer(Io& io, Channel& channel) {
  io.field(channel.name);
  io.field(channel.index);
  io.field(channel.port);
}

template <class Io>
void transfer(Io& io, AudioSpec& audio) {
  io.field(audio.api);
  io.field(audio.device);
  io.field(audio.server);
  io.field(audio.rate);
  io.field(audio.period_frames);
  items(io, audio.outputs);
  items(io, audio.inputs);
  io.field(audio.loopback_direct);
}

template <class Io>
void transfer(Io& io, OpenAudio& message) {
  transfer(io, message.spec.audio);
  io.field(message.spec.safety);
  io.field(message.spec.levels);
  io.field(message.spec.longest_take);
  io.field(message.spec.tap_input);
  io.field(message.spec.freewheel);
  items(io, message.spec.keep_away);
}

template <class Io>
void transfer(Io& io, MidiSpec& spec) {
  io.field(spec.api);
  io.field(spec.server);
  io.field(spec.port);
}

template <class Io>
void transfer(Io& io, OpenMidi& message) {
  transfer(io, message.spec);
}

template <class Io>
void transfer(Io& io, OpenMidiInput& message) {
  transfer(io, message.spec);
}

template <class Io>
void transfer(Io& io, MidiInputOpened& message) {
  items(io, message.ports);
}

template <class Io>
void transfer(Io& io, MidiHeard& message) {
  io.field(message.port);
  io.field(message.bytes);
}

template <class Io>
void transfer(Io& io, ListDevices& message) {
  io.field(message.server);
}

template <class Io>
void transfer(Io& io, BeginTake& message) {
  io.field(message.stimulus_frames);
  io.field(message.frames);
  io.field(message.tap_blocks);
}

template <class Io>
void transfer(Io& io, SendMidi& message) {
  io.field(message.bytes);
}

template <class Io>
void transfer(Io& io, AudioOpened& message) {
  io.field(message.info.rate);
  io.field(message.info.period_frames);
  io.field(message.info.description);
}

template <class Io>
void transfer(Io& io, Refused& message) {
  io.field(message.kind);
  io.field(message.text);
}

template <class Io>
void transfer(Io& io, Lost& message) {
  io.field(message.text);
}

template <class Io>
void transfer(Io& io, ListedDevice& device) {
  io.field(device.kind);
  io.field(device.name);
  io.field(device.rig_text);
  io.field(device.detail);
}

template <class Io>
void transfer(Io& io, DeviceListing& message) {
  items(io, message.devices);
  items(io, message.notes);
}

template <class Io>
void transfer(Io&, StopTake&) {}
template <class Io>
void transfer(Io&, FlushMidi&) {}
template <class Io>
void transfer(Io&, Doubtful&) {}
template <class Io>
void transfer(Io&, CheckMidi&) {}
template <class Io>
void transfer(Io&, Done&) {}

/// Reads the alternative whose number is `kind`.
template <std::size_t I = 0>
std::optional<Message> read_kind(std::uint32_t kind, Reader& in) {
  if constexpr (I < std::variant_size_v<Message>) {
    if (kind != I) return read_kind<I + 1>(kind, in);
    std::variant_alternative_t<I, Message> message{};
    transfer(in, message);
    if (in.whole()) return Message{std::move(message)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::uint8_t> encode(const Message& message) {
  Writer out;
  auto copy = message;  // `transfer` is written once for both directions and takes references
  auto kind = static_cast<std::uint32_t>(copy.index());
  out.field(kind);
  std::visit([&out](auto& alternative) { transfer(out, alternative); }, copy);
  return out.take();
}

std::optional<Message> decode(const std::vector<std::uint8_t>& bytes) {
  Reader in{bytes};
  std::uint32_t kind = 0;
  in.field(kind);
  if (!in.good()) return std::nullopt;
  return read_kind(kind, in);
}

}  // namespace ampsweep::rig
