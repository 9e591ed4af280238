// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/formats/check_report.hpp"

namespace ampsweep::rig::formats {

/// Sound in an export of ours that its manifest lacks, where the loader looks for files
/// (FormatFacts::looks_for_files) and so trains on it: a take that was withdrawn, or one of another
/// export. Finding: stray_file. Nothing where there is no manifest.
void check_stray_files(CheckReport& report);

}  // namespace ampsweep::rig::formats
