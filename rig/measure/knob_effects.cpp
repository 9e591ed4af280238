// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/knob_effects.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <map>

#include "analysis/small_cholesky.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kSure = 3.0;  // sigmas

std::vector<Knob> moved_knobs(const std::vector<Knob>& knobs,
                              const std::vector<Setting>& settings) {
  std::vector<Knob> moved;
  for (const Knob& knob : knobs) {
    const bool moves = std::any_of(settings.begin(), settings.end(), [&](const Setting& one) {
      return one.at(knob.id) != settings.front().at(knob.id);
    });
    if (moves) moved.push_back(knob);
  }
  return moved;
}

double visited_span(const Knob& knob, const std::vector<Setting>& settings) {
  const auto less = [&](const Setting& a, const Setting& b) {
    return a.at(knob.id) < b.at(knob.id);
  };
  const auto [low, high] = std::minmax_element(settings.begin(), settings.end(), less);
  return normalised(knob, high->at(knob.id)) - normalised(knob, low->at(knob.id));
}

/// Slopes per travel and their sigmas; empty when they cannot be told.
struct Slopes {
  std::vector<double> values;
  std::vector<double> sigmas;
};

Slopes main_slopes(const std::vector<Knob>& moved, const std::vector<Setting>& settings,
                   const FigureSeries& figure) {
  const std::size_t unknowns = moved.size() + 1;
  std::vector<std::vector<double>> rows;
  std::vector<double> y;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    if (!std::isfinite(figure.values[i])) continue;
    std::vector<double> row{1.0};
    for (const Knob& knob : moved) row.push_back(normalised(knob, settings[i].at(knob.id)));
    rows.push_back(std::move(row));
    y.push_back(figure.values[i]);
  }
  if (rows.size() < unknowns + 1) return {};
  std::vector<double> normal(unknowns * unknowns, 0.0);
  std::vector<double> right(unknowns, 0.0);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < unknowns; ++i) {
      right[i] += rows[r][i] * y[r];
      for (std::size_t j = 0; j < unknowns; ++j)
        normal[i * unknowns + j] += rows[r][i] * rows[r][j];
    }
  }
  const auto solver = analysis::SmallCholesky<double>::factor(normal, unknowns);
  if (!solver) return {};
  const std::vector<double> fit = solver->solve(right);
  double left = 0.0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double model = 0.0;
    for (std::size_t i = 0; i < unknowns; ++i) model += fit[i] * rows[r][i];
    left += (y[r] - model) * (y[r] - model);
  }
  const double variance = left / static_cast<double>(rows.size() - unknowns);
  Slopes slopes;
  for (std::size_t i = 1; i < unknowns; ++i) {
    slopes.values.push_back(fit[i]);
    slopes.sigmas.push_back(std::sqrt(variance * solver->inverse_column(i)[i]));
  }
  return slopes;
}

bool says(const Knob& knob, const char* word) {
  std::string text = knob.id + ' ' + knob.label;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text.find(word) != std::string::npos;
}

bool should_rise(const Knob& knob, Rises rises) {
  switch (rises) {
    case Rises::WithGain:
      return knob.role == KnobRole::Gain || knob.role == KnobRole::Level;
    case Rises::WithTreble:
      return says(knob, "treble") || says(knob, "presence");
    case Rises::WithBass:
      return says(knob, "bass");
    case Rises::WithMiddle:
      return says(knob, "mid");
    case Rises::Unknown:
      return false;
  }
  return false;
}

bool differ_only_in(const std::string& knob, const Setting& a, const Setting& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
    return (entry.first == knob) == (b.at(entry.first) != entry.second);
  });
}

/// Another setting of the same line lies between them.
bool has_between(const std::string& knob, const std::vector<Setting>& settings, const Setting& a,
                 const Setting& b) {
  return std::any_of(settings.begin(), settings.end(), [&](const Setting& one) {
    return one.at(knob) > a.at(knob) && one.at(knob) < b.at(knob) && differ_only_in(knob, a, one);
  });
}

void look_for_jump(const std::vector<Setting>& settings, const FigureSeries& figure,
                   KnobEffects& effects) {
  for (std::size_t i = 0; i < settings.size(); ++i) {
    for (std::size_t j = 0; j < settings.size(); ++j) {
      const Setting& a = settings[i];
      const Setting& b = settings[j];
      if (!(a.at(effects.knob) < b.at(effects.knob)) || !differ_only_in(effects.knob, a, b) ||
          has_between(effects.knob, settings, a, b)) {
        continue;
      }
      const double change = figure.values[j] - figure.values[i];
      const double largest = effects.coarse ? std::abs(effects.coarse->change) : kCoarseAboveDb;
      if (!(std::abs(change) > largest)) continue;
      effects.coarse =
          CoarseStep{figure.name, figure.unit, a.at(effects.knob), b.at(effects.knob), change};
    }
  }
}

void judge(const Knob& knob, const std::vector<FigureSeries>& figures, KnobEffects& effects) {
  effects.dead = !effects.effects.empty();
  bool rises_somewhere = false;
  std::optional<std::string> falls;
  for (const Effect& effect : effects.effects) {
    const double doubt = kSure * effect.sigma;
    if (std::abs(effect.change) > std::max(kDeadBelowDb, doubt)) effects.dead = false;
    const auto series = std::find_if(figures.begin(), figures.end(), [&](const FigureSeries& one) {
      return one.name == effect.figure;
    });
    if (!should_rise(knob, series->rises)) continue;
    if (effect.change > std::max(kReversedAboveDb, doubt)) rises_somewhere = true;
    if (effect.change < -std::max(kReversedAboveDb, doubt) && !falls) falls = effect.figure;
  }
  if (!rises_somewhere) effects.reversed = falls;
}

}  // namespace

std::vector<KnobEffects> knob_effects(const std::vector<Knob>& knobs,
                                      const std::vector<Setting>& settings,
                                      const std::vector<FigureSeries>& figures) {
  if (settings.empty()) return {};
  const std::vector<Knob> moved = moved_knobs(knobs, settings);
  std::vector<KnobEffects> all;
  for (const Knob& knob : moved) all.push_back({.knob = knob.id});
  for (const FigureSeries& figure : figures) {
    const Slopes slopes = main_slopes(moved, settings, figure);
    for (std::size_t k = 0; k < slopes.values.size(); ++k) {
      const double span = visited_span(moved[k], settings);
      all[k].effects.push_back(
          {figure.name, figure.unit, slopes.values[k] * span, slopes.sigmas[k] * span});
    }
    for (KnobEffects& effects : all) look_for_jump(settings, figure, effects);
  }
  for (std::size_t k = 0; k < moved.size(); ++k) judge(moved[k], figures, all[k]);
  return all;
}

}  // namespace ampsweep::rig
