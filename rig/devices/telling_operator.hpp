// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include "rig/ports/hooks.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::rig {

/// Any person, with the hooks told before each question: someone may have to come.
class TellingOperator final : public Operator {
 public:
  TellingOperator(std::unique_ptr<Operator> person, std::shared_ptr<Hooks> hooks)
      : person_(std::move(person)), hooks_(std::move(hooks)) {}

  [[nodiscard]] Answer confirm(Question question, const std::string& title,
                               const std::vector<std::string>& lines,
                               const std::stop_token& stop) override {
    tell(title);
    return person_->confirm(question, title, lines, stop);
  }
  [[nodiscard]] Answer turn_knobs(const std::vector<KnobTurn>& turns,
                                  const std::stop_token& stop) override {
    std::string text = "turn";
    for (const KnobTurn& turn : turns) text += ' ' + line_of(turn);
    tell(text);
    return person_->turn_knobs(turns, stop);
  }
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion& question,
                                               const std::stop_token& stop) override {
    tell(question.title);
    return person_->ask(question, stop);
  }

 private:
  void tell(const std::string& text) noexcept { hooks_->happened({"waiting", text}); }

  std::unique_ptr<Operator> person_;
  std::shared_ptr<Hooks> hooks_;
};

}  // namespace ampsweep::rig
