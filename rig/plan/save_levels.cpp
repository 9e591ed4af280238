// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_levels.hpp"

#include <cmath>
#include <vector>

#include "rig/plan/edit_table.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

/// Far below what any meter resolves, and short enough to be read.
double rounded(double db) { return std::round(db * 1e4) / 1e4; }

MeasuredFullScale rounded(const MeasuredFullScale& found) {
  return {Dbu{rounded(found.full_scale.value())}, Decibels{rounded(found.sigma.value())}};
}

void add(std::vector<KeyValue>& wanted, const std::string& name,
         const std::optional<MeasuredFullScale>& found) {
  if (!found) return;
  wanted.push_back({name + "_dbu", toml_number(found->full_scale.value())});
  wanted.push_back({name + "_sigma_db", toml_number(found->sigma.value())});
}

/// The rig as it must read back.
Rig with_levels(Rig rig, const MeasuredLevels& levels) {
  if (levels.output) {
    rig.levels.output_full_scale = levels.output->full_scale;
    rig.level_record.output_sigma = levels.output->sigma;
  }
  if (levels.input) {
    rig.levels.input_full_scale = levels.input->full_scale;
    rig.level_record.input_sigma = levels.input->sigma;
  }
  rig.level_record.date = levels.date;
  rig.hash = rig_hash(rig);
  return rig;
}

}  // namespace

std::string with_levels(const std::string& text, const MeasuredLevels& measured,
                        const std::filesystem::path& file) {
  MeasuredLevels levels = measured;
  if (levels.output) levels.output = rounded(*levels.output);
  if (levels.input) levels.input = rounded(*levels.input);
  const Rig wanted = with_levels(parse_rig(text, file), levels);

  std::vector<KeyValue> keys;
  add(keys, "output_full_scale", levels.output);
  add(keys, "input_full_scale", levels.input);
  keys.push_back({"date", '"' + levels.date + '"'});
  std::string result = with_table_keys(text, "levels", keys, file);
  const Rig after = parse_rig(result, file);
  if (after.hash != wanted.hash || after.level_record != wanted.level_record) {
    refuse_at(file.string(), 0, "its [levels] table cannot be edited line by line",
              "write it as one key a line and run `ampsweep calibrate` again");
  }
  return result;
}

void save_levels(const std::filesystem::path& file, const MeasuredLevels& levels) {
  replace_file(file, with_levels(read_text_file(file), levels, file));
}

}  // namespace ampsweep::rig
