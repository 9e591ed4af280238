// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "tests/rig/report/closed_form_take.hpp"

namespace ampsweep::test {

/// The amp of each accepted take of write_dataset().
inline const std::vector<PolynomialAmp> kDatasetAmps{
    {0.8, 0.2, -0.3}, {0.5, 0.05, 0.1}, {0.8, 0.2, -0.3}};

/// A dataset folder written by DatasetWriter, with closed-form audio: take 0 a reference, take 1
/// accepted at its second attempt, take 2 the reference again, take 3 waiting. Its labels are
/// hostile: a script for HTML, a formula for spreadsheets.
void write_dataset(const std::filesystem::path& dir);

}  // namespace ampsweep::test
