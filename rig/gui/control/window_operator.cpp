// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/window_operator.hpp"

namespace ampsweep::rig::gui {

int AnswerBox::ask() {
  const std::scoped_lock lock{mutex_};
  answer_.reset();
  return ++open_;
}

void AnswerBox::answer(int question, Operator::Answer answer) {
  const std::scoped_lock lock{mutex_};
  if (question != open_) return;
  answer_ = answer;
  changed_.notify_all();
}

Operator::Answer AnswerBox::wait(int question, const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  const bool answered =
      changed_.wait(lock, stop, [&] { return question == open_ && answer_.has_value(); });
  return answered ? *answer_ : Operator::Answer::Stopped;
}

Operator::Answer WindowOperator::confirm(Question question, const std::string& title,
                                         const std::vector<std::string>& lines,
                                         const std::stop_token& stop) {
  const int id = answers_.ask();
  board_.update([&](Snapshot& now) { now.question = gui::Question{id, question, title, lines}; });
  const Answer answer = answers_.wait(id, stop);
  board_.update([](Snapshot& now) { now.question.reset(); });
  return answer;
}

}  // namespace ampsweep::rig::gui
