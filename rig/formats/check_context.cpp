// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/check_context.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/foreign_text.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kSoundsKept = 3;
/// Two neighbours on the outermost code: one such sample may be a lucky peak.
constexpr int kClippedRun = 2;
/// More is no take: the trainers read whole files into memory.
constexpr std::int64_t kMostSamples = std::int64_t{1} << 31;

std::string code_of(const Fault& fault) {
  return fault.code == FaultCode::FileMissing ? "missing_file" : "unreadable_wav";
}

template <class Value>
bool listed(const std::vector<Value>& all, const Value& one) {
  return all.empty() || std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

CheckContext::CheckContext(Format format, std::filesystem::path dir, std::stop_token stop,
                           std::function<void(int, const std::string&)> progress)
    : report{format, std::move(dir), 0, {}, 0, {}, false},
      stop_(std::move(stop)),
      progress_(std::move(progress)) {}

std::optional<std::filesystem::path> CheckContext::inside_dir(const std::string& where,
                                                              const std::string& name) {
  const auto path = inside(report.dir, name);
  if (path) return *path;
  report.add(
      "path_outside", where,
      fmt::format("\"{}\" is no file name inside this folder: the export cannot be moved", name));
  return std::nullopt;
}

std::optional<std::string> CheckContext::text(const std::string& name) {
  const auto path = inside_dir(name, name);
  if (!path) return std::nullopt;
  try {
    return foreign_text(*path);
  } catch (const std::exception& why) {
    report.add("missing_file", name, why.what());
    return std::nullopt;
  }
}

std::optional<Json> CheckContext::json(const std::string& name) {
  const auto content = text(name);
  if (!content) return std::nullopt;
  Json parsed = Json::parse(*content, nullptr, false);
  if (!parsed.is_discarded() && parsed.is_object()) return parsed;
  report.add("not_json", name, "it is no JSON object: the trainer stops here");
  return std::nullopt;
}

CheckContext::Sound CheckContext::sound(const std::string& where, const std::string& name,
                                        const WavRule& rule) {
  const auto path = inside_dir(where, name);
  if (!path) return nullptr;
  const auto kept = std::find_if(shelf_.begin(), shelf_.end(),
                                 [&](const auto& entry) { return entry.first == name; });
  if (kept != shelf_.end()) {
    shelf_.splice(shelf_.begin(), shelf_, kept);
    return shelf_.front().second;
  }
  if (progress_) progress_(report.files, name);
  ++report.files;
  const auto info = wav_info(*path);
  if (!info) {
    report.add(code_of(info.error()), name, info.error().detail);
    return nullptr;
  }
  const std::size_t before = report.findings.size();
  if (info->container != "wav") {
    report.add("wrong_container", name,
               fmt::format("it is {}: the loader reads WAV", info->container));
  }
  if (!listed(rule.rates_hz, static_cast<int>(info->rate.value()))) {
    report.add("wrong_rate", name,
               fmt::format("{} Hz; the loader takes {}", info->rate.value(),
                           fmt::join(rule.rates_hz, " or ")));
  }
  const bool encoded =
      rule.encodings.empty() ||
      std::any_of(rule.encodings.begin(), rule.encodings.end(),
                  [&](const char* encoding) { return info->encoding == encoding; });
  if (!encoded) {
    report.add(
        "wrong_encoding", name,
        fmt::format("{}; the loader takes {}", info->encoding, fmt::join(rule.encodings, " or ")));
  }
  if (!listed(rule.tags, info->format_tag)) {
    report.add("wrong_tag", name,
               fmt::format("format tag {}; the loader takes {}", info->format_tag,
                           fmt::join(rule.tags, " or ")));
  }
  if (rule.channels != 0 && info->channels != rule.channels) {
    report.add("wrong_channels", name,
               fmt::format("{} channels instead of {}", info->channels, rule.channels));
  }
  if (info->frames.value() == 0 || info->frames.value() * info->channels > kMostSamples) {
    report.add("wrong_size", name, fmt::format("{} frames", info->frames.value()));
  }
  if (report.findings.size() != before) return nullptr;
  auto sound = CheckedSound::read(*path);
  if (!sound) {
    report.add(code_of(sound.error()), name, sound.error().detail);
    return nullptr;
  }
  shelf_.emplace_front(name, std::make_shared<CheckedSound>(std::move(*sound)));
  if (shelf_.size() > kSoundsKept) shelf_.pop_back();
  return shelf_.front().second;
}

void CheckContext::found_pair(SoundPair pair) {
  ++report.pairs;
  report.pair_list.push_back(std::move(pair));
}

bool CheckContext::equal_pair(const std::string& where, const Sound& input, const Sound& target) {
  if (!input || !target) return false;
  bool equal = true;
  if (input->rate() != target->rate()) {
    report.add("wrong_rate", where,
               fmt::format("input at {} Hz, target at {} Hz", input->rate().value(),
                           target->rate().value()));
    equal = false;
  }
  if (input->length() != target->length()) {
    report.add("unequal_length", where,
               fmt::format("input {} samples, target {}: the pair is cut, shifted or refused",
                           input->length().value(), target->length().value()));
    equal = false;
  }
  return equal;
}

void CheckContext::check_target(const std::string& where, const Sound& target) {
  if (!target) return;
  const ChannelFigures& figures = target->figures().front();
  if (!figures.finite) {
    report.add("not_finite", where, "samples that are no numbers: every loss becomes NaN");
    return;
  }
  if (figures.peak == 0.0) {
    report.add("silent_target", where, "all zeros: the ESR divides by its energy");
  }
  if (figures.longest_full_scale_run >= kClippedRun) {
    report.add("clipped", where,
               "neighbouring samples stand at full scale: the recording was clipped");
  }
  weigh_target(target);
}

void CheckContext::weigh_target(const Sound& target) {
  const ChannelFigures& figures = target->figures().front();
  loudness_.emplace(figures.peak, figures.energy);
}

void CheckContext::finish() {
  if (loudness_.size() >= 3) {
    const double least = loudness_.begin()->first;
    const double most = loudness_.rbegin()->first;
    if (most > 0.0 && most - least <= 1e-4 * most) {
      report.add(
          "normalised_each", ".",
          fmt::format("all {} targets peak at {:.4f}: each was normalised alone, and what the "
                      "knobs do to the level is lost",
                      loudness_.size(), most));
    }
  }
  const auto manifest = read_manifest(report.dir);
  if (!manifest) return;
  if (manifest->format != facts_of(report.format).name) {
    report.add("other_format", kManifestFile, "it was exported as " + manifest->format);
  }
  if (!manifest->complete) {
    report.add("incomplete", kManifestFile, "the export was not finished: run it again");
  }
  for (const auto& [name, file] : manifest->files) {
    if (stopped()) return;
    const auto path = inside(report.dir, name);
    if (!path || sha256_of_file(*path) != file.sha256) {
      report.add("hash_mismatch", name, "it is missing or not the file that was exported");
    }
  }
}

bool CheckContext::stopped() { return report.stopped = report.stopped || stop_.stop_requested(); }

double peak_of(const std::vector<float>& samples) {
  float peak = 0.0F;
  for (const float sample : samples) peak = std::max(peak, std::fabs(sample));
  return peak;
}

std::optional<double> number_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::optional<std::int64_t> whole_number(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  if (std::floor(number) != number || std::fabs(number) > 1e15) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::vector<std::pair<std::string, double>> numbered(const std::vector<double>& values) {
  std::vector<std::pair<std::string, double>> knobs;
  for (const double value : values) knobs.emplace_back(fmt::format("{}", knobs.size() + 1), value);
  return knobs;
}

std::optional<std::string> text_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace ampsweep::rig::formats
