// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/maestro_codec.hpp"

#include <array>
#include <cassert>
#include <initializer_list>

namespace ampsweep::rig {
namespace {

enum : int {
  kSetTarget = 0x84,
  kSetSpeed = 0x87,
  kSetAcceleration = 0x89,
  kGetPosition = 0x90,
  kGetMoving = 0x93,
  kGetErrors = 0xA1,
  kGoHome = 0xA2,
};

std::uint8_t seven(int value) { return static_cast<std::uint8_t>(value & 0x7F); }

Bytes command(const MaestroFraming& how, int code, std::initializer_list<std::uint8_t> data) {
  Bytes bytes{static_cast<std::uint8_t>(code)};
  if (how.device) bytes = {0xAA, seven(*how.device), seven(code)};
  bytes.insert(bytes.end(), data);
  if (how.crc) bytes.push_back(crc7(bytes));
  return bytes;
}

Bytes channel_word(const MaestroFraming& how, int code, int channel, int value) {
  assert(value >= 0 && value <= 0x3FFF);
  return command(how, code, {seven(channel), seven(value), seven(value >> 7)});
}

}  // namespace

std::uint8_t crc7(ByteView bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      if ((crc & 1U) != 0) crc ^= 0x91U;
      crc >>= 1U;
    }
  }
  return static_cast<std::uint8_t>(crc);
}

Bytes maestro_set_target(const MaestroFraming& how, int channel, int quarter_us) {
  return channel_word(how, kSetTarget, channel, quarter_us);
}

Bytes maestro_set_speed(const MaestroFraming& how, int channel, int speed) {
  return channel_word(how, kSetSpeed, channel, speed);
}

Bytes maestro_set_acceleration(const MaestroFraming& how, int channel, int value) {
  return channel_word(how, kSetAcceleration, channel, value);
}

Bytes maestro_get_position(const MaestroFraming& how, int channel) {
  return command(how, kGetPosition, {seven(channel)});
}

Bytes maestro_get_moving(const MaestroFraming& how) { return command(how, kGetMoving, {}); }

Bytes maestro_get_errors(const MaestroFraming& how) { return command(how, kGetErrors, {}); }

Bytes maestro_go_home(const MaestroFraming& how) { return command(how, kGoHome, {}); }

std::optional<int> maestro_word(ByteView reply) {
  if (reply.size() != 2) return std::nullopt;
  return reply[0] | reply[1] << 8;
}

std::string maestro_errors(int bits) {
  static constexpr std::array<const char*, 9> kNames{
      "serial signal", "serial overrun", "receive buffer full", "CRC", "protocol", "timeout",
      "script stack",  "call stack",     "program counter"};
  std::string text;
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    if ((bits >> bit & 1) == 0) continue;
    if (!text.empty()) text += ", ";
    text += kNames[bit];
  }
  return text.empty() ? "none" : text;
}

}  // namespace ampsweep::rig
