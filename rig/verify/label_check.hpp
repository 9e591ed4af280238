// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// What the derived files say that the ledger does not.
struct LabelCheck {
  struct Wrong {
    std::string
        take_file;  ///< Whose label it is: "takes/00003.wav"; empty: of no take in the ledger.
    FileFault fault;
  };
  std::vector<Wrong> wrong;
  std::vector<std::string> notes;
};

/// metadata.csv cell by cell against the ledger, by file name; cells that are equal as numbers are
/// equal. Each difference names row, column and both values. Rows that are not written yet are a
/// note while the dataset is incomplete or in use.
[[nodiscard]] LabelCheck check_metadata_csv(const Dataset& dataset);

/// dataset.json value by value against the ledger.
[[nodiscard]] LabelCheck check_dataset_json(const Dataset& dataset);

}  // namespace ampsweep::rig
