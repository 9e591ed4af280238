// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/check_export.hpp"

#include <fmt/format.h>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/check_context.hpp"
#include "rig/formats/files_under.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/foreign_text.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/formats/stray_files.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

void run_checker(CheckContext& check) {
  switch (check.report.format) {
    case Format::Nam:
      return check_nam(check);
    case Format::NamParametric:
      return check_nam_parametric(check);
    case Format::Panama:
      return check_panama(check);
    case Format::GuitarMl:
      return check_guitarml(check);
    case Format::GuitarMlFolders:
      return check_guitarml_folders(check);
    case Format::Aida:
      return check_aida(check);
    case Format::Proteus:
      return check_proteus(check);
    case Format::SignalTrain:
      return check_signaltrain(check);
    case Format::ToneTwist:
      return check_tonetwist(check);
    case Format::HuggingFace:
      return check_huggingface(check);
    case Format::Csv:
      return check_csv(check);
  }
}

/// What the sidecar of an export of ours says; no for anyone else's.
bool turned_round(const std::filesystem::path& dir) {
  const auto sidecar = inside(dir, kSidecarFile);
  if (!sidecar) return false;
  try {
    return foreign_json(foreign_text(*sidecar)).value("reversed", Json(false)) == Json(true);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

CheckReport check_export(Format format, const std::filesystem::path& dir,
                         const std::stop_token& stop,
                         const std::function<void(int, int, const std::string&)>& progress) {
  std::error_code error;
  if (!std::filesystem::is_directory(dir, error)) {
    throw SetupError(SetupKind::Data, fmt::format("{} is no folder", dir.string()),
                     "the folder that ampsweep export wrote, or any in that format");
  }
  const auto is_wav = [](const std::filesystem::path& file) { return file.extension() == ".wav"; };
  const int total = progress ? static_cast<int>(files_under(dir, is_wav).size()) : 0;
  CheckContext check(format, dir, stop, [&](int done, const std::string& name) {
    if (progress) progress(done, total, name);
  });
  check.report.reversed = turned_round(dir);
  run_checker(check);
  check.finish();
  check_stray_files(check.report);
  return std::move(check.report);
}

}  // namespace ampsweep::rig::formats
