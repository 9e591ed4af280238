// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "rig/devices/serial_line.hpp"
#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// How a line behaved so far.
struct ExchangeCount {
  long asked{0};     ///< Questions.
  long resent{0};    ///< Tries beyond the first, over all questions.
  long beyond_3{0};  ///< Questions that needed more than 3 resends.
  long given_up{0};  ///< Questions without an answer.
};

/// Questions and answers on a serial line, each with a deadline and a bounded number of tries: no
/// device, and no noise on the line, can hang the program.
class SerialExchange {
 public:
  /// A question of 8 and an answer of 21 bytes fails in one of four tries when one byte in a
  /// hundred is damaged: 8 tries fail 1.5e-5 of the time.
  static constexpr int kTries = 8;

  /// `clock` outlives this object.
  SerialExchange(std::unique_ptr<SerialLine> line, Clock& clock);

  /// Throws SetupError when the line has never been open; when it was lost later that is a fault.
  [[nodiscard]] Result<void> open();
  [[nodiscard]] bool opened() const { return opened_; }
  /// Throws away what has come so far and sends.
  [[nodiscard]] Result<void> send(ByteView request);
  /// What comes within `limit`, until `enough` says so.
  [[nodiscard]] Result<Bytes> listen(std::chrono::nanoseconds limit,
                                     const std::function<bool(ByteView)>& enough);

  /// Sends and listens until `answer` makes something of what came since; sends again, kTries in
  /// all. Faults: KnobNotReached, naming `who`.
  template <class T>
  [[nodiscard]] Result<T> ask(ByteView request, std::chrono::nanoseconds limit,
                              const std::function<std::optional<T>(ByteView)>& answer,
                              const std::string& who) {
    ++count_.asked;
    for (int resends = 0; resends < kTries; ++resends) {
      if (resends > 0) ++count_.resent;
      if (resends == 4) ++count_.beyond_3;
      if (auto sent = send(request); !sent) return tl::unexpected(sent.error());
      std::optional<T> found;
      auto heard = listen(limit, [&](ByteView bytes) {
        found = answer(bytes);
        return found.has_value();
      });
      if (!heard) return tl::unexpected(heard.error());
      if (found) return *std::move(found);
    }
    ++count_.given_up;
    return tl::unexpected(no_answer(who));
  }

  [[nodiscard]] const ExchangeCount& count() const { return count_; }
  [[nodiscard]] const std::string& name() const { return line_->name(); }
  [[nodiscard]] Clock& clock() { return clock_; }

 private:
  [[nodiscard]] Fault no_answer(const std::string& who) const;

  std::unique_ptr<SerialLine> line_;
  Clock& clock_;
  bool opened_{false};
  ExchangeCount count_;
};

}  // namespace ampsweep::rig
