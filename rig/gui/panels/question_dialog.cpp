// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/question_dialog.hpp"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_lines(const Look& look, const Question& question) {
  const bool turn = question.kind == Operator::Question::TurnKnobs;
  ImGui::PushTextWrapPos(ImGui::GetMainViewport()->Size.x * 0.8F);
  for (const std::string& line : question.lines) {
    ImGui::PushFont(turn ? look.fonts.huge : look.fonts.title);
    const bool to_tick = question.kind == Operator::Question::CheckList && !question.typed;
    ImGui::TextUnformatted(((to_tick ? "\u25A1  " : "") + line).c_str());
    ImGui::PopFont();
  }
  ImGui::PopTextWrapPos();
}

/// Read from the amp: the value is as large as the fonts go.
void draw_turns(const Look& look, const Question& question) {
  for (const KnobTurn& turn : question.turns) {
    ImGui::PushFont(look.fonts.title);
    ImGui::TextUnformatted(turn.name.c_str());
    if (!turn.from.empty()) {
      ImGui::SameLine();
      coloured_text(look.colours->dim, "from " + turn.from + " to");
    }
    ImGui::PopFont();
    ImGui::PushFont(look.fonts.huge);
    ImGui::TextUnformatted(turn.to.c_str());
    ImGui::PopFont();
  }
}

bool pressed(ImGuiKey_ key) { return ImGui::IsKeyPressed(ImGui::GetIO().KeyMap[key], false); }

/// The bar's own STOP lies under the dialog, where a pointer does not reach it.
void draw_stop(const Scene& scene) {
  ImGui::SameLine();
  if (button("STOP  (Esc)", "Ends the session. Nothing is lost.")) scene.send(Stop{});
}

void draw_typed(const Scene& scene, const Question& question, QuestionState& state) {
  if (state.id != question.id) state = {question.id, ""};
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(scene.look.px(240.0F));
  const bool entered =
      ImGui::InputText("##typed", &state.typed, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  const bool complete = question.may_be_empty || !state.typed.empty();
  const bool pressed = main_button(scene.look, "Enter", "", complete, "type it first");
  ImGui::SameLine();
  const bool no = button("Not now", "gives up");
  draw_stop(scene);
  if ((entered || pressed) && complete) {
    scene.send(AnswerQuestion{question.id, Operator::Answer::Yes, state.typed});
  } else if (no) {
    scene.send(AnswerQuestion{question.id, Operator::Answer::No, ""});
  }
}

bool draw_undo() {
  ImGui::SameLine();
  const bool clicked = button("The turn before was wrong  (U)",
                              "Withdraws what was recorded since, and asks for every knob again");
  return clicked || ImGui::IsKeyPressed('U', false) || pressed(ImGuiKey_Backspace);
}

/// What the two answers are called.
struct AnswerNames {
  const char* yes;
  const char* no;
};
AnswerNames names_for(Operator::Question question) {
  switch (question) {
    case Operator::Question::TurnKnobs:
      return {"Done  (space)", "I cannot  (N)"};
    case Operator::Question::GoOn:
      return {"Go on  (space)", "Park  (N)"};
    case Operator::Question::CheckList:
      break;
  }
  return {"Yes, all of it  (space)", "No  (N)"};
}

void draw_yes_no(const Scene& scene, const Question& question) {
  const AnswerNames names = names_for(question.kind);
  const bool turn = question.kind == Operator::Question::TurnKnobs;
  // ImGui itself presses a focused button on space: the keys are read here, once, for all.
  const bool yes_key = pressed(ImGuiKey_Space) || pressed(ImGuiKey_Enter);
  const bool no_key = ImGui::IsKeyPressed('N', false);
  const bool yes = main_button(scene.look, names.yes, "");
  ImGui::SameLine();
  const bool no = button(names.no, "");
  const bool undo = turn && draw_undo();
  draw_stop(scene);
  if (yes || yes_key) {
    scene.send(AnswerQuestion{question.id, Operator::Answer::Yes, ""});
  } else if (no || no_key) {
    scene.send(AnswerQuestion{question.id, Operator::Answer::No, ""});
  } else if (undo) {
    scene.send(AnswerQuestion{question.id, Operator::Answer::Undo, ""});
  }
}

}  // namespace

void draw_question(const Scene& scene, QuestionState& state) {
  constexpr const char* kTitle = "###question";
  if (!scene.now.question) return;
  const Question& question = *scene.now.question;
  const Look& look = scene.look;
  ImGui::OpenPopup(kTitle);
  ImGui::SetNextWindowPos(ImGui::GetMainViewport()->GetCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_AlwaysAutoResize |
                                      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoNav;
  if (!ImGui::BeginPopupModal(kTitle, nullptr, kFlags)) return;
  ImGui::PushFont(look.fonts.large);
  ImGui::TextUnformatted(question.title.c_str());
  ImGui::PopFont();
  ImGui::Separator();
  draw_lines(look, question);
  draw_turns(look, question);
  ImGui::Separator();
  if (question.typed) {
    draw_typed(scene, question, state);
  } else {
    draw_yes_no(scene, question);
  }
  ImGui::EndPopup();
}

}  // namespace ampsweep::rig::gui
