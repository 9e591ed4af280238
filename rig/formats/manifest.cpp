// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/manifest.hpp"

#include <fmt/format.h>

#include "rig/dataset/dataset_files.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/foreign_text.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr const char* kManifestSchema = "ampsweep-export-manifest-1";

}  // namespace

std::string manifest_text(const Manifest& manifest) {
  Json files = Json::object();
  for (const auto& [path, file] : manifest.files) {
    files[path] = {{"recipe", file.recipe}, {"sha256", file.sha256}, {"bytes", file.bytes}};
  }
  return indented_text({{"schema", kManifestSchema},
                        {"format", manifest.format},
                        {"dataset_uuid", manifest.dataset_uuid},
                        {"options", manifest.wishes},
                        {"complete", manifest.complete},
                        {"files", std::move(files)}}) +
         "\n";
}

std::optional<Manifest> read_manifest(const std::filesystem::path& dir) {
  const auto path = dir / kManifestFile;
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) return std::nullopt;
  try {
    const Json json = foreign_json(foreign_text(path));
    if (text(json, "schema") != kManifestSchema) throw std::runtime_error("another schema");
    Manifest manifest{text(json, "format"),
                      text(json, "dataset_uuid"),
                      text(json, "options"),
                      json.at("complete").get<bool>(),
                      {}};
    for (const auto& [name, file] : json.at("files").items()) {
      if (!is_file_name(name)) throw std::runtime_error("a name leaves the folder");
      manifest.files[name] = {text(file, "recipe"), text(file, "sha256"),
                              file.at("bytes").get<std::int64_t>()};
    }
    return manifest;
  } catch (const std::exception& why) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} cannot be read: {}", path.string(), why.what()),
                     "export into a new folder");
  }
}

}  // namespace ampsweep::rig::formats
