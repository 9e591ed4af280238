// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/quiet_stderr.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace ampsweep::rig {

void quiet_stderr() noexcept {
  if (std::getenv("AMPSWEEP_WORKER_STDERR") != nullptr) return;
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

}  // namespace ampsweep::rig
