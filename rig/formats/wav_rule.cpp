// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/wav_rule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>

namespace ampsweep::rig::formats {
namespace {

/// More is no take: the trainers read whole files into memory.
constexpr std::int64_t kMostSamples = std::int64_t{1} << 31;

template <class Value>
bool listed(const std::vector<Value>& all, const Value& one) {
  return all.empty() || std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

void add_wav_findings(const std::string& name, const WavInfo& info, const WavRule& rule,
                      CheckReport& report) {
  if (info.container != "wav") {
    report.add("wrong_container", name,
               fmt::format("it is {}: the loader reads WAV", info.container));
  }
  if (!listed(rule.rates_hz, static_cast<int>(info.rate.value()))) {
    report.add("wrong_rate", name,
               fmt::format("{} Hz; the loader takes {}", info.rate.value(),
                           fmt::join(rule.rates_hz, " or ")));
  }
  const bool encoded = rule.encodings.empty() ||
                       std::any_of(rule.encodings.begin(), rule.encodings.end(),
                                   [&](const char* encoding) { return info.encoding == encoding; });
  if (!encoded) {
    report.add(
        "wrong_encoding", name,
        fmt::format("{}; the loader takes {}", info.encoding, fmt::join(rule.encodings, " or ")));
  }
  if (!listed(rule.tags, info.format_tag)) {
    report.add("wrong_tag", name,
               fmt::format("format tag {}; the loader takes {}", info.format_tag,
                           fmt::join(rule.tags, " or ")));
  }
  if (rule.channels != 0 && info.channels != rule.channels) {
    report.add("wrong_channels", name,
               fmt::format("{} channels instead of {}", info.channels, rule.channels));
  }
  if (info.frames.value() == 0 || info.frames.value() * info.channels > kMostSamples) {
    report.add("wrong_size", name, fmt::format("{} frames", info.frames.value()));
  }
}

}  // namespace ampsweep::rig::formats
