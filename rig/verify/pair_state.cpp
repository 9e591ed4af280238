// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_state.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <span>
#include <system_error>
#include <utility>

#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"
#include "rig/verify/pair_json.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;
/// Raised when a figure is measured in another way than before.
constexpr int kMeasuredBy = 9;
constexpr const char* kFirstLine = R"({"schema":"ampsweep-verify-state-1"})";
constexpr std::size_t kLinesSpared = 100;

std::string identity(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  const auto bytes = fs::file_size(path, error);
  const auto changed = fs::last_write_time(path, error);
  if (error) return "";
  return fmt::format("{}|{}|{}", whole.string(), bytes, changed.time_since_epoch().count());
}

}  // namespace

PairState::PairState(fs::path file) : file_(std::move(file)) {
  if (file_.empty()) return;
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(file_, error))) {
    writable_ = false;
    return;
  }
  if (!fs::exists(file_, error) || fs::file_size(file_, error) == 0) return;
  read_lines();
}

void PairState::read_lines() {
  std::ifstream in(file_, std::ios::binary);
  std::string line;
  std::getline(in, line);
  if (line != kFirstLine) {
    throw SetupError(SetupKind::Usage,
                     file_.string() + " is no file of finished pairs: it would be written into",
                     "--state with a new file");
  }
  for (std::int64_t at = in.tellg(); std::getline(in, line); at = in.tellg()) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("key") || !json["key"].is_string()) continue;
    lines_[json["key"].get<std::string>()] = {at, line.size()};
  }
}

std::string PairState::line_at(const Line& line) const {
  std::ifstream in(file_, std::ios::binary);
  in.seekg(line.at);
  std::string text(line.bytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  return in ? text : std::string();
}

std::string PairState::key_of(const fs::path& x, const fs::path& y, const PairTerms& terms) {
  const std::string first = identity(x);
  const std::string second = identity(y);
  if (first.empty() || second.empty()) return "";
  return sha256_hex(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}", kMeasuredBy, first, second,
                                terms.x_name, terms.y_name, terms.target_start,
                                terms.lengths_may_differ, terms.alignment_declared, terms.quick));
}

std::optional<PairReport> PairState::find(const std::string& key) {
  const std::lock_guard lock(guard_);
  const auto found = lines_.find(key);
  if (key.empty() || found == lines_.end()) return std::nullopt;
  try {
    const Json line = parse_json(line_at(found->second));
    PairReport report = pair_of_json(line.at("pair"));
    report.y.print = print_of_json(line.at("print"));
    used_.insert(key);
    return report;
  } catch (const std::exception&) {
    return std::nullopt;  // made by hand, torn, or changed under our feet
  }
}

void PairState::add(const std::string& key, const PairReport& report) {
  if (file_.empty() || key.empty() || !writable_) return;
  const std::string line = compact_text(
      {{"key", key}, {"pair", pair_json(report)}, {"print", print_json(report.y.print)}});
  const std::lock_guard lock(guard_);
  std::error_code error;
  if (file_.has_parent_path()) fs::create_directories(file_.parent_path(), error);
  const bool fresh = !fs::exists(file_, error) || fs::file_size(file_, error) == 0;
  std::ofstream out(file_, std::ios::app | std::ios::binary);
  if (fresh) out << kFirstLine << '\n';
  // The line before may be torn, or another run's: this one begins on a line of its own.
  out << '\n' << line << '\n' << std::flush;
  writable_ = out.good();
  if (!writable_) return;
  lines_[key] = {
      static_cast<std::int64_t>(out.tellp()) - static_cast<std::int64_t>(line.size()) - 1,
      line.size()};
  used_.insert(key);
}

void PairState::tidy() {
  const std::lock_guard lock(guard_);
  if (file_.empty() || !writable_ || lines_.size() <= 2 * used_.size() + kLinesSpared) return;
  auto tidied = PendingFile::create(file_);
  if (!tidied) return;
  const auto append = [&](const std::string& text) {
    return tidied->write(std::as_bytes(std::span(text)), tidied->bytes()).has_value();
  };
  bool whole = append(std::string(kFirstLine) + "\n");
  for (const std::string& key : used_) {
    const std::string line = line_at(lines_.at(key));
    whole = whole && !line.empty() && append(line + "\n");
  }
  if (whole) (void)tidied->publish(FileOps::IfExists::Replace);
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
  return base / "ampsweep" / "verify" / (sha256_hex(whole).substr(0, 24) + ".pairs.jsonl");
}

}  // namespace ampsweep::rig
