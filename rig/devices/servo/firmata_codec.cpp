// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/firmata_codec.hpp"

namespace ampsweep::rig {
namespace {

enum : std::uint8_t {
  kAnalog = 0xE0,
  kDigital = 0x90,
  kSetPinMode = 0xF4,
  kSysexStart = 0xF0,
  kSysexEnd = 0xF7,
  kVersion = 0xF9,
  kAskPin = 0x6D,
  kPinState = 0x6E,
  kExtendedAnalog = 0x6F,
  kServoConfig = 0x70,
  kFirmware = 0x79,
};

constexpr std::size_t kLongestMessage = 1024;  // a sysex longer than any board's buffer is noise

std::uint8_t low7(int value) { return static_cast<std::uint8_t>(value & 0x7F); }
std::uint8_t high7(int value) { return static_cast<std::uint8_t>(value >> 7 & 0x7F); }

FirmataMessage firmware(ByteView data) {  // major, minor, characters of two bytes each
  FirmataFirmware found{{data[0], data[1]}, ""};
  for (std::size_t i = 2; i + 1 < data.size(); i += 2) {
    found.name += static_cast<char>(data[i] | data[i + 1] << 7);
  }
  return found;
}

FirmataMessage pin_state(ByteView data) {  // pin, mode, value of seven bits each, low first
  int value = 0;
  if (data.size() > 5) return FirmataOther{};
  for (std::size_t i = data.size(); i > 2; --i) value = value << 7 | data[i - 1];
  return FirmataPin{data[0], data[1], value};
}

FirmataMessage sysex(ByteView message) {  // with F0, without F7
  if (message.size() < 2) return FirmataOther{};
  const ByteView data = message.subspan(2);
  if (message[1] == kFirmware && data.size() >= 2) return firmware(data);
  if (message[1] == kPinState && data.size() >= 3) return pin_state(data);
  return FirmataOther{};
}

}  // namespace

Bytes firmata_ask_version() { return {kVersion}; }

Bytes firmata_ask_firmware() { return {kSysexStart, kFirmware, kSysexEnd}; }

Bytes firmata_servo_config(int pin, int lowest_us, int highest_us) {
  return {kSysexStart,      kServoConfig,     low7(pin),         low7(lowest_us),
          high7(lowest_us), low7(highest_us), high7(highest_us), kSysexEnd};
}

Bytes firmata_pin_mode(int pin, FirmataMode mode) {
  return {kSetPinMode, low7(pin), static_cast<std::uint8_t>(mode)};
}

Bytes firmata_write(int pin, int value) {
  if (pin > 15)
    return {kSysexStart, kExtendedAnalog, low7(pin), low7(value), high7(value), kSysexEnd};
  return {static_cast<std::uint8_t>(kAnalog | pin), low7(value), high7(value)};
}

Bytes firmata_ask_pin(int pin) { return {kSysexStart, kAskPin, low7(pin), kSysexEnd}; }

std::optional<FirmataMessage> FirmataParser::feed(std::uint8_t byte) {
  if (byte >= 0x80 && byte != kSysexEnd) return begin(byte);
  if (message_.empty()) return std::nullopt;  // data of nothing
  if (byte == kSysexEnd) {
    const Bytes whole = std::move(message_);
    message_.clear();
    return sysex_ ? std::optional(sysex(whole)) : std::nullopt;
  }
  message_.push_back(byte);
  if (message_.size() > kLongestMessage) message_.clear();
  if (sysex_ || message_.size() < 1 + wants_) return std::nullopt;
  const Bytes whole = std::move(message_);
  message_.clear();
  if (whole[0] == kVersion) return FirmataVersion{whole[1], whole[2]};
  return FirmataOther{};
}

std::optional<FirmataMessage> FirmataParser::begin(std::uint8_t byte) {
  message_ = {byte};
  sysex_ = byte == kSysexStart;
  wants_ = 2;
  const int kind = byte & 0xF0;
  const bool known = sysex_ || byte == kVersion || kind == kAnalog || kind == kDigital;
  if (!known) message_.clear();  // nothing a board says
  return std::nullopt;
}

}  // namespace ampsweep::rig
