// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_calibration.hpp"

#include <vector>

#include "rig/plan/edit_table.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

std::vector<KeyValue> wanted_values(const Calibration& calibration) {
  return {{"loopback_offset_samples", toml_number(calibration.loopback_offset_samples)},
          {"loopback_gain_db", toml_number(calibration.loopback_gain_db)},
          {"date", calibration.date.empty() ? "" : '"' + calibration.date + '"'}};
}

bool same(const Calibration& a, const Calibration& b) {
  return a.loopback_offset_samples == b.loopback_offset_samples &&
         a.loopback_gain_db == b.loopback_gain_db && a.date == b.date;
}

}  // namespace

std::string with_calibration(const std::string& text, const Calibration& calibration,
                             const std::filesystem::path& file) {
  const Rig before = parse_rig(text, file);
  std::string result = with_table_keys(text, "calibration", wanted_values(calibration), file);
  // Editing text is a guess at TOML; reading the outcome back is not.
  const Rig after = parse_rig(result, file);
  if (after.hash != before.hash || !same(after.calibration, calibration)) {
    refuse_at(file.string(), 0, "its [calibration] table cannot be edited line by line",
              "write it as one key a line, or remove it and run `ampsweep check` again");
  }
  return result;
}

void save_calibration(const std::filesystem::path& file, const Calibration& calibration) {
  replace_file(file, with_calibration(read_text_file(file), calibration, file));
}

}  // namespace ampsweep::rig
