// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

void check_parts_apart(CheckContext& check, const std::string& file,
                       const std::vector<NamSlice>& train,
                       const std::vector<NamSlice>& validation) {
  std::map<std::string, std::vector<const NamSlice*>> trained;
  for (const NamSlice& slice : train) trained[slice.target].push_back(&slice);
  for (const NamSlice& slice : validation) {
    for (const NamSlice* other : trained[slice.target]) {
      const std::int64_t from = std::max(slice.from, other->from);
      const std::int64_t to = std::min(slice.to, other->to);
      if (from >= to) continue;
      check.report.add("leak", file,
                       fmt::format("samples {} to {} of {} are in train and in validation", from,
                                   to, slice.target));
      break;
    }
  }
}

}  // namespace ampsweep::rig::formats
