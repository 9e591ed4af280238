// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/choose_settings.hpp"

#include <set>
#include <utility>

#include "rig/plan/designs/centre.hpp"
#include "rig/plan/designs/corners.hpp"
#include "rig/plan/designs/grid.hpp"
#include "rig/plan/designs/latin_hypercube.hpp"
#include "rig/plan/designs/one_at_a_time.hpp"
#include "rig/plan/designs/role_warp.hpp"
#include "rig/plan/designs/sobol.hpp"
#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

/// Settings in order of arrival, none twice, none that a rule covers.
class SettingList {
 public:
  SettingList(const DesignSpec& spec, const std::set<Setting>& taken) : spec_(spec), seen_(taken) {
    result_.avoided.resize(spec.avoid.size());
  }

  /// False when there is to be another in its place.
  bool add_drawn(const Setting& setting) {
    if (const auto rule = avoided_by(spec_.avoid, setting)) {
      ++result_.avoided[*rule].replaced;
      return false;
    }
    return add(setting, Purpose::Design);
  }

  void add_fixed(const Setting& setting, Purpose purpose) {
    const auto rule = avoided_by(spec_.avoid, setting);
    const auto clear = rule ? moved_clear(spec_.space, spec_.avoid, setting) : setting;
    if (rule) ++(clear ? result_.avoided[*rule].moved : result_.avoided[*rule].left_out);
    if (clear) add(*clear, purpose);
  }

  /// Somebody's own choice is not changed behind their back: it is left out.
  void add_listed(const Setting& setting) {
    if (const auto rule = avoided_by(spec_.avoid, setting)) {
      ++result_.avoided[*rule].left_out;
    } else {
      add(setting, Purpose::Listed);
    }
  }

  [[nodiscard]] TrainingSettings take() { return std::move(result_); }

 private:
  bool add(const Setting& setting, Purpose purpose) {
    if (!seen_.insert(setting).second) return false;
    result_.settings.push_back({setting, Split::Train, purpose});
    return true;
  }

  const DesignSpec& spec_;
  std::set<Setting> seen_;
  TrainingSettings result_;
};

/// How many points may be drawn for `count` distinct settings. When nearly all settings of a small
/// space are asked for, the last ones are rare: n log n draws and a margin find them.
std::int64_t most_draws(int count) { return 64 * static_cast<std::int64_t>(count) + 4096; }

UnitPoint by_role(const DesignSpace& space, UnitPoint point) {
  for (std::size_t i = 0; i < point.size(); ++i) {
    point[i] = warped(warp_role(space.axes[i]), point[i]);
  }
  return point;
}

void add_sobol(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  SobolSequence sequence{spec.space.axes.size(), seed};
  const bool roles = spec.kind == DesignKind::RoleAware;
  int added = 0;
  for (std::int64_t draw = 0; added < spec.count && draw < most_draws(spec.count); ++draw) {
    const UnitPoint point = sequence.next();
    if (list.add_drawn(setting_sampled(spec.space, roles ? by_role(spec.space, point) : point))) {
      ++added;
    }
  }
}

void add_latin_hypercube(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  const bool maximin = spec.kind == DesignKind::MaximinLatinHypercube;
  int added = 0;
  const auto cubes = static_cast<std::uint64_t>(most_draws(spec.count) / spec.count);
  for (std::uint64_t cube = 0; added < spec.count && cube < cubes; ++cube) {
    // The further cubes only fill gaps that repeats left.
    const auto drawn = maximin && cube == 0 ? maximin_latin_hypercube : latin_hypercube;
    const auto points =
        drawn(spec.count, spec.space.axes.size(), signals::derived(seed, "cube", cube));
    for (const UnitPoint& point : points) {
      if (added == spec.count) break;
      if (list.add_drawn(setting_sampled(spec.space, point))) ++added;
    }
  }
}

void add_design(SettingList& list, const DesignSpec& spec, std::uint64_t seed) {
  switch (spec.kind) {
    case DesignKind::RoleAware:
    case DesignKind::Sobol:
      add_sobol(list, spec, seed);
      break;
    case DesignKind::LatinHypercube:
    case DesignKind::MaximinLatinHypercube:
      add_latin_hypercube(list, spec, seed);
      break;
    case DesignKind::Grid:
      for (const UnitPoint& point : grid_points(spec.levels)) {
        list.add_fixed(setting_at(spec.space, point), Purpose::Design);
      }
      break;
    case DesignKind::Steps:
      break;  // one_at_a_time says it all
    case DesignKind::List:
    case DesignKind::Panama:
      for (const Setting& setting : spec.listed) list.add_listed(setting);
      break;
  }
}

}  // namespace

Setting home_setting(const DesignSpec& spec) {
  return spec.defaults.value_or(setting_at(spec.space, centre_point(spec.space.axes.size())));
}

TrainingSettings training_settings(const DesignSpec& spec, std::uint64_t seed,
                                   const std::set<Setting>& taken) {
  SettingList list{spec, taken};
  for (const UnitPoint& corner : corner_points(spec.space.axes, spec.corners)) {
    list.add_fixed(setting_at(spec.space, corner), Purpose::Corner);
  }
  if (spec.centre) {
    list.add_fixed(setting_at(spec.space, centre_point(spec.space.axes.size())), Purpose::Centre);
  }
  if (spec.defaults) list.add_fixed(*spec.defaults, Purpose::Defaults);
  if (spec.one_at_a_time > 0) {
    for (const Setting& setting :
         one_at_a_time(spec.space, home_setting(spec), spec.one_at_a_time)) {
      list.add_fixed(setting, Purpose::OneAtATime);
    }
  }
  add_design(list, spec, signals::derived(seed, "design"));
  return list.take();
}

}  // namespace ampsweep::rig
