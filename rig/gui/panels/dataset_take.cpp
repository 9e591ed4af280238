// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_take.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <string>

#include "rig/gui/widgets/knob_widget.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kColumn = 90.0F;

void draw_attempts(const Scene& scene, const TakeRecord& record, const AttemptRecord& shown) {
  for (const AttemptRecord& one : record.attempts) {
    const Mark mark = one.accepted() ? Mark::Good : one.outcome ? Mark::Bad : Mark::Warn;
    const std::string label = fmt::format("{} attempt {}", symbol(mark), one.attempt.number);
    const bool chosen = one.attempt.number == shown.attempt.number;
    ImGui::PushStyleColor(ImGuiCol_Text, colour(scene.look, mark));
    if (ImGui::RadioButton(label.c_str(), chosen) && !chosen) {
      scene.send(ShowTake{record.planned.id, one.attempt.number});
    }
    ImGui::PopStyleColor();
  }
}

const char* how_set(LabelSource source) {
  switch (source) {
    case LabelSource::Commanded:
      return "commanded";
    case LabelSource::ReadBack:
      return "read back";
    case LabelSource::ByHand:
      return "set by hand";
  }
  return "";
}

void draw_labels(const Scene& scene, const Attempt& attempt) {
  const Dataset& dataset = *scene.now.dataset.dataset;
  for (std::size_t i = 0; i < attempt.labels.size() && i < dataset.rig.knobs.size(); ++i) {
    const KnobLabel& label = attempt.labels[i];
    field(scene.look, label.id.c_str(),
          fmt::format("{}   {}, \u00B1{:.2g} of the travel",
                      printed_text(dataset.rig.knobs[i], label.printed), how_set(label.source),
                      label.uncertainty),
          kColumn);
  }
}

void draw_faults(const Look& look, Mark mark, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    mark_text(look, mark, fmt::format("{}: {}", to_string(fault.code), fault.detail));
  }
}

void draw_gates(const Look& look, const std::vector<Gate>& gates) {
  if (gates.empty()) return;
  if (!ImGui::BeginTable("gates", 3, ImGuiTableFlags_SizingStretchProp)) return;
  ImGui::TableSetupColumn("gate", ImGuiTableColumnFlags_WidthStretch, 1.6F);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1.0F);
  ImGui::TableSetupColumn("limit", ImGuiTableColumnFlags_WidthStretch, 1.4F);
  ImGui::TableHeadersRow();
  for (const Gate& gate : gates) {
    ImGui::TableNextColumn();
    mark_text(look, gate.passed ? Mark::Good : Mark::Bad, gate.name);
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(fmt::format("{:.4g}", gate.value).c_str());
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(0.0F);
    ImGui::TextUnformatted(fmt::format("{:.4g} {}", gate.limit, gate.unit).c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::EndTable();
}

void draw_files(const Look& look, const AttemptRecord& record) {
  const Outcome& outcome = *record.outcome;
  if (!outcome.take_file.empty()) field(look, "take", outcome.take_file, kColumn);
  for (const FurtherTake& further : record.further) {
    field(look, further.output.c_str(), further.file, kColumn);
  }
  if (!outcome.raw_file.empty()) field(look, "raw", outcome.raw_file, kColumn);
  field(look, "started", record.attempt.started, kColumn);
}

}  // namespace

const AttemptRecord* attempt_of(const TakeRecord& record, int attempt) {
  if (attempt == 0) {
    if (const AttemptRecord* accepted = record.accepted()) return accepted;
    return record.attempts.empty() ? nullptr : &record.attempts.back();
  }
  for (const AttemptRecord& one : record.attempts) {
    if (one.attempt.number == attempt) return &one;
  }
  return nullptr;
}

void draw_dataset_take(const Scene& scene, const TakeRecord& record, int attempt) {
  const Look& look = scene.look;
  const PlannedTake& planned = record.planned;
  heading(look, fmt::format("take {}", planned.id));
  dim_text(look, fmt::format("{}, {}, block {}", to_string(planned.split),
                             to_string(planned.purpose), planned.block));
  const AttemptRecord* shown = attempt_of(record, attempt);
  if (shown == nullptr) {
    mark_text(look, Mark::None, "Waiting: it was not played yet.");
    coloured_text(look.colours->text,
                  describe(scene.now.dataset.dataset->rig.knobs, planned.setting));
    return;
  }
  draw_attempts(scene, record, *shown);
  draw_labels(scene, shown->attempt);
  if (!shown->outcome) {
    mark_text(look, Mark::Warn,
              scene.now.dataset.dataset->in_use
                  ? "It sounds right now, or is being judged."
                  : "The session was cut off here. Resume plays it again.");
    return;
  }
  draw_faults(look, Mark::Bad, shown->outcome->verdict.faults);
  draw_faults(look, Mark::Warn, shown->outcome->verdict.warnings);
  draw_gates(look, shown->outcome->verdict.gates);
  draw_files(look, *shown);
}

}  // namespace ampsweep::rig::gui
