// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/stimulus_json.hpp"

#include <string>

namespace ampsweep::rig {
namespace {

using namespace signals;

Json recipe_json(std::monostate) { return nullptr; }

Json recipe_json(const ChirpSpec& spec) {
  return {{"kind", "chirp"},
          {"from_hz", real(spec.from.value())},
          {"to_hz", real(spec.to.value())},
          {"length_samples", spec.length.value()},
          {"fade_samples", spec.fade.value()},
          {"level_dbfs_peak", real(spec.level.value())}};
}

Json recipe_json(const SweepSpec& spec) {
  return {{"kind", "sweep"},
          {"from_hz", real(spec.from.value())},
          {"to_hz", real(spec.to.value())},
          {"length_samples", spec.length.value()},
          {"fade_in_samples", spec.fade_in.value()},
          {"fade_out_samples", spec.fade_out.value()},
          {"level_dbfs_peak", real(spec.level.value())}};
}

Json recipe_json(const ToneSpec& spec) {
  return {{"kind", "tone"},
          {"frequency_hz", real(spec.frequency.value())},
          {"length_samples", spec.length.value()},
          {"fade_samples", spec.fade.value()},
          {"level_dbfs_peak", real(spec.level.value())}};
}

Json recipe_json(const TwoToneSpec& spec) {
  return {{"kind", "two_tone"},
          {"low_hz", real(spec.low.value())},
          {"high_hz", real(spec.high.value())},
          {"low_over_high", real(spec.low_over_high)},
          {"length_samples", spec.length.value()},
          {"fade_samples", spec.fade.value()},
          {"level_dbfs_peak", real(spec.level.value())}};
}

Json recipe_json(const MultitoneSpec& spec) {
  Json frequencies = Json::array();
  for (const Hertz frequency : spec.frequencies) frequencies.push_back(real(frequency.value()));
  return {{"kind", "multitone"},
          {"frequencies_hz", std::move(frequencies)},
          {"length_samples", spec.length.value()},
          {"level_dbfs_peak", real(spec.level.value())},
          {"seed", spec.seed}};
}

Json recipe_json(const GuitarSpec& spec) {
  return {{"kind", "guitar"},
          {"length_samples", spec.length.value()},
          {"level_dbfs_peak", real(spec.level.value())},
          {"seed", spec.seed},
          {"first_sample", spec.first.value()}};
}

Json recipe_json(const FileAudioSpec& spec) {
  return {{"kind", "file"},
          {"name", spec.name},
          {"sha256", spec.sha256},
          {"first_sample", spec.first.value()},
          {"conversion", spec.conversion}};
}

Hertz hertz(const Json& json, const char* key) { return Hertz{real(json.at(key))}; }
SampleCount count(const Json& json, const char* key) {
  return SampleCount{json.at(key).get<std::int64_t>()};
}
DbFsPeak level(const Json& json) { return DbFsPeak{real(json.at("level_dbfs_peak"))}; }
std::uint64_t seed(const Json& json) { return json.at("seed").get<std::uint64_t>(); }

MultitoneSpec multitone_from(const Json& json) {
  MultitoneSpec spec{{}, count(json, "length_samples"), level(json), seed(json)};
  for (const Json& frequency : json.at("frequencies_hz")) {
    spec.frequencies.emplace_back(real(frequency));
  }
  return spec;
}

SegmentRecipe recipe_from(const Json& json) {
  if (json.is_null()) return std::monostate{};
  const auto kind = json.at("kind").get<std::string>();
  if (kind == "chirp") {
    return ChirpSpec{hertz(json, "from_hz"), hertz(json, "to_hz"), count(json, "length_samples"),
                     count(json, "fade_samples"), level(json)};
  }
  if (kind == "sweep") {
    return SweepSpec{hertz(json, "from_hz"),          hertz(json, "to_hz"),
                     count(json, "length_samples"),   count(json, "fade_in_samples"),
                     count(json, "fade_out_samples"), level(json)};
  }
  if (kind == "tone") {
    return ToneSpec{hertz(json, "frequency_hz"), count(json, "length_samples"),
                    count(json, "fade_samples"), level(json)};
  }
  if (kind == "two_tone") {
    return TwoToneSpec{hertz(json, "low_hz"),       hertz(json, "high_hz"),
                       real(json.at("low_over_high")), count(json, "length_samples"),
                       count(json, "fade_samples"), level(json)};
  }
  if (kind == "multitone") return multitone_from(json);
  if (kind == "guitar") {
    return GuitarSpec{count(json, "length_samples"), level(json), seed(json),
                      count(json, "first_sample")};
  }
  if (kind == "file") {
    return FileAudioSpec{json.at("name").get<std::string>(), json.at("sha256").get<std::string>(),
                         count(json, "first_sample"), json.at("conversion").get<std::string>()};
  }
  throw std::runtime_error("unknown recipe");
}

SegmentRole role_from(const std::string& name) {
  using enum SegmentRole;
  for (const auto role : {Silence, Marker, Sweep, Tone, TwoTone, Multitone, Training, Validation}) {
    if (name == to_string(role)) return role;
  }
  throw std::runtime_error("unknown segment role");
}

}  // namespace

Json to_json(const std::vector<Segment>& segments) {
  Json json = Json::array();
  for (const Segment& segment : segments) {
    json.push_back({{"role", to_string(segment.role)},
                    {"start_sample", segment.start.value()},
                    {"length_samples", segment.length.value()},
                    {"recipe", std::visit([](const auto& spec) { return recipe_json(spec); },
                                          segment.recipe)}});
  }
  return json;
}

std::vector<Segment> segments_from(const Json& json) {
  std::vector<Segment> segments;
  for (const Json& item : json) {
    segments.push_back({role_from(item.at("role").get<std::string>()), count(item, "start_sample"),
                        count(item, "length_samples"), recipe_from(item.at("recipe"))});
  }
  return segments;
}

}  // namespace ampsweep::rig
