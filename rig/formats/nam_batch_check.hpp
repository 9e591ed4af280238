// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// learning.json as the trainers read it, as far as it decides whether there is anything to learn
/// from.
struct NamBatches {
  std::int64_t size{1};
  bool drop_last{false};
  bool within_capture{false};  ///< The fork: no batch mixes captures.
};

/// What learning.json says; nothing where there is none. Findings: missing_key (train_dataloader,
/// val_dataloader, trainer: KeyError), wrong_batch (a size that is no positive whole number).
/// `fork`: batches of the parametric fork are of one capture each unless it says otherwise.
/// Source: nam/train/full.py and, of the fork at 082ce26, nam/train/parametric.py.
[[nodiscard]] std::optional<NamBatches> nam_batches(CheckContext& check, bool fork);

/// An incomplete last batch is dropped, so fewer pieces than a batch are never trained on. Finding:
/// wrong_batch. `pieces`: of every capture of one data.json.
void check_nam_batches(CheckContext& check, const std::string& where, const NamBatches& batches,
                       const std::vector<std::int64_t>& pieces);

}  // namespace ampsweep::rig::formats
