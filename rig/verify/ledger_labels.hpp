// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/verify/label_check.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// What rows of the ledger say against each other. A digest that holds proves a row whole, not
/// true: who edits a row can compute its digest again.

/// How far a label may stand from the value its plan asked for, as a share of the travel.
///
/// A switch: nowhere but at the planned position. A commanded knob: at the planned value, or the
/// MIDI step next to it. By hand: half a step of the scale or the error that the rig declares for
/// hand settings, the larger. Read back: what is read is the truth, and a session takes a knob that
/// stands near enough; 5 % of the travel and half a step.
[[nodiscard]] double label_tolerance(const Knob& knob, const KnobLabel& label);

/// Labels of accepted attempts: every knob of the rig labelled once, at its planned value within
/// label_tolerance(), `normalised` being `printed` over minimum..maximum.
[[nodiscard]] LabelCheck check_knob_labels(const Dataset& dataset);

/// The hash of the plan as it is stored (settings, splits, order, limits) against the one that was
/// stored when the dataset was made. Not looked at when a planned row is lost.
[[nodiscard]] std::vector<FileFault> check_plan_hash(const Dataset& dataset);

}  // namespace ampsweep::rig
