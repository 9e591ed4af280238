// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/serial_line.hpp"

namespace ampsweep::rig {

/// A serial port or pseudo-terminal, raw, 8N1, no flow control. Not libserialport: that knows only
/// what is in /sys/class/tty, and so refuses every pseudo-terminal (docs/adr/0005).
///
/// Nobody else can open it meanwhile (a lock, and TIOCEXCL).
class SerialPort final : public SerialLine {
 public:
  /// `name` as in a rig file: see serial_device().
  SerialPort(std::string name, int baud);
  ~SerialPort() override;
  SerialPort(const SerialPort&) = delete;
  SerialPort& operator=(const SerialPort&) = delete;

  /// Throws SetupError{Device}: no such port (near names), busy (who has it), no permission, a baud
  /// rate the system does not know.
  void open() override;
  [[nodiscard]] Result<void> write(ByteView bytes) override;
  [[nodiscard]] Result<Bytes> read(std::chrono::nanoseconds wait) override;
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  void close() noexcept;
  [[nodiscard]] Fault lost();

  std::string name_;
  int baud_;
  int file_{-1};
};

}  // namespace ampsweep::rig
