// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/settings_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/gui/control/folder_view.hpp"
#include "rig/model/result.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr const char* kSchema = "ampsweep-window-1";
constexpr std::size_t kMostDatasets = 20;

}  // namespace

std::string settings_text(const Remembered& settings) {
  return indented_text(Json{{"schema", kSchema},
                            {"rig", settings.rig},
                            {"plan", settings.plan},
                            {"out", settings.out},
                            {"datasets", settings.datasets},
                            {"simulate", settings.simulate},
                            {"dark", settings.dark},
                            {"scale", settings.scale},
                            {"monitor", settings.monitor}}) +
         "\n";
}

std::optional<Remembered> parse_settings(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Remembered settings;
  try {
    if (json.value("schema", "") != kSchema) return std::nullopt;
    settings.rig = json.value("rig", "");
    settings.plan = json.value("plan", "");
    settings.out = json.value("out", "");
    settings.datasets = json.value("datasets", std::vector<std::string>{});
    settings.simulate = json.value("simulate", false);
    settings.dark = json.value("dark", true);
    settings.scale = std::clamp(json.value("scale", 0.0), 0.0, 4.0);
    settings.monitor = json.value("monitor", "");
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  if (settings.datasets.size() > kMostDatasets) settings.datasets.resize(kMostDatasets);
  return settings;
}

std::optional<Remembered> load_settings(const std::filesystem::path& file) {
  if (file.empty()) return std::nullopt;
  try {
    return parse_settings(read_text_file(file));
  } catch (const SetupError&) {
    return std::nullopt;
  }
}

bool save_settings(const std::filesystem::path& file, const Remembered& settings) {
  if (file.empty()) return false;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  return !error && replace_text(file, settings_text(settings)).has_value();
}

std::filesystem::path settings_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const std::filesystem::path base = config != nullptr && *config != '\0'
                                         ? std::filesystem::path(config)
                                         : std::filesystem::path(home_folder()) / ".config";
  return base / "ampsweep" / "window.json";
}

}  // namespace ampsweep::rig::gui
