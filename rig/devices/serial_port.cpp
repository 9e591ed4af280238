// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/serial_port.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "rig/devices/serial_names.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kWriteWaitMs = 1000;

std::optional<speed_t> speed_of(int baud) {
  static constexpr std::array<std::pair<int, speed_t>, 10> kSpeeds{{{9600, B9600},
                                                                    {19200, B19200},
                                                                    {38400, B38400},
                                                                    {57600, B57600},
                                                                    {115200, B115200},
                                                                    {230400, B230400},
                                                                    {460800, B460800},
                                                                    {500000, B500000},
                                                                    {921600, B921600},
                                                                    {1000000, B1000000}}};
  for (const auto& [known, speed] : kSpeeds) {
    if (known == baud) return speed;
  }
  return std::nullopt;
}

[[noreturn]] void refuse_open(const std::string& name, const std::filesystem::path& device,
                              int error) {
  if (error == EBUSY || error == EWOULDBLOCK) {
    const std::string holders = holders_of(device);
    throw SetupError(
        SetupKind::Device,
        "Serial port \"" + name + "\" is in use" + (holders.empty() ? "" : " by " + holders) + ".",
        "close that program; one program has the port at a time");
  }
  if (error == EACCES || error == EPERM) {
    throw SetupError(SetupKind::Device,
                     "Serial port \"" + name + "\" (" + device.string() + ") may not be opened.",
                     "sudo adduser $USER dialout, then log in again");
  }
  throw SetupError(SetupKind::Device,
                   "Serial port \"" + name + "\" (" + device.string() +
                       ") cannot be opened: " + std::strerror(error) + ".",
                   "unplug it, plug it in again");
}

/// 0, or the error.
int set_up(int file, speed_t speed) {
  termios settings{};
  if (::tcgetattr(file, &settings) != 0) return errno;
  ::cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS | CSTOPB | HUPCL);
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  if (::cfsetspeed(&settings, speed) != 0) return errno;
  if (::tcsetattr(file, TCSANOW, &settings) != 0) return errno;
  return ::tcflush(file, TCIOFLUSH) == 0 ? 0 : errno;
}

/// Whether the file is ready for `what` in time.
bool ready(int file, short what, int wait_ms) {
  pollfd one{file, what, 0};
  int count = 0;
  do {
    count = ::poll(&one, 1, wait_ms);
  } while (count < 0 && errno == EINTR);
  return count > 0;
}

}  // namespace

SerialPort::SerialPort(std::string name, int baud) : name_(std::move(name)), baud_(baud) {}

SerialPort::~SerialPort() { close(); }

void SerialPort::close() noexcept {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

void SerialPort::open() {
  if (file_ >= 0) return;
  const auto speed = speed_of(baud_);
  if (!speed) {
    throw SetupError(
        SetupKind::Device,
        "Serial port \"" + name_ + "\" cannot run at " + std::to_string(baud_) + " baud.",
        "baud = 9600, 19200, 38400, 57600, 115200, 230400, 460800, 500000, 921600 or "
        "1000000");
  }
  const auto device = serial_device(name_);
  file_ = ::open(device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (file_ < 0) refuse_open(name_, device, errno);
  int error = ::flock(file_, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
  if (error == 0) error = ::ioctl(file_, TIOCEXCL) == 0 ? 0 : errno;
  if (error == 0) error = set_up(file_, *speed);
  if (error == 0) return;
  close();
  refuse_open(name_, device, error);
}

Fault SerialPort::lost() {
  close();
  return {FaultCode::KnobNotReached,
          "serial port \"" + name_ + "\" is gone: plug it in and switch it on"};
}

Result<void> SerialPort::write(ByteView bytes) {
  while (!bytes.empty()) {
    if (file_ < 0) return tl::unexpected(lost());
    if (!ready(file_, POLLOUT, kWriteWaitMs)) {
      return tl::unexpected(
          Fault{FaultCode::KnobNotReached,
                "serial port \"" + name_ + "\" takes no bytes: switch its device off and on"});
    }
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count > 0) bytes = bytes.subspan(static_cast<std::size_t>(count));
    if (count < 0 && errno != EAGAIN && errno != EINTR) return tl::unexpected(lost());
  }
  return {};
}

Result<Bytes> SerialPort::read(std::chrono::nanoseconds wait) {
  if (file_ < 0) return tl::unexpected(lost());
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  if (!ready(file_, POLLIN, static_cast<int>(ms))) return Bytes{};
  Bytes bytes(256);
  const auto count = ::read(file_, bytes.data(), bytes.size());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Bytes{};
  if (count <= 0) return tl::unexpected(lost());  // readable, and nothing to read: hung up
  bytes.resize(static_cast<std::size_t>(count));
  return bytes;
}

}  // namespace ampsweep::rig
