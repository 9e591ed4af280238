// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/measure/headline_figures.hpp"

namespace ampsweep::rig::gui {
namespace {

const HeadlineFigure* figure_named(const std::vector<HeadlineFigure>& figures,
                                   const std::string& name) {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const HeadlineFigure& one) { return one.name == name; });
  return found != figures.end() ? &*found : nullptr;
}

/// "-12.34 dB (+1.20)".
std::string headline_text(const HeadlineFigure* figure, const HeadlineFigure* reference) {
  if (figure == nullptr) return "not played";
  if (!std::isfinite(figure->value)) return "not measured";
  std::string text = fmt::format("{:.2f} {}", figure->value, figure->unit);
  if (reference != nullptr && reference != figure && std::isfinite(reference->value)) {
    text += fmt::format("  ({:+.2f})", figure->value - reference->value);
  }
  return text;
}

template <class Named>
void add_name(const Named& named, std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), named.name) == names.end()) {
    names.push_back(named.name);
  }
}

std::vector<std::string> figure_names(const TakeMeasurement& measured) {
  std::vector<std::string> names;
  for (const HeadlineFigure& figure : headline_figures(measured)) names.push_back(figure.name);
  return names;
}

bool belongs(const MeasuredSetting& one, const MeasuredSetting& to) {
  if (!one.figures || !one.rig || !to.rig || one.rig->hash != to.rig->hash) return false;
  return figure_names(*one.figures) == figure_names(*to.figures);
}

}  // namespace

WordTable headline_table(const std::vector<const TakeMeasurement*>& measured,
                         const std::vector<std::string>& names,
                         std::optional<std::size_t> reference) {
  WordTable table{{"figure"}, {}};
  table.header.insert(table.header.end(), names.begin(), names.end());
  std::vector<std::vector<HeadlineFigure>> all;
  std::vector<std::string> rows;
  for (const TakeMeasurement* one : measured) {
    all.push_back(headline_figures(*one));
    for (const HeadlineFigure& figure : all.back()) add_name(figure, rows);
  }
  for (const std::string& name : rows) {
    const HeadlineFigure* base =
        reference && *reference < all.size() ? figure_named(all[*reference], name) : nullptr;
    std::vector<std::string> row{name};
    for (const auto& figures : all) row.push_back(headline_text(figure_named(figures, name), base));
    table.rows.push_back(std::move(row));
  }
  return table;
}

WordTable part_table(const std::vector<ShownMeasure>& shown, const MeasureWish& wish) {
  WordTable table{{"figure"}, {}};
  std::vector<std::string> rows;
  for (const ShownMeasure& one : shown) {
    table.header.push_back(one.name);
    const MeasurePart* part = part_of(one, wish);
    if (part == nullptr) continue;
    for (const NamedFigure& figure : part->figures) add_name(figure, rows);
  }
  for (const std::string& name : rows) {
    std::vector<std::string> row{name};
    for (const ShownMeasure& one : shown) {
      row.emplace_back("-");
      const MeasurePart* part = part_of(one, wish);
      if (part == nullptr) continue;
      for (const NamedFigure& figure : part->figures) {
        if (figure.name == name) row.back() = figure.text;
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string pasted(const WordTable& table) {
  std::string text;
  const auto add = [&text](const std::vector<std::string>& row) {
    text += fmt::format("{}\n", fmt::join(row, "\t"));
  };
  add(table.header);
  for (const auto& row : table.rows) add(row);
  return text;
}

KnobTable knob_table(const std::vector<const MeasuredSetting*>& settings) {
  KnobTable table;
  std::vector<Setting> places;
  std::vector<TakeMeasurement> measured;
  for (const MeasuredSetting* one : settings) {
    if (!belongs(*one, *settings.front())) continue;
    places.push_back(one->setting);
    measured.push_back(*one->figures);
  }
  table.settings = static_cast<int>(places.size());
  if (places.size() < 3) {
    table.refused =
        "cannot be told: it takes three or more settings of one rig and suite; overlay more, or "
        "measure "
        "over a plan";
    return table;
  }
  table.knobs = knob_effects(settings.front()->rig->knobs, places, figure_series(measured));
  if (table.knobs.empty())
    table.refused = "cannot be told: no knob stands elsewhere in any of these settings";
  return table;
}

}  // namespace ampsweep::rig::gui
