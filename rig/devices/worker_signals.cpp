// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_signals.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <initializer_list>

namespace ampsweep::rig {
namespace {

/// PR_SET_PDEATHSIG fires when the parent's *thread* ends too, so its signal only makes the worker
/// look for its parent.
constexpr int kParentSignal = SIGUSR1;

}  // namespace

WorkerSignals::WorkerSignals() : fd_(-1), parent_(::getppid()) {
  for (const int ignored : {SIGINT, SIGHUP, SIGPIPE, SIGTSTP}) ::signal(ignored, SIG_IGN);
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGTERM);
  sigaddset(&heard, kParentSignal);
  ::pthread_sigmask(SIG_BLOCK, &heard, nullptr);
  fd_ = ::signalfd(-1, &heard, SFD_NONBLOCK | SFD_CLOEXEC);
  ::prctl(PR_SET_PDEATHSIG, kParentSignal);
}

WorkerSignals::~WorkerSignals() {
  if (fd_ >= 0) ::close(fd_);
}

bool WorkerSignals::end_asked() noexcept {
  bool asked = false;
  signalfd_siginfo info{};
  while (::read(fd_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    asked = asked || info.ssi_signo == SIGTERM || ::getppid() != parent_;
  }
  return asked;
}

void set_fuse(unsigned seconds) noexcept {
  ::signal(SIGALRM, SIG_DFL);
  ::alarm(seconds);
}

}  // namespace ampsweep::rig
