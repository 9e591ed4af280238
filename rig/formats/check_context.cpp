// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/check_context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/foreign_text.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kSoundsKept = 3;
/// Two neighbours on the outermost code: one such sample may be a lucky peak.
constexpr int kClippedRun = 2;

constexpr const char* kEveryLossIsNan = "every loss becomes NaN";

std::string code_of(const Fault& fault) {
  return fault.code == FaultCode::FileMissing ? "missing_file" : "unreadable_wav";
}

}  // namespace

CheckContext::CheckContext(Format format, std::filesystem::path dir, std::stop_token stop,
                           std::function<void(int, const std::string&)> progress)
    : report{format, std::move(dir), 0, {}, 0, {}, false, false},
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
  std::string why = "it is no JSON object";
  try {
    Json parsed = foreign_json(*content);
    if (parsed.is_object()) return parsed;
  } catch (const std::exception& error) {
    why = error.what();
  }
  report.add("not_json", name, why + ": the trainer stops here");
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
  add_wav_findings(name, *info, rule, report);
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

void CheckContext::check_pair(const std::string& where, const Sound& input, const Sound& target) {
  if (input->rate() != target->rate()) {
    report.add("wrong_rate", where,
               fmt::format("input at {} Hz, target at {} Hz", input->rate().value(),
                           target->rate().value()));
  }
  if (input->length() != target->length()) {
    report.add("unequal_length", where,
               fmt::format("input {} samples, target {}: the pair is cut, shifted or refused",
                           input->length().value(), target->length().value()));
  }
  if (!input->figures().front().finite) {
    report.add("not_finite", where,
               fmt::format("the input holds samples that are no numbers: {}", kEveryLossIsNan));
  }
}

void CheckContext::check_target(const std::string& where, const Sound& target) {
  if (!target) return;
  const ChannelFigures& figures = target->figures().front();
  if (!figures.finite) {
    report.add("not_finite", where,
               fmt::format("samples that are no numbers: {}", kEveryLossIsNan));
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

}  // namespace ampsweep::rig::formats
