// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/choose_settings.hpp"

#include <set>

#include "rig/plan/designs/centre.hpp"
#include "rig/plan/designs/corners.hpp"
#include "rig/plan/designs/grid.hpp"
#include "rig/plan/designs/latin_hypercube.hpp"
#include "rig/plan/designs/sobol.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

/// Settings in order of arrival, none twice.
class SettingList {
 public:
  bool add(const Setting& setting, Purpose purpose) {
    if (!seen_.insert(setting).second) return false;
    settings_.push_back({setting, Split::Train, purpose});
    return true;
  }
  [[nodiscard]] std::vector<PlannedSetting> take() { return std::move(settings_); }

 private:
  std::set<Setting> seen_;
  std::vector<PlannedSetting> settings_;
};

/// How many points may be drawn for `count` distinct settings. When nearly all settings of a small
/// space are asked for, the last ones are rare: n log n draws and a margin find them.
std::int64_t most_draws(int count) { return 64 * static_cast<std::int64_t>(count) + 4096; }

void add_sobol(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  SobolSequence sequence{spec.space.axes.size(), seed};
  int added = 0;
  for (std::int64_t draw = 0; added < spec.count && draw < most_draws(spec.count); ++draw) {
    if (list.add(setting_sampled(spec.space, sequence.next()), Purpose::Design)) ++added;
  }
}

void add_latin_hypercube(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  int added = 0;
  const auto cubes = static_cast<std::uint64_t>(most_draws(spec.count) / spec.count);
  for (std::uint64_t cube = 0; added < spec.count && cube < cubes; ++cube) {
    const auto points =
        latin_hypercube(spec.count, spec.space.axes.size(), signals::derived(seed, "cube", cube));
    for (const UnitPoint& point : points) {
      if (added == spec.count) break;
      if (list.add(setting_sampled(spec.space, point), Purpose::Design)) ++added;
    }
  }
}

void add_design(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  switch (spec.kind) {
    case DesignKind::Sobol:
      add_sobol(list, spec, seed);
      break;
    case DesignKind::LatinHypercube:
      add_latin_hypercube(list, spec, seed);
      break;
    case DesignKind::Grid:
      for (const UnitPoint& point : grid_points(spec.levels)) {
        list.add(setting_at(spec.space, point), Purpose::Design);
      }
      break;
    case DesignKind::List:
      for (const Setting& setting : spec.listed) list.add(setting, Purpose::Listed);
      break;
  }
}

}  // namespace

std::vector<PlannedSetting> training_settings(const DesignSpec& spec, std::uint64_t seed) {
  SettingList list;
  const std::size_t dimensions = spec.space.axes.size();
  for (const UnitPoint& corner : corner_points(dimensions, spec.corners)) {
    list.add(setting_at(spec.space, corner), Purpose::Corner);
  }
  if (spec.centre) list.add(setting_at(spec.space, centre_point(dimensions)), Purpose::Centre);
  add_design(list, spec, signals::derived(seed, "design"));
  return list.take();
}

}  // namespace ampsweep::rig
