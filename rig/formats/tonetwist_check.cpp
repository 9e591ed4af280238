// SPDX-License-Identifier: GPL-3.0-or-later
// NablAFx: every *.target.wav; the fourth piece from the end, split at '_', is the setting: a
// letter and hundredths for each knob. Its dry file has the same middle part.
#include <fmt/format.h>

#include <set>
#include <string_view>

#include "rig/formats/check_context.hpp"
#include "rig/formats/files_under.hpp"
#include "rig/formats/folder_names.hpp"
#include "rig/formats/manifest.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr const char* kDryFolder = "DRY-with-markers";
constexpr const char* kWetEnd = ".target.wav";
constexpr int kDeepest = 5;

/// Letters of the setting, "BMTG"; empty, and a finding, when the loader could not read it.
std::string check_token(CheckContext& check, const std::string& path, const std::string& token) {
  std::string letters;
  for (const std::string& knob : pieces_of(token, "_")) {
    const auto value = knob.size() > 1 ? whole_as_number(knob.substr(1)) : std::nullopt;
    const bool letter =
        !knob.empty() && ((knob[0] >= 'A' && knob[0] <= 'Z') || (knob[0] >= 'a' && knob[0] <= 'z'));
    if (!letter || !value.has_value()) {
      check.report.add("unparsable_name", path,
                       fmt::format("\"{}\" is no letter with a number", knob));
      return "";
    }
    const double share = value.value_or(0.0) / 100.0;  // GCC 12 takes *value for unset
    if (share < 0.0 || share > 1.0) {
      check.report.add("wrong_value", path,
                       fmt::format("{} comes out as {}: not in 0..1", knob, share));
    }
    letters += knob[0];
  }
  if (std::set<char>(letters.begin(), letters.end()).size() != letters.size()) {
    check.report.add("unparsable_name", path, "one letter stands for two knobs");
  }
  return letters;
}

/// "B050_M025" as knobs of one letter.
std::vector<std::pair<std::string, double>> token_values(const std::string& token) {
  std::vector<std::pair<std::string, double>> values;
  for (const std::string& knob : pieces_of(token, "_")) {
    const auto value = knob.size() > 1 ? whole_as_number(knob.substr(1)) : std::nullopt;
    if (value) values.emplace_back(knob.substr(0, 1), *value / 100.0);
  }
  return values;
}

struct WetFile {
  std::string path;
  std::string token;   ///< The setting.
  std::string middle;  ///< Which dry file.
};

/// Its dry file: the same middle, or one of its own for a reversed export.
std::string dry_name(const std::filesystem::path& dir, const std::string& part,
                     const WetFile& wet) {
  const std::string shared = fmt::format("{}/{}/{}.input.wav", kDryFolder, part, wet.middle);
  const std::string own =
      fmt::format("{}/{}/{}.{}.input.wav", kDryFolder, part, wet.token, wet.middle);
  std::error_code error;
  return std::filesystem::exists(dir / own, error) ? own : shared;
}

/// The loader gives a dry file every target whose path holds "FILE.target", and "guitar.target" is
/// in "G050.bassguitar.target.wav" too.
void check_one_dry(CheckContext& check, const std::vector<std::string>& dry_files,
                   const std::string& own, const std::string& wet) {
  constexpr const char* kDryEnd = ".input.wav";
  for (const std::string& dry : dry_files) {
    const std::string stem = dry.substr(0, dry.size() - std::string_view(kDryEnd).size());
    if (own.ends_with("/" + dry) || wet.find(stem + ".target") == std::string::npos) continue;
    check.report.add("unparsable_name", wet,
                     fmt::format("the loader pairs it with {} too: it looks for \"{}.target\" "
                                 "anywhere in the name",
                                 dry, stem));
  }
}

std::vector<WetFile> wet_files(CheckContext& check, const std::string& part) {
  std::vector<WetFile> files;
  const auto wanted = [&](const std::filesystem::path& file) {
    const std::string path = file.lexically_relative(check.report.dir).generic_string();
    return path.ends_with(kWetEnd) && path.find("/" + part + "/") != std::string::npos;
  };
  for (const std::string& path : files_under(check.report.dir, wanted, kDeepest)) {
    const auto pieces = pieces_of(std::filesystem::path{path}.filename().string(), ".");
    if (pieces.size() != 4) {
      check.report.add("unparsable_name", path, "SETTING.FILE.target.wav without other dots");
      continue;
    }
    files.push_back({path, pieces[0], pieces[1]});
  }
  return files;
}

/// Labels as printed on an amp, 0 to 10, are learnt as the lowest tenth of every knob. An export of
/// ours knows its hundredths.
void check_hundredths(CheckContext& check) {
  if (read_manifest(check.report.dir)) return;
  std::set<double> values;
  for (const SoundPair& pair : check.report.pair_list) {
    for (const auto& [letter, value] : pair.setting) values.insert(value);
  }
  if (values.size() < 2 || *values.rbegin() > 0.1) return;
  check.report.add("wrong_value", ".",
                   fmt::format("no knob goes beyond {:g}: these look like 0 to 10, and the loader "
                               "divides by 100",
                               100.0 * *values.rbegin()));
}

}  // namespace

void check_tonetwist(CheckContext& check) {
  // torchaudio scales integers.
  const WavRule rule{
      facts_of(Format::ToneTwist).rates_hz, {"float32", "pcm32", "pcm24", "pcm16"}, {}, 1};
  std::string letters;
  for (const std::string part : {"trainval", "test"}) {
    const auto files = wet_files(check, part);
    if (files.empty()) check.report.add("missing_part", part, "no SETTING.FILE.target.wav in it");
    const auto dry_files = files_ending(check.report.dir / kDryFolder / part, ".input.wav");
    for (const WetFile& wet : files) {
      if (check.stopped()) return;
      const std::string own = check_token(check, wet.path, wet.token);
      if (letters.empty()) letters = own;
      if (!own.empty() && own != letters) {
        check.report.add("unparsable_name", wet.path,
                         fmt::format("knobs {} where other files have {}", own, letters));
      }
      const std::string dry = dry_name(check.report.dir, part, wet);
      check_one_dry(check, dry_files, dry, wet.path);
      const auto input = check.sound(wet.path, dry, rule);
      const auto target = check.sound(wet.path, wet.path, rule);
      if (!input || !target) continue;
      check.found_pair({dry, wet.path, part, token_values(wet.token), wet.path});
      check.check_pair(wet.path, input, target);
      check.check_target(wet.path, target);
    }
  }
  check_hundredths(check);
}

}  // namespace ampsweep::rig::formats
