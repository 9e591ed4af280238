// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/panama_points.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>

#include "rig/plan/plan_limits.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

using nlohmann::json;

constexpr const char* kForm = R"([ {"g_vector": [0.1, 0.5], "index": 0}, ... ])";

std::string axis_names(const DesignSpace& space) {
  std::vector<std::string> ids;
  for (const Axis& axis : space.axes) ids.push_back(axis.knob.id);
  return joined(ids);
}

/// Reads the entries of one file; every refusal names file and point.
class PointFile {
 public:
  PointFile(const std::string& file, const DesignSpace& space) : file_(file), space_(space) {}

  Setting setting(const json& point, std::size_t number) {
    name_ = "point " + std::to_string(number + 1);
    if (!point.is_object() || !point.contains("g_vector") || !point["g_vector"].is_array()) {
      refuse("has no g_vector", std::string{"write "} + kForm);
    }
    check_index(point);
    const json& vector = point["g_vector"];
    if (vector.size() != space_.axes.size()) {
      refuse("has " + std::to_string(vector.size()) + " values in its g_vector where " +
                 std::to_string(space_.axes.size()) + " knobs vary (" + axis_names(space_) + ")",
             "name the trainer's knobs in its order: knobs = [ ... ], the others in fixed");
    }
    UnitPoint shares;
    for (const json& value : vector) shares.push_back(share(value));
    return setting_at(space_, shares);
  }

 private:
  [[noreturn]] void refuse(const std::string& what, const std::string& way_out) const {
    refuse_at(file_, 0, name_ + ' ' + what, way_out);
  }

  void check_index(const json& point) {
    if (!point.contains("index")) return;  // lists written by hand need none
    if (!point["index"].is_number_unsigned()) {
      refuse("has an index that is no whole number of at least 0",
             "number the points 0, 1, 2, ...");
    }
    const auto index = point["index"].get<std::uint64_t>();
    if (!indices_.insert(index).second) {
      refuse("has the index " + std::to_string(index) + ", which is there twice",
             "give every point its own");
    }
  }

  [[nodiscard]] double share(const json& value) const {
    const double number = value.is_number() ? value.get<double>() : -1.0;
    if (number >= 0.0 && number <= 1.0) return number;
    refuse("has " + quote(value.dump()) + " in its g_vector, which is not inside 0..1",
           "0 is the low end of the knob's range, 1 the high end");
  }

  const std::string& file_;
  const DesignSpace& space_;
  std::string name_;
  std::set<std::uint64_t> indices_;
};

}  // namespace

std::vector<Setting> panama_settings(const std::string& text, const std::string& file,
                                     const DesignSpace& space) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_array() || document.empty()) {
    refuse_at(file, 0, "is no list of points as PANAMA writes it", std::string{"write "} + kForm);
  }
  if (document.size() > static_cast<std::size_t>(kMostSettings)) {
    refuse_at(file, 0, "holds more than 5000 points", "split it into several plans");
  }
  PointFile points{file, space};
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < document.size(); ++i) {
    settings.push_back(points.setting(document[i], i));
  }
  return settings;
}

std::vector<PanamaPoint> panama_points(const std::string& text, const std::string& file) {
  std::vector<PanamaPoint> points;
  for (const json& point : json::parse(text)) {
    constexpr std::uint64_t kHighest = 999'999;
    if (!point.contains("index") || point["index"].get<std::uint64_t>() > kHighest) {
      refuse_at(file, 0,
                "point " + std::to_string(points.size() + 1) + " has no index from 0 to 999999",
                "the trainer's own file numbers its points; they name the sounds it waits for");
    }
    points.push_back({point["index"].get<int>(), point["g_vector"].get<std::vector<double>>()});
  }
  return points;
}

}  // namespace ampsweep::rig
