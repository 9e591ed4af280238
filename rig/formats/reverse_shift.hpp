// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/formats/export_job.hpp"

namespace ampsweep::rig::formats {

/// By how much a reversed export's target (the dry sound) is moved later, in samples of the
/// dataset.
///
/// A take answers its input after the head-room it was cut with and the amp's own delay. Turned
/// round it would be asked for what lies that far ahead, and no causal model can learn that. So:
/// the latest arrival among the takes (where the linear response from the dry sound comes within 1
/// dB of its peak, and never before the recorded head-room; up to 8 takes spread over the job, all
/// outputs, 10 s of training sound; one in which nothing but noise answers, as with the amp turned
/// down, says nothing), plus one for the fraction, plus the head-room again. One number for all
/// takes and formats.
///
/// Accuracy: the reversed target answers at least the head-room after its input, and less than two
///           samples more where the response is a delay; tests/rig/formats/reverse_test.cpp.
/// Refuses:  SetupError{Data}: a file that is not the one that was captured; no take that
///           answers within 50 ms.
[[nodiscard]] SampleCount reverse_shift(const ExportJob& job);

}  // namespace ampsweep::rig::formats
