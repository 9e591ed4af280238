// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/live_traces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rig/gui/sound_spectrum.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kSilent = 1e-4F;  // -80 dBFS peak: noise triggers nothing
constexpr double kBeforeTrigger = 0.1;
constexpr std::size_t kWindow = 8192;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

float peak_of(std::span<const float> sound) {
  float peak = 0.0F;
  for (const float x : sound) peak = std::max(peak, std::abs(x));
  return peak;
}

const std::vector<float>* sounding_input(const std::vector<std::vector<float>>& inputs) {
  for (const auto& input : inputs) {
    if (peak_of(input) > kSilent) return &input;
  }
  return inputs.empty() ? nullptr : &inputs.front();
}

std::string name_of(const std::vector<std::string>& names, std::size_t input) {
  return input < names.size() ? names[input] : fmt::format("input {}", input + 1);
}

const Gate* find_gate(const Verdict& verdict, const char* name) {
  for (const Gate& gate : verdict.gates) {
    if (gate.name == name) return &gate;
  }
  return nullptr;
}

}  // namespace

bool was_timed(const Verdict& verdict) { return find_gate(verdict, "timing residual") != nullptr; }

std::size_t trigger_at(std::span<const float> sound, std::size_t shown) {
  const std::size_t newest = sound.size() > shown ? sound.size() - shown : 0;
  const float peak = peak_of(sound);
  if (peak <= kSilent) return newest;
  const float level = *std::max_element(sound.begin(), sound.end()) / 2.0F;
  std::optional<std::size_t> found;
  bool armed = false;
  for (std::size_t i = 0; i < newest; ++i) {
    if (sound[i] < 0.0F) armed = true;
    if (armed && sound[i] >= level) {
      found = i;
      armed = false;
    }
  }
  return found.value_or(newest);
}

std::vector<Trace> scope_traces(const std::vector<std::vector<float>>& inputs,
                                const std::vector<std::string>& names, SampleRate rate,
                                double seconds) {
  std::vector<Trace> traces;
  const std::vector<float>* source = sounding_input(inputs);
  if (source == nullptr || source->empty()) return traces;
  const double step = 1.0 / rate.value();
  const auto shown =
      std::min(source->size(), static_cast<std::size_t>(std::lround(seconds * rate.value())));
  const auto before = static_cast<std::size_t>(static_cast<double>(shown) * kBeforeTrigger);
  const std::size_t trigger = trigger_at(*source, shown - before);
  const std::size_t first = trigger > before ? trigger - before : 0;
  for (std::size_t i = inputs.size(); i-- > 0;) {
    const auto& input = inputs[i];
    if (first >= input.size()) continue;
    const std::size_t last = std::min(first + shown, input.size());
    std::vector<float> part(input.begin() + static_cast<std::ptrdiff_t>(first),
                            input.begin() + static_cast<std::ptrdiff_t>(last));
    const double start = (static_cast<double>(first) - static_cast<double>(trigger)) * step;
    traces.push_back({name_of(names, i), TraceKind::Line,
                      TraceData::uniform(start, step, std::move(part)), std::nullopt});
  }
  return traces;
}

std::vector<Trace> spectrum_traces(const std::vector<std::vector<float>>& inputs,
                                   const std::vector<std::string>& names, SampleRate rate) {
  std::vector<Trace> traces;
  for (std::size_t i = inputs.size(); i-- > 0;) {
    auto spectrum = sound_spectrum(inputs[i], rate, kWindow);
    if (!spectrum) continue;
    traces.push_back({name_of(names, i), TraceKind::Line, std::move(spectrum), std::nullopt});
  }
  return traces;
}

std::optional<DelayCurve> delay_curve(const std::vector<JudgedAttempt>& judged) {
  const auto newest = std::find_if(judged.rbegin(), judged.rend(),
                                   [](const auto& one) { return one.verdict.accepted; });
  if (newest == judged.rend()) return std::nullopt;
  DelayCurve curve;
  curve.epoch = newest->epoch;
  const auto first = std::find_if(judged.begin(), judged.end(), [&](const auto& one) {
    return one.epoch == curve.epoch && one.verdict.accepted;
  });
  curve.delay_samples = first->measured.delay_samples;
  std::vector<double> take;
  std::vector<double> moved;
  std::vector<double> drift;
  for (const JudgedAttempt& one : judged) {
    if (one.epoch != curve.epoch) continue;
    const bool timed = was_timed(one.verdict);
    const Gate* gate = find_gate(one.verdict, "drift over the take");
    if (timed) curve.limit_samples = find_gate(one.verdict, "timing residual")->limit;
    take.push_back(one.take);
    moved.push_back(timed ? one.measured.delay_samples - curve.delay_samples : kNaN);
    drift.push_back(gate != nullptr ? gate->value : kNaN);
  }
  curve.moved = TraceData::points(take, std::move(moved));
  curve.drift = TraceData::points(std::move(take), std::move(drift));
  return curve;
}

const signals::Segment* sounding(const std::vector<signals::Segment>& segments, std::int64_t frames,
                                 double position) {
  const auto at = static_cast<std::int64_t>(position * static_cast<double>(frames));
  for (const signals::Segment& segment : segments) {
    if (at >= segment.start.value() && at < segment.end().value()) return &segment;
  }
  return nullptr;
}

std::string why_refused(const Verdict& verdict) {
  for (const Gate& gate : verdict.gates) {
    if (gate.passed) continue;
    const std::string unit = gate.unit.empty() ? "" : " " + gate.unit;
    return fmt::format("{} {:.4g}{}, limit {:.4g}{}", gate.name, gate.value, unit, gate.limit,
                       unit);
  }
  if (!verdict.faults.empty()) return verdict.faults.front().detail;
  return verdict.warnings.empty() ? "" : verdict.warnings.front().detail;
}

}  // namespace ampsweep::rig::gui
