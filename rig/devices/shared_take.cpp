// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/shared_take.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

/// StreamState has pages of its own, so that the samples start aligned for any vector unit.
constexpr std::size_t kPage = 4096;
constexpr std::size_t kStateBytes = (sizeof(StreamState) + kPage - 1) / kPage * kPage;

[[noreturn]] void refuse(const char* what, int error, std::size_t bytes) {
  throw SetupError(SetupKind::Device,
                   "No shared memory of " + std::to_string(bytes / (1024 * 1024) + 1) +
                       " MiB for the audio worker (" + what + ": " + std::strerror(error) + ").",
                   "a shorter take, or closing other programs");
}

}  // namespace

SharedTake::SharedTake(int inputs, SampleCount longest_take)
    : fd_(::memfd_create("ampsweep-take", MFD_CLOEXEC | MFD_ALLOW_SEALING)),
      inputs_(inputs),
      capacity_(longest_take.value()) {
  if (fd_ < 0) refuse("memfd_create", errno, bytes());
  // Allocated now: a page that cannot be had later would be a SIGBUS inside the callback.
  const int error = ::posix_fallocate(fd_, 0, static_cast<off_t>(bytes()));
  if (error != 0) {
    ::close(fd_);
    refuse("allocate", error, bytes());
  }
  ::fcntl(fd_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
  map(false);
  state_ = new (base_) StreamState;
}

SharedTake::SharedTake(int fd, int inputs, SampleCount longest_take)
    : fd_(fd), inputs_(inputs), capacity_(longest_take.value()) {
  map(true);
  state_ = std::launder(reinterpret_cast<StreamState*>(base_));
}

void SharedTake::map(bool worker_side) {
  const int flags = MAP_SHARED | (worker_side ? MAP_POPULATE : 0);
  base_ = ::mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, flags, fd_, 0);
  if (base_ == MAP_FAILED) {
    const int error = errno;
    ::close(fd_);
    refuse("map", error, bytes());
  }
  samples_ = reinterpret_cast<float*>(static_cast<char*>(base_) + kStateBytes);
  // A take is larger than the usual 8 MiB memlock limit; populated pages do without the lock
  // unless the computer swaps.
  if (worker_side) (void)::mlock(base_, bytes());
}

SharedTake::~SharedTake() {
  ::munmap(base_, bytes());
  ::close(fd_);
}

std::int64_t SharedTake::tap_capacity() const noexcept {
  return capacity_ / TakePlayer::kTapBlock + 1;
}

std::size_t SharedTake::bytes() const noexcept {
  const auto floats = capacity_ * (1 + inputs_) + 2 * tap_capacity();
  return kStateBytes + static_cast<std::size_t>(floats) * sizeof(float);
}

}  // namespace ampsweep::rig
