// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_batch_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "rig/formats/foreign_json.hpp"

namespace ampsweep::rig::formats {

std::optional<NamBatches> nam_batches(CheckContext& check, bool fork) {
  constexpr const char* kFile = "learning.json";
  std::error_code error;
  if (!std::filesystem::exists(check.report.dir / kFile, error)) return std::nullopt;
  const auto learning = check.json(kFile);
  if (!learning) return std::nullopt;
  for (const char* key : {"train_dataloader", "val_dataloader", "trainer"}) {
    if (learning->value(key, Json(nullptr)).is_object()) continue;
    check.report.add("missing_key", kFile, fmt::format("\"{}\" is no object", key));
    return std::nullopt;
  }
  const Json loader = learning->at("train_dataloader");
  const auto size = whole_number(loader.value("batch_size", Json(1)));
  if (!size || *size < 1) {
    check.report.add("wrong_batch", kFile, "batch_size must be a positive whole number");
    return std::nullopt;
  }
  return NamBatches{*size, loader.value("drop_last", Json(false)) == Json(true),
                    fork && loader.value("capture_grouped_batches", Json(true)) != Json(false)};
}

void check_nam_batches(CheckContext& check, const std::string& where, const NamBatches& batches,
                       const std::vector<std::int64_t>& pieces) {
  if (!batches.drop_last || pieces.empty()) return;
  const std::int64_t most = batches.within_capture
                                ? *std::min_element(pieces.begin(), pieces.end())
                                : std::accumulate(pieces.begin(), pieces.end(), std::int64_t{0});
  if (most >= batches.size) return;
  check.report.add(
      "wrong_batch", where,
      fmt::format("{} of {} pieces and batches of {} without the last: it is never trained on",
                  batches.within_capture ? "a capture" : "all", most, batches.size));
}

}  // namespace ampsweep::rig::formats
