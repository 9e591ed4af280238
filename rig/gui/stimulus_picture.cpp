// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/stimulus_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <variant>

#include "signals/level.hpp"

namespace ampsweep::rig::gui {
namespace {

struct Origin {
  std::string operator()(const signals::SweepSpec& sweep) const {
    return fmt::format("sweep {:g} to {:g} Hz", sweep.from.value(), sweep.to.value());
  }
  std::string operator()(const signals::ChirpSpec& chirp) const {
    return fmt::format("chirp {:g} to {:g} Hz", chirp.from.value(), chirp.to.value());
  }
  std::string operator()(const signals::GuitarSpec&) const { return "built-in guitar"; }
  std::string operator()(const signals::FileAudioSpec& file) const {
    return file.conversion.empty() ? file.name : file.name + " (" + file.conversion + ")";
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

}  // namespace

std::vector<Envelope> envelope(const std::vector<float>& samples, std::size_t columns) {
  columns = std::min(columns, samples.size());
  std::vector<Envelope> picture(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const auto from = samples.begin() + static_cast<std::ptrdiff_t>(i * samples.size() / columns);
    const auto to =
        samples.begin() + static_cast<std::ptrdiff_t>((i + 1) * samples.size() / columns);
    const auto [low, high] = std::minmax_element(from, to);
    picture[i] = {*low, *high};
  }
  return picture;
}

std::vector<StimulusPart> stimulus_parts(const signals::Stimulus& stimulus) {
  std::vector<StimulusPart> parts;
  for (const signals::Segment& segment : stimulus.segments) {
    const auto sound =
        std::span{stimulus.samples}.subspan(static_cast<std::size_t>(segment.start.value()),
                                            static_cast<std::size_t>(segment.length.value()));
    double peak = 0.0;
    double power = 0.0;
    for (const float sample : sound) {
      const auto x = static_cast<double>(sample);
      peak = std::max(peak, std::abs(x));
      power += x * x;
    }
    const double rms = sound.empty() ? 0.0 : std::sqrt(power / static_cast<double>(sound.size()));
    parts.push_back({segment.role, seconds(segment.start, stimulus.rate).value(),
                     seconds(segment.end(), stimulus.rate).value(), level_of_peak(peak).value(),
                     20.0 * std::log10(rms), std::visit(Origin{}, segment.recipe)});
  }
  return parts;
}

const char* purpose_text(signals::SegmentRole role) {
  switch (role) {
    case signals::SegmentRole::Silence:
      return "silence: noise floor, and room to ring out";
    case signals::SegmentRole::Marker:
      return "marker: carries time, at the start and the end";
    case signals::SegmentRole::Sweep:
      return "sweep: response and harmonics for the report";
    case signals::SegmentRole::Training:
      return "what a model learns from";
    case signals::SegmentRole::Validation:
      return "what a model is tried on, played twice: the noise of a take";
    case signals::SegmentRole::Tone:
    case signals::SegmentRole::TwoTone:
    case signals::SegmentRole::Multitone:
      return "measurement";
  }
  return "";
}

}  // namespace ampsweep::rig::gui
