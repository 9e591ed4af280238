// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/window_operator.hpp"

#include <chrono>

namespace ampsweep::rig::gui {
namespace {

constexpr std::chrono::milliseconds kMeanwhile{40};

}  // namespace

int AnswerBox::ask() {
  const std::scoped_lock lock{mutex_};
  answer_.reset();
  return ++open_;
}

void AnswerBox::answer(const AnswerQuestion& answer) {
  const std::scoped_lock lock{mutex_};
  if (answer.id != open_) return;
  answer_ = answer;
  changed_.notify_all();
}

std::optional<AnswerQuestion> AnswerBox::wait(int question, const std::stop_token& stop,
                                              const std::function<bool()>& meanwhile) {
  const auto answered = [&] { return question == open_ && answer_.has_value(); };
  std::unique_lock lock{mutex_};
  while (!stop.stop_requested()) {
    if (changed_.wait_for(lock, stop, kMeanwhile, answered)) return answer_;
    lock.unlock();
    const bool go_on = !meanwhile || meanwhile();
    lock.lock();
    if (!go_on) return std::nullopt;
  }
  return std::nullopt;
}

Operator::Answer WindowOperator::confirm(Question question, const std::string& title,
                                         const std::vector<std::string>& lines,
                                         const std::stop_token& stop) {
  return answer_to({0, question, title, lines, false, false, {}}, stop);
}

Operator::Answer WindowOperator::turn_knobs(const std::vector<KnobTurn>& turns,
                                            const std::stop_token& stop) {
  return answer_to({0, Question::TurnKnobs, "Turn these knobs", {}, false, false, turns}, stop);
}

Operator::Answer WindowOperator::answer_to(gui::Question question, const std::stop_token& stop) {
  question.id = answers_.ask();
  board_.update([&](Snapshot& now) { now.question = question; });
  const auto answer = answers_.wait(question.id, stop);
  board_.update([](Snapshot& now) { now.question.reset(); });
  return answer ? answer->answer : Answer::Stopped;
}

std::optional<std::string> WindowOperator::ask(const TypedQuestion& question,
                                               const std::stop_token& stop) {
  const int id = answers_.ask();
  board_.update([&](Snapshot& now) {
    now.question = gui::Question{
        id, Question::CheckList, question.title, question.lines, true, question.may_be_empty, {}};
  });
  const auto answer = answers_.wait(id, stop, question.meanwhile);
  board_.update([](Snapshot& now) { now.question.reset(); });
  if (!answer || answer->answer != Answer::Yes) return std::nullopt;
  return answer->typed;
}

}  // namespace ampsweep::rig::gui
