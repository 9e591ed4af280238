// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_concat.hpp"

#include <fmt/format.h>

namespace ampsweep::rig::formats {

void check_nam_concat(CheckContext& check, const std::string& where,
                      const std::vector<NamSlice>& slices) {
  for (const NamSlice& slice : slices) {
    if (slice.outputs != slices.front().outputs) {
      check.report.add("concat_ny", where,
                       fmt::format("entries come to {} and {} outputs: a list must agree (give all "
                                   "the same ny)",
                                   slices.front().outputs, slice.outputs));
      return;
    }
    if (slice.rate_hz != slices.front().rate_hz) {
      check.report.add("concat_rate", where, "entries have different rates: a list must agree");
      return;
    }
  }
}

void check_rates_agree(CheckContext& check, const std::string& file,
                       const std::vector<NamSlice>& train,
                       const std::vector<NamSlice>& validation) {
  if (train.empty() || validation.empty()) return;
  if (train.front().rate_hz == validation.front().rate_hz) return;
  check.report.add("wrong_rate", file,
                   fmt::format("trained at {} Hz and validated at {} Hz: one model has one rate",
                               train.front().rate_hz, validation.front().rate_hz));
}

}  // namespace ampsweep::rig::formats
