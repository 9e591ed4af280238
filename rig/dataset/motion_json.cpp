// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/motion_json.hpp"

namespace ampsweep::rig {

Json to_json(const KnobMotion& motion) {
  Json points = Json::array();
  for (const MotionPoint& point : motion.points) {
    points.push_back(Json::array({real(point.at_s), real(point.printed)}));
  }
  return {{"knob", motion.knob}, {"points", std::move(points)}};
}

KnobMotion motion_from(const Json& json) {
  KnobMotion motion{text(json, "knob"), {}, 0};
  for (const Json& point : json.at("points")) {
    const MotionPoint next{real(point.at(0)), real(point.at(1))};
    const bool rises = motion.points.empty() || next.at_s > motion.points.back().at_s;
    if (!rises) throw std::runtime_error("times of a motion that do not rise");
    motion.points.push_back(next);
  }
  if (motion.points.empty()) throw std::runtime_error("a motion without points");
  return motion;
}

Json to_json(const MotionTrace& trace) {
  Json sent = Json::array();
  for (const SteeredStep& step : trace.sent) {
    sent.push_back(
        {{"sample", step.sample}, {"printed", real(step.printed)}, {"raw", real(step.raw)}});
  }
  return {{"knob", trace.knob},
          {"time_uncertainty_s", real(trace.time_uncertainty_s)},
          {"sent", std::move(sent)}};
}

MotionTrace trace_from(const Json& json) {
  MotionTrace trace{text(json, "knob"), {}, number(json, "time_uncertainty_s")};
  for (const Json& step : json.at("sent")) {
    trace.sent.push_back(
        {step.at("sample").get<std::int64_t>(), number(step, "printed"), number(step, "raw")});
  }
  return trace;
}

}  // namespace ampsweep::rig
