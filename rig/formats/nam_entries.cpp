// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_entries.hpp"

#include <fmt/format.h>

#include <utility>

namespace ampsweep::rig::formats {
namespace {

const std::set<std::string>& nam_keys() {
  static const std::set<std::string> keys{"x_path",
                                          "y_path",
                                          "sample_rate",
                                          "y_preroll",
                                          "allow_unequal_lengths",
                                          "nx",
                                          "ny",
                                          "start",
                                          "stop",
                                          "start_samples",
                                          "stop_samples",
                                          "start_seconds",
                                          "stop_seconds",
                                          "delay",
                                          "y_scale",
                                          "input_gain",
                                          "require_input_pre_silence"};
  return keys;
}

}  // namespace

std::vector<NamEntry> nam_entries(CheckContext& check, const std::string& file, const Json& data,
                                  const char* part, const std::set<std::string>& extra) {
  std::vector<NamEntry> entries;
  const auto found = data.find(part);
  if (found == data.end() || !(found->is_object() || (found->is_array() && !found->empty()))) {
    check.report.add("missing_part", file, fmt::format("\"{}\" is no object and no list", part));
    return entries;
  }
  const Json common = data.value("common", Json::object());
  const Json list = found->is_array() ? *found : Json::array({*found});
  for (std::size_t k = 0; k < list.size(); ++k) {
    NamEntry entry{fmt::format("{}/{}{}", file, part,
                               found->is_array() ? fmt::format("/{}", k) : std::string()),
                   common.is_object() ? common : Json::object()};
    if (!list[k].is_object()) {
      check.report.add("missing_part", entry.where, "it is no object");
      continue;
    }
    entry.keys.update(list[k]);
    bool good = true;
    for (const auto& [key, value] : entry.keys.items()) {
      if (nam_keys().contains(key) || extra.contains(key)) continue;
      check.report.add("unknown_key", entry.where,
                       fmt::format("\"{}\" is no argument of the loader: TypeError", key));
      good = false;
    }
    if (good) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace ampsweep::rig::formats
