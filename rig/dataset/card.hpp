// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// README.md: the dataset card, YAML front matter first. Names from rig files are escaped for YAML
/// and for Markdown.
[[nodiscard]] std::string card(const Dataset& dataset);

}  // namespace ampsweep::rig
