// SPDX-License-Identifier: GPL-3.0-or-later
// AIDA-X: Configs/NAME.json with params.datasets, and beside every input a table of regions whose
// colours split it. Files at another rate than 48 kHz would be converted while the regions are not.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/guitarml_check.hpp"
#include "rig/verify/csv_table.hpp"

namespace ampsweep::rig::formats {
namespace {

std::optional<std::int64_t> cell_number(const std::vector<std::string>& row, std::size_t column) {
  if (column >= row.size()) return std::nullopt;
  const std::string& cell = row[column];
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

/// Header word for word; red trains, green tests, blue validates, cyan does both of these.
void check_regions(CheckContext& check, const std::string& name, std::int64_t length) {
  const auto content = check.text(name);
  if (!content) return;
  const auto table = parse_csv(*content);
  const std::vector<std::string> header{"#", "Name", "Start", "End", "Length", "Color"};
  if (!table || table->columns != header) {
    check.report.add("wrong_table", name, "the header must be #,Name,Start,End,Length,Color");
    return;
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> trained;
  std::vector<std::pair<std::int64_t, std::int64_t>> held_out;
  bool test = false;
  bool validation = false;
  for (const auto& row : table->rows) {
    const auto from = cell_number(row, 2);
    const auto to = cell_number(row, 3);
    const std::string colour = row.size() > 5 ? row[5] : "";
    if (!from || !to || *from < 0 || *to <= *from || *to > length) {
      check.report.add("wrong_table", name,
                       fmt::format("a region is not inside the {} samples of the input", length));
      return;
    }
    if (colour == "FF0000") trained.emplace_back(*from, *to);
    if (colour == "00FF00" || colour == "0000FF" || colour == "00FFFF") {
      held_out.emplace_back(*from, *to);
    }
    test = test || colour == "00FF00" || colour == "00FFFF";
    validation = validation || colour == "0000FF" || colour == "00FFFF";
  }
  if (trained.empty() || !test || !validation) {
    check.report.add(
        "wrong_table", name,
        "a red (train), a green (test) and a blue (validation) region must be there, or "
        "cyan for the last two");
  }
  for (const auto& [from, to] : held_out) {
    const bool leaks = std::any_of(trained.begin(), trained.end(), [&](const auto& region) {
      return region.first < to && from < region.second;
    });
    if (!leaks) continue;
    check.report.add("leak", name,
                     fmt::format("samples {} to {} test or validate, and a red region trains on "
                                 "some of them",
                                 from, to));
  }
}

/// With locations and a window the loader looks for a blip in each and shifts the target by what it
/// finds: where none is played it shifts aligned files by noise.
void check_blips(CheckContext& check, const std::string& file, const Json& config,
                 const CheckContext::Sound& input) {
  const Json blips = config.value("blip_locations", Json(nullptr));
  if (!blips.is_array() || config.value("blip_window", Json(nullptr)).is_null()) return;
  constexpr std::int64_t kNear = 100;
  for (const Json& blip : blips) {
    const auto at = whole_number(blip);
    if (at && *at >= 0 && *at < input->length().value() &&
        input->peak_between(std::max<std::int64_t>(0, *at - kNear), *at + kNear) > 0.0) {
      continue;
    }
    check.report.add("realigned", file,
                     fmt::format("blip_locations: the input plays nothing at {}, and the target is "
                                 "shifted by what is found there",
                                 compact_text(blip)));
    return;
  }
}

void check_aida_config(CheckContext& check, const std::string& file, const Json& config) {
  const Json params = config.value("params", Json(nullptr));
  const Json sets = params.is_object() ? params.value("datasets", Json(nullptr)) : Json(nullptr);
  const Json n = params.is_object() ? params.value("n", Json(nullptr)) : Json(nullptr);
  if (!text_in(config, "file_name") || !sets.is_array() || sets.empty() ||
      !n.is_number_unsigned()) {
    check.report.add("missing_key", file, "file_name, params.n and params.datasets must be there");
    return;
  }
  if (config.value("input_size", Json(0)) != Json(n.get<std::uint64_t>() + 1)) {
    check.report.add("wrong_count", file, "input_size must be the number of knobs plus one");
  }
  const WavRule rule{facts_of(Format::Aida).rates_hz, {"float32", "pcm24", "pcm16"}, {}, 1};
  std::set<std::string> tables;
  std::vector<GuitarMlSet> settings;
  for (std::size_t k = 0; k < sets.size() && !check.stopped(); ++k) {
    const std::string where = fmt::format("{}/params/datasets/{}", file, k);
    const auto input_name = sets[k].is_object() ? text_in(sets[k], "input") : std::nullopt;
    const auto target_name = sets[k].is_object() ? text_in(sets[k], "target") : std::nullopt;
    if (!input_name || !target_name) {
      check.report.add("missing_key", where, "input and target must be text");
      continue;
    }
    settings.push_back(
        {where, parameters_in(check, where, sets[k], "params", n.get<std::size_t>())});
    const auto input = check.sound(where, *input_name, rule);
    const auto target = check.sound(where, *target_name, rule);
    if (!input || !target) continue;
    settings.back().files = {*input_name, *target_name};
    check.found_pair({*input_name, *target_name, "", numbered(settings.back().parameters), where});
    check.check_pair(where, input, target);
    check.check_target(*target_name, target);
    const std::string table = input_name->substr(0, input_name->rfind('.')) + ".csv";
    check_blips(check, file, config, input);
    // Without -csv the loader splits 70, 15 and 15 of 100, and needs no table.
    std::error_code error;
    const auto path = inside(check.report.dir, table);
    if (path && std::filesystem::exists(*path, error) && tables.insert(table).second) {
      check_regions(check, table, input->length().value());
    }
  }
  check_distinct(check, settings);
}

}  // namespace

void check_aida(CheckContext& check) {
  std::set<std::string> files;
  std::error_code error;
  auto walk = std::filesystem::directory_iterator(check.report.dir / "Configs", error);
  for (; !error && walk != std::filesystem::directory_iterator(); walk.increment(error)) {
    if (walk->path().extension() == ".json") {
      files.insert("Configs/" + walk->path().filename().string());
    }
  }
  if (files.empty()) check.report.add("missing_file", "Configs", "no NAME.json in it");
  for (const std::string& file : files) {
    if (const auto config = check.json(file)) check_aida_config(check, file, *config);
  }
}

}  // namespace ampsweep::rig::formats
