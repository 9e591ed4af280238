// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_state.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <system_error>
#include <utility>

#include "rig/dataset/json.hpp"
#include "rig/model/sha256.hpp"
#include "rig/verify/pair_json.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;
/// Raised when a figure is measured in another way than before.
constexpr int kMeasuredBy = 2;

std::string identity(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  const auto bytes = fs::file_size(path, error);
  const auto changed = fs::last_write_time(path, error);
  if (error) return "";
  return fmt::format("{}|{}|{}", whole.string(), bytes, changed.time_since_epoch().count());
}

std::string state_key(const fs::path& x, const fs::path& y) {
  const std::string first = identity(x);
  const std::string second = identity(y);
  if (first.empty() || second.empty()) return "";
  return sha256_hex(fmt::format("{}|{}|{}", kMeasuredBy, first, second));
}

}  // namespace

PairState::PairState(fs::path file) : file_(std::move(file)) {
  if (file_.empty()) return;
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(file_, error))) {
    writable_ = false;
    return;
  }
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("key") || !json.contains("pair")) continue;
    if (json["key"].is_string()) lines_[json["key"].get<std::string>()] = line;
  }
}

std::optional<PairReport> PairState::find(const fs::path& x, const fs::path& y) const {
  const std::string key = state_key(x, y);
  const std::lock_guard lock(guard_);
  const auto found = lines_.find(key);
  if (key.empty() || found == lines_.end()) return std::nullopt;
  try {
    const Json line = parse_json(found->second);
    PairReport report = pair_of_json(line.at("pair"));
    report.y.print = print_of_json(line.at("print"));
    return report;
  } catch (const std::exception&) {
    return std::nullopt;  // made by hand, or by another version
  }
}

void PairState::add(const fs::path& x, const fs::path& y, const PairReport& report) {
  const std::string key = state_key(x, y);
  if (file_.empty() || key.empty() || !writable_) return;
  const Json line{{"key", key}, {"pair", pair_json(report)}, {"print", print_json(report.y.print)}};
  const std::lock_guard lock(guard_);
  std::error_code error;
  if (file_.has_parent_path()) fs::create_directories(file_.parent_path(), error);
  std::ofstream out(file_, std::ios::app);
  out << '\n' << compact_text(line) << '\n' << std::flush;
  writable_ = out.good();
}

fs::path default_state_file(const fs::path& dir) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  fs::path base;
  if (cache != nullptr && *cache != '\0') {
    base = cache;
  } else if (home != nullptr && *home != '\0') {
    base = fs::path(home) / ".cache";
  } else {
    return {};
  }
  std::error_code error;
  const std::string whole = fs::weakly_canonical(dir, error).string();
  return base / "ampsweep" / "verify" / (sha256_hex(whole).substr(0, 24) + ".jsonl");
}

}  // namespace ampsweep::rig
