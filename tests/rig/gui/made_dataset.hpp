// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::test {

/// A dataset as values, without a folder: `takes` takes of two knobs. Of every ten: the first is
/// refused for clipping, the second is accepted on its second try with a warning, the third waits,
/// the fourth was cut off, the others are accepted. Splits go round.
[[nodiscard]] std::shared_ptr<rig::Dataset> made_dataset(int takes);

}  // namespace ampsweep::test
