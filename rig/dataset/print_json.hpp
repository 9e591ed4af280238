// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/model/knob_print.hpp"

namespace ampsweep::rig {

/// As the rows of take_json.hpp: bit for bit; readers throw std::exception on anything missing, and
/// on prints or curves whose lists do not fit together.
[[nodiscard]] Json to_json(const KnobPrint& print);
[[nodiscard]] KnobPrint print_from(const Json& json);
[[nodiscard]] Json to_json(const HeardCurves& curves);
[[nodiscard]] HeardCurves curves_from(const Json& json);

}  // namespace ampsweep::rig
