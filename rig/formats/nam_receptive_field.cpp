// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_receptive_field.hpp"

#include <algorithm>

#include "rig/formats/nam_configs.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::int64_t kMostReceptive = 10'000'000;

/// Sum over the layers of one stack; 0 when its keys are not as expected.
std::int64_t layers_reach(const Json& layer) {
  const auto steps = layer.find("dilations");
  if (steps == layer.end() || !steps->is_array()) return 0;
  const auto one = whole_number(layer.value("kernel_size", Json(nullptr)));
  const Json each = layer.value("kernel_sizes", Json::array());
  std::int64_t reach = 0;
  for (std::size_t k = 0; k < steps->size(); ++k) {
    const auto step = whole_number((*steps)[k]);
    const auto size = k < each.size() ? whole_number(each[k]) : one;
    if (!step || !size || *step < 1 || *size < 1 || *step > kMostReceptive || *size > 4096)
      return 0;
    reach += (*size - 1) * *step;
  }
  if (const auto head = layer.find("head"); head != layer.end() && head->is_object()) {
    reach += std::clamp<std::int64_t>(
        whole_number(head->value("kernel_size", Json(1))).value_or(1) - 1, 0, 4096);
  }
  return std::min(reach, kMostReceptive);
}

}  // namespace

std::int64_t nam_receptive_field(CheckContext& check) {
  std::error_code error;
  if (!std::filesystem::exists(check.report.dir / "model.json", error)) return kNamReceptiveField;
  const auto model = check.json("model.json");
  if (!model) return kNamReceptiveField;
  const auto layers = Json::json_pointer("/net/config/layers_configs");
  std::int64_t field = 1;
  if (model->contains(layers) && model->at(layers).is_array()) {
    for (const Json& layer : model->at(layers)) {
      if (layer.is_object()) field += layers_reach(layer);
    }
  }
  return field > 1 ? field : kNamReceptiveField;
}

}  // namespace ampsweep::rig::formats
