// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "rig/gui/command.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::rig::gui {

/// Where the window's answers meet the thread that waits for them.
///
/// Thread: any.
class AnswerBox {
 public:
  /// Opens a question; its id.
  int ask();
  /// An answer to another question than the open one is dropped: it was given before this one stood
  /// on the screen.
  void answer(const AnswerQuestion& answer);
  /// Waits for the answer to `question` for as long as `meanwhile`, called every 40 ms, says true.
  /// Empty once `stop` is requested.
  [[nodiscard]] std::optional<AnswerQuestion> wait(int question, const std::stop_token& stop,
                                                   const std::function<bool()>& meanwhile = {});

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int open_{0};
  std::optional<AnswerQuestion> answer_;
};

/// The person at the window: a question is put on the board and stays there until it is answered or
/// the session stops.
class WindowOperator final : public Operator {
 public:
  /// Both outlive it.
  WindowOperator(Board& board, AnswerBox& answers) : board_(board), answers_(answers) {}

  [[nodiscard]] Answer turn_knobs(const std::vector<KnobTurn>& turns,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Answer confirm(Question question, const std::string& title,
                               const std::vector<std::string>& lines,
                               const std::stop_token& stop) override;
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion& question,
                                               const std::stop_token& stop) override;

 private:
  [[nodiscard]] Answer answer_to(gui::Question question, const std::stop_token& stop);

  Board& board_;
  AnswerBox& answers_;
};

}  // namespace ampsweep::rig::gui
