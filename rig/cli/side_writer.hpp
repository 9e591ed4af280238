// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <ostream>

namespace ampsweep::rig::cli {

/// A stream that does not block who writes to it, whatever stands behind: a terminal that was
/// stopped (Ctrl-S) or a link that is half dead would else hold up a session, and its STOP. A
/// thread of its own passes the text on, in order.
///
/// A flush waits until all is passed on, 50 ms at most, and not again before something moves. What
/// waits beyond 64 KiB is dropped, and how much is told afterwards.
/// Thread: one writer.
class SideWriter final : public std::ostream {
 public:
  /// `behind` outlives this, and the program where it never moves again.
  explicit SideWriter(std::ostream& behind);
  /// Waits up to 2 s for what is left.
  ~SideWriter() override;
  SideWriter(const SideWriter&) = delete;
  SideWriter& operator=(const SideWriter&) = delete;

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

}  // namespace ampsweep::rig::cli
