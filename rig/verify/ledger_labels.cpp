// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/ledger_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "rig/dataset/ledger.hpp"
#include "rig/model/midi_value.hpp"
#include "rig/plan/plan_file.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kRounding = 1e-6;  // of the travel; sums that made the printed value
constexpr double kNormalisedRounding = 1e-9;
constexpr double kReadBackReach = 0.05;  // of the travel; what a bench calls reached
constexpr const char* kWayOut = "restore the ledger from a copy or capture the take again";

double travel_of(const Knob& knob) { return knob.maximum - knob.minimum; }

/// Where the marks lie closest a step is the largest share of the travel.
double half_servo_step(const ServoControl& servo) {
  double share = 0.0;
  for (std::size_t i = 1; i < servo.marks.size(); ++i) {
    const double value = servo.marks[i].printed - servo.marks[i - 1].printed;
    const double turn = std::abs(servo.marks[i].raw - servo.marks[i - 1].raw);
    share = std::max(share, value / turn);
  }
  return 0.5 * raw_step(servo.protocol) * share /
         (servo.marks.back().printed - servo.marks.front().printed);
}

/// Half a step of the control: a value between two steps is labelled with the nearer one.
double half_control_step(const Knob& knob) {
  if (const auto* servo = std::get_if<ServoControl>(&knob.control)) return half_servo_step(*servo);
  const auto* midi = std::get_if<MidiControl>(&knob.control);
  return midi == nullptr ? 0.0 : midi_half_step(knob, *midi);
}

double hand_error(const Knob& knob, const KnobLabel& label) {
  const auto* manual = std::get_if<ManualControl>(&knob.control);
  return manual != nullptr ? manual->uncertainty : std::min(label.uncertainty, kReadBackReach);
}

class LabelsOfTake {
 public:
  LabelsOfTake(const Dataset& dataset, const TakeRecord& take, LabelCheck& check)
      : knobs_(dataset.rig.knobs),
        take_(take),
        labels_(take.accepted()->attempt.labels),
        file_(take.accepted()->outcome->take_file),
        check_(check) {}

  void run() {
    for (const Knob& knob : knobs_) check_knob(knob);
    check_trace();
    for (const KnobLabel& label : labels_) {
      const bool known = std::any_of(knobs_.begin(), knobs_.end(),
                                     [&](const Knob& knob) { return knob.id == label.id; });
      if (!known) add(fmt::format("names a knob {} that the rig does not have", label.id));
    }
  }

 private:
  void add(const std::string& what) {
    check_.wrong.push_back(
        {file_,
         {kLedgerFile,
          {FaultCode::LabelMismatch,
           fmt::format("{}: the label of {} {}: {}", kLedgerFile, file_, what, kWayOut)}}});
  }

  /// A knob that moved has what was sent to it; one that stood still has not.
  void check_trace() {
    const auto& planned = take_.planned.motion;
    const auto& sent = take_.accepted()->outcome->motion;
    if (!planned && !sent) return;
    if (planned && sent && planned->knob == sent->knob) return;
    add("says that another knob moved during the take than the plan has");
  }

  void check_knob(const Knob& knob) {
    const auto is_its = [&](const KnobLabel& label) { return label.id == knob.id; };
    const auto count = std::count_if(labels_.begin(), labels_.end(), is_its);
    if (count != 1) {
      add(fmt::format("names {} {} times where it belongs there once", knob.id, count));
      return;
    }
    const KnobLabel& label = *std::find_if(labels_.begin(), labels_.end(), is_its);
    check_planned(knob, label);
    if (std::abs(label.normalised - normalised(knob, label.printed)) <= kNormalisedRounding) return;
    add(fmt::format("has {} at {:g}, and at {:.9g} of 0..1 where that is {:.9g}", knob.id,
                    label.printed, label.normalised, normalised(knob, label.printed)));
  }

  void check_planned(const Knob& knob, const KnobLabel& label) {
    const auto planned = take_.planned.setting.find(knob.id);
    if (planned == take_.planned.setting.end()) {
      add(fmt::format("has {} at {:g} where the plan names no value", knob.id, label.printed));
      return;
    }
    const double off = std::abs(label.printed - planned->second);
    const double limit = label_tolerance(knob, label) * travel_of(knob);
    if (off <= limit) return;  // false for NaN
    add(fmt::format("has {} at {:g} ({}) where the plan has {:g}, further off than {:.3g}", knob.id,
                    label.printed, to_string(label.source), planned->second, limit));
  }

  const std::vector<Knob>& knobs_;
  const TakeRecord& take_;
  const std::vector<KnobLabel>& labels_;
  const std::string& file_;
  LabelCheck& check_;
};

}  // namespace

double label_tolerance(const Knob& knob, const KnobLabel& label) {
  if (!knob.positions.empty()) return kRounding;
  const double half_step = 0.5 * knob.resolution / travel_of(knob);
  switch (label.source) {
    case LabelSource::Commanded:
      return half_control_step(knob) + kRounding;
    case LabelSource::ByHand:
      return std::max(half_step, hand_error(knob, label)) + kRounding;
    case LabelSource::ReadBack:
      return half_step + kReadBackReach;
  }
  return kRounding;
}

LabelCheck check_knob_labels(const Dataset& dataset) {
  LabelCheck check;
  for (const TakeRecord& take : dataset.takes) {
    if (take.accepted() != nullptr) LabelsOfTake(dataset, take, check).run();
  }
  return check;
}

std::vector<FileFault> check_plan_hash(const Dataset& dataset) {
  const bool whole = std::none_of(dataset.lost.begin(), dataset.lost.end(),
                                  [](const LostRow& row) { return row.table == "planned"; });
  if (!whole) return {};
  const std::string now = plan_hash(dataset.plan);
  if (now == dataset.plan_hash && dataset.plan.hash == dataset.plan_hash) return {};
  return {{kLedgerFile,
           {FaultCode::LabelMismatch,
            fmt::format("{}: the plan in it (settings, splits, order, limits) has the hash {:.12} "
                        "where {:.12} was stored when the dataset was made: it was edited since; "
                        "restore the ledger from a copy",
                        kLedgerFile, now, dataset.plan_hash)}}};
}

}  // namespace ampsweep::rig
