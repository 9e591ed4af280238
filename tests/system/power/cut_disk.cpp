// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/power/cut_disk.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace ampsweep::test {
namespace {

constexpr unsigned long kShutdown = 0x8004587d;  // EXT4_IOC_SHUTDOWN
constexpr std::uint32_t kWithoutLog = 2;         // not even the journal is written

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

}  // namespace

CutDisk::CutDisk(const std::filesystem::path& folder)
    : image_(folder / "cut.img"), mount_(folder / "cut") {
  std::filesystem::create_directories(mount_);
  wipe();
}

CutDisk::~CutDisk() { ::umount2(mount_.c_str(), MNT_DETACH); }

void CutDisk::wipe() {
  if (mounted_) unmount();
  run("truncate -s 0 " + quoted(image_) + " && truncate -s 128M " + quoted(image_) +
      " && mkfs.ext4 -q -F " + quoted(image_));
  mount();
}

void CutDisk::mount() {
  run("mount -o loop " + quoted(image_) + " " + quoted(mount_));
  mounted_ = true;
}

/// Never lazily: a mount that lingers would hand its dead file system to the next one.
void CutDisk::unmount() {
  for (int tries = 0; ::umount(mount_.c_str()) != 0; ++tries) {
    if (tries == 2000) (void)std::system("ls -l /proc/*/fd /proc/*/cwd 2>/dev/null | grep /cut >&2");
    if (tries == 2000) throw std::runtime_error("cannot unmount " + mount_.string());
    ::usleep(5000);
  }
  mounted_ = false;
}

void CutDisk::cut() const {
  const int fd = ::open(mount_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int done = fd < 0 ? -1 : ::ioctl(fd, kShutdown, &kWithoutLog);
  if (fd >= 0) ::close(fd);
  if (done != 0) throw std::runtime_error("the power of " + mount_.string() + " cannot be cut");
}

void CutDisk::restart() {
  unmount();
  mount();
}

}  // namespace ampsweep::test
