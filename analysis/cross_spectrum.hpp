// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "analysis/phase_fit.hpp"

namespace ampsweep::analysis {

/// Cross-spectrum of `reference` with recording[lag - margin, lag + reference + margin), phases
/// relative to `lag`: a copy exactly `lag` late has phase 0 everywhere. Bins 1 .. below Nyquist.
///
/// Needs: a reference with samples; the recording counts as zero outside its ends.
[[nodiscard]] CrossSpectrum cross_spectrum(std::span<const double> reference,
                                           std::span<const float> recording, std::int64_t lag,
                                           std::int64_t margin);

/// The bins with from <= omega <= to (rad/sample).
[[nodiscard]] CrossSpectrum band_of(const CrossSpectrum& spectrum, double from, double to);

}  // namespace ampsweep::analysis
