// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "rig/devices/bytes.hpp"

namespace ampsweep::rig {

enum class FirmataMode : std::uint8_t { Input = 0x00, Servo = 0x04 };

/// Messages to the board (knob-protocols.md 7). Values are 0..16383, pins 0..127.
[[nodiscard]] Bytes firmata_ask_version();
[[nodiscard]] Bytes firmata_ask_firmware();
[[nodiscard]] Bytes firmata_servo_config(int pin, int lowest_us, int highest_us);
[[nodiscard]] Bytes firmata_pin_mode(int pin, FirmataMode mode);
/// A servo's pulse in microseconds (from 544 on; below, the board reads degrees).
[[nodiscard]] Bytes firmata_write(int pin, int value);
[[nodiscard]] Bytes firmata_ask_pin(int pin);

struct FirmataVersion {
  int major{0};
  int minor{0};
};
/// Name and version of the sketch.
struct FirmataFirmware {
  FirmataVersion version;
  std::string name;
};
/// What was last written to a pin.
struct FirmataPin {
  int pin{0};
  int mode{0};
  int value{0};
};
/// Everything else a board may say, without its contents.
struct FirmataOther {};

using FirmataMessage = std::variant<FirmataVersion, FirmataFirmware, FirmataPin, FirmataOther>;

/// Finds messages in any stream of bytes: data bytes outside a message are dropped, and a message
/// that another one breaks into is given up.
class FirmataParser {
 public:
  /// A message when this byte completes one.
  [[nodiscard]] std::optional<FirmataMessage> feed(std::uint8_t byte);

 private:
  [[nodiscard]] std::optional<FirmataMessage> begin(std::uint8_t byte);

  Bytes message_;  ///< With its command; empty between messages.
  bool sysex_{false};
  std::size_t wants_{0};  ///< Data bytes of a message that is no sysex.
};

}  // namespace ampsweep::rig
