// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/hooks_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "rig/model/result.hpp"
#include "rig/plan/table_reader.hpp"
#include "rig/plan/text_file.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

std::string all_events() {
  std::string names;
  for (const char* name : kHookEvents) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

Hook read_hook(TableReader& table) {
  Hook hook;
  hook.on = table.texts("on");
  if (hook.on.empty()) table.refuse("", "on is missing", "on = [\"parked\"]; one of " + all_events());
  for (const std::string& event : hook.on) {
    if (std::find(kHookEvents.begin(), kHookEvents.end(), event) != kHookEvents.end()) continue;
    table.refuse("on", "names \"" + event + "\", which never happens", "one of " + all_events());
  }
  hook.run = table.texts("run");
  if (hook.run.empty() || hook.run.front().empty() || hook.run.front().front() != '/') {
    table.refuse(table.has("run") ? "run" : "", "run must begin with the whole path of a program",
                 "run = [\"/usr/bin/notify-send\", \"Ampsweep\"]; no shell is involved");
  }
  hook.timeout_s = table.number("timeout_s", hook.timeout_s, {0.1, 600.0});
  table.finish();
  return hook;
}

/// Whoever can write this file can run programs as the user.
void check_owner(const std::filesystem::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) return;  // reading it says why
  const bool own = about.st_uid == ::geteuid() || about.st_uid == 0;
  if (own && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0) return;
  throw SetupError(SetupKind::Data,
                   file.string() + " could have been written by somebody else: no hook is run",
                   "chown it to yourself, chmod go-w " + file.string());
}

}  // namespace

std::filesystem::path hooks_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (config != nullptr && *config == '/') return std::filesystem::path(config) / "ampsweep/hooks.toml";
  if (home == nullptr || *home != '/') return {};
  return std::filesystem::path(home) / ".config/ampsweep/hooks.toml";
}

std::vector<Hook> load_hooks(const std::filesystem::path& file) {
  std::error_code error;
  if (file.empty() || !std::filesystem::exists(file, error)) return {};
  check_owner(file);
  return parse_hooks(read_text_file(file), file);
}

std::vector<Hook> parse_hooks(const std::string& text, const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  TableReader root{file.string(), std::get<ConfigTable>(document.value), 1, ""};
  std::vector<Hook> hooks;
  for (TableReader& table : root.tables("hook", "[[hook]]")) hooks.push_back(read_hook(table));
  root.finish();
  return hooks;
}

}  // namespace ampsweep::rig
