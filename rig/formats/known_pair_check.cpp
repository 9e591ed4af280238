// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/known_pair_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/formats/nam_entry_check.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr double kMostReplicateEsr = 0.01;
constexpr int kCurrentVersion = 3;

/// ESR of the first pass against the last; the last is the reference. `n`: length of the input.
std::optional<double> replicate_of(const KnownInput& layout, CheckedSound& y, std::int64_t n) {
  const std::int64_t length = layout.validation_length;
  if (layout.major != kCurrentVersion || n < 2 * length || y.length().value() < n) {
    return std::nullopt;
  }
  return CheckedSound::esr(y, 0, y, n - length, length);
}

/// What the search for latency looks at: the sound up to the end of the blips.
std::vector<float> beginning_of(CheckedSound& y, const BlipLayout& layout) {
  const std::int64_t end = std::max(layout.start + layout.length, layout.noise.second);
  std::vector<float> samples(static_cast<std::size_t>(std::min(end, y.length().value())));
  y.samples(0, samples);
  return samples;
}

}  // namespace

void check_against(KnownPairReport& report, const KnownInput& layout, const CheckedSound& x,
                   CheckedSound& y) {
  CheckReport& check = report.check;
  const std::string where = check.dir.filename().string();
  ++check.pairs;
  if (layout.major != kCurrentVersion) {
    check.add("old_input", where,
              fmt::format("{} is deprecated: the trainer refuses it unless checks are ignored",
                          layout.name));
  }
  if (x.rate() != y.rate()) {
    check.add("wrong_rate", where,
              fmt::format("{} Hz, the input {} Hz", y.rate().value(), x.rate().value()));
    return;
  }
  const std::int64_t longer = y.length().value() - x.length().value();
  if (longer < 0 || longer > x.rate().value()) {
    check.add("unequal_length", where,
              fmt::format("{} samples {} than the input; 0 to 1 s longer is allowed",
                          std::abs(longer), longer < 0 ? "shorter" : "longer"));
  }
  if (y.info().channels != 1) {
    check.add("wrong_channels", where, "the trainer reads mono");
    return;
  }
  if (y.figures().front().peak >= 1.0) check.add("clipped", where, "\"Output clipped.\"");
  const BlipLayout blips = blip_layout(layout);
  report.latency = nam_threshold(blips, beginning_of(y, blips));
  if (!report.latency.delay) {
    check.add("no_latency", where, "nothing rose above the threshold after the blips");
  } else if (report.latency.at_lookahead) {
    check.add("noisy_latency", where,
              "noise before the blips triggered the latency search: its result is wrong");
  }
  report.replicate_esr = replicate_of(layout, y, x.length().value());
  if (report.replicate_esr && !(*report.replicate_esr <= kMostReplicateEsr)) {
    check.add(
        "replicate_differs", where,
        fmt::format("the two validation passes differ by an ESR of {:.4g} (limit {}): noise, a "
                    "time-based effect, a moved knob or a cold amp",
                    *report.replicate_esr, kMostReplicateEsr));
  }
}

namespace {

/// By the same rule as the files of an export: plain PCM, which every release reads.
void check_encoding(CheckReport& check, const std::filesystem::path& file, const WavInfo& info) {
  const WavRule& rule = nam_wav_rule();
  const std::string name = file.filename().string();
  if (std::none_of(rule.encodings.begin(), rule.encodings.end(),
                   [&](const char* encoding) { return info.encoding == encoding; })) {
    check.add("wrong_encoding", name,
              fmt::format("{}: releases up to 0.12 read PCM", info.encoding));
  } else if (std::find(rule.tags.begin(), rule.tags.end(), info.format_tag) == rule.tags.end()) {
    check.add("wrong_tag", name,
              fmt::format("format tag {}: releases up to 0.12 read tag 1", info.format_tag));
  }
}

}  // namespace

KnownPairReport check_known_pair(const std::filesystem::path& x, const std::filesystem::path& y) {
  KnownPairReport report;
  report.check.format = Format::Nam;
  report.check.dir = y;
  CheckedSound input = CheckedSound::required(x);
  CheckedSound output = CheckedSound::required(y);
  report.check.files = 2;
  check_encoding(report.check, x, input.info());
  check_encoding(report.check, y, output.info());
  const auto known = recognise(x, input);
  if (!known) {
    report.check.add("unknown_input", x.filename().string(),
                     "the graphical trainer refuses any input but its own; use nam-full with the "
                     "data.json of ampsweep export");
    return report;
  }
  report.input = known->input->name;
  report.strong = known->strong;
  check_against(report, *known->input, input, output);
  return report;
}

std::string known_pair_json(const KnownPairReport& report) {
  Json json = parse_json(check_json(report.check));
  json["input"] = report.input.empty() ? Json(nullptr) : Json(report.input);
  json["recognised_by"] =
      report.input.empty() ? Json(nullptr) : Json(report.strong ? "file" : "head_and_tail");
  json["nam_delay_samples"] = report.latency.delay ? Json(*report.latency.delay) : Json(nullptr);
  json["nam_recommended_delay_samples"] =
      report.latency.recommended ? Json(*report.latency.recommended) : Json(nullptr);
  json["nam_blips_disagree"] = report.latency.disagree;
  json["replicate_esr"] = real(report.replicate_esr);
  return indented_text(json);
}

std::string known_pair_text(const KnownPairReport& report) {
  std::string text = check_text(report.check);
  if (!report.input.empty()) {
    text += fmt::format("\n  input: {}, recognised by {}", report.input,
                        report.strong ? "the whole file" : "its head and tail");
  }
  if (report.latency.recommended) text += "\n  " + nam_threshold_text(report.latency);
  if (report.replicate_esr) text += fmt::format("\n  replicate ESR: {:.3g}", *report.replicate_esr);
  return text;
}

}  // namespace ampsweep::rig::formats
