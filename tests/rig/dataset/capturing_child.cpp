// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/dataset/capturing_child.hpp"

#include <unistd.h>

#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace ampsweep::test {

void create_for_child(const fs::path& dir, int takes, rig::FileOps& ops) {
  const auto writer = rig::DatasetWriter::create(dir, small_plan(takes), small_rig(),
                                                 small_stimulus(), "test", ops);
}

rig::DatasetWriter resume_after_child(const fs::path& dir, int takes, rig::FileOps& ops) {
  return rig::DatasetWriter::resume(dir, small_plan(takes), small_rig(), small_stimulus(), ops);
}

namespace {

template <class Tell>
void capture_all(rig::DatasetWriter writer, const Tell& tell) {
  tell("ready\n");
  const int takes = static_cast<int>(writer.dataset().takes.size());
  for (int take = 0; take < takes; ++take) {
    if (writer.accepted(take)) continue;
    if (take % 3 == 0 && writer.next_attempt(take) == 1) {
      const rig::Attempt attempt = attempt_at(writer, take);
      if (!writer.begin_attempt(attempt)) ::_exit(2);
      const Sound sound = sound_of(take, attempt.number);
      if (!writer.finish_attempt(attempt, {&sound.raw, {}, {}}, refusing())) ::_exit(2);
      tell(std::to_string(take) + "r\n");
    }
    if (!capture(writer, take)) ::_exit(2);
    tell(std::to_string(take) + "a\n");
  }
}

}  // namespace

void capture_and_tell(const fs::path& dir, int takes, int pipe, rig::FileOps& ops) {
  const auto tell = [pipe](const std::string& line) {
    if (::write(pipe, line.data(), line.size()) < 0) ::_exit(3);
  };
  try {
    capture_all(resume_after_child(dir, takes, ops), tell);
  } catch (const std::exception&) {
    ::_exit(2);  // the disk went away before it began
  }
  ::_exit(0);
}

void add_lines(const std::string& text, std::set<std::string>& into) {
  std::size_t from = 0;
  for (std::size_t end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    into.insert(text.substr(from, end - from));
  }
}

std::string folder_fault(const rig::Dataset& data) {
  if (!data.lost.empty()) return data.lost[0].key + ": " + data.lost[0].reason;
  std::set<std::string> named;
  std::string fault;
  const auto check = [&](const std::string& file, const std::string& sha256) {
    if (file.empty()) return;
    if (!named.insert(file).second) fault = file + " is named twice";
    if (!fs::exists(data.dir / file)) {
      fault = file + " is missing";
    } else if (rig::sha256_of_file(data.dir / file) != sha256) {
      fault = file + " is not what was written";
    }
  };
  for (const rig::TakeRecord& take : data.takes) {
    for (const rig::AttemptRecord& record : take.attempts) {
      if (!record.outcome) return "an attempt without outcome";
      check(record.outcome->raw_file, record.outcome->raw_sha256);
      check(record.outcome->take_file, record.outcome->take_sha256);
    }
  }
  for (const auto& [name, content] : snapshot(data.dir)) {
    if (name.find(".part") != std::string::npos) fault = name + " was left";
    const bool sound = name.starts_with("raw/") || name.starts_with("takes/");
    if (sound && !named.contains(name)) fault = name + " is named by no row";
  }
  return fault;
}

std::string lost_line(const rig::Dataset& data, const std::set<std::string>& told) {
  for (const std::string& line : told) {
    const rig::TakeRecord* record = rig::find_take(data, std::stoi(line));
    if (record == nullptr) return line;
    if (line.back() == 'a' && record->accepted() == nullptr) return line;
    const bool heard = !record->attempts.empty() && record->attempts[0].outcome &&
                       record->attempts[0].outcome->raw_sha256.size() == 64;
    if (line.back() == 'r' && !heard) return line;
  }
  return {};
}

}  // namespace ampsweep::test
