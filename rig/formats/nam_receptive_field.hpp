// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// nx of the model in `model.json`, or that of the standard WaveNet where there is none. Samples;
/// numbers that no network has are taken as none.
[[nodiscard]] std::int64_t nam_receptive_field(CheckContext& check);

}  // namespace ampsweep::rig::formats
