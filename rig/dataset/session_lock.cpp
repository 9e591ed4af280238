// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/session_lock.hpp"

#include <fmt/format.h>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

HeldFile take(const std::filesystem::path& dir) {
  auto file = HeldFile::take(dir / kLockFile);
  if (file) return *std::move(file);
  if (file.error().in_use) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} is in use by {}", dir.string(), file.error().why),
                     "`ampsweep status` to watch that session, or end it first");
  }
  throw SetupError(SetupKind::Data,
                   fmt::format("{} cannot be locked: {}", dir.string(), file.error().why),
                   "a folder you can write to");
}

}  // namespace

SessionLock::SessionLock(const std::filesystem::path& dir) : file_(take(dir)) {}

bool SessionLock::held(const std::filesystem::path& dir) { return HeldFile::held(dir / kLockFile); }

}  // namespace ampsweep::rig
