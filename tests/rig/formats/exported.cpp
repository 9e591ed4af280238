// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/exported.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/manifest.hpp"

namespace ampsweep::test {
namespace {

namespace fs = std::filesystem;

std::vector<float> samples_of(const fs::path& path) {
  return rig::require_wav(path).channels.at(0);
}

class UnsyncedOps : public rig::FileOps {
 public:
  int create(int dir_fd, const std::string& name, int& fd) override {
    return rig::posix_file_ops().create(dir_fd, name, fd);
  }
  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override {
    return rig::posix_file_ops().write(fd, bytes, offset);
  }
  int sync(int /*fd*/) override { return 0; }
  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override {
    return rig::posix_file_ops().rename(dir_fd, from, to, if_exists);
  }
  int remove(int dir_fd, const std::string& name) override {
    return rig::posix_file_ops().remove(dir_fd, name);
  }
};

rig::formats::WriteWishes unsynced() {
  rig::formats::WriteWishes wishes;
  wishes.ops = &unsynced_ops();
  return wishes;
}

/// A plain export of each format, made once for the whole test program, then copied.
struct Template {
  TempDir folder;
  rig::formats::ExportResult result;
};

const Template& plain_export(const rig::formats::ExportOptions& options) {
  static std::map<rig::formats::Format, Template> all;
  const auto [found, fresh] = all.try_emplace(options.format);
  if (fresh) {
    found->second.result = rig::formats::export_dataset(
        steps_dataset().dir(), options, found->second.folder.path() / "export", unsynced());
  }
  return found->second;
}

const rig::KnobLabel& label(int take, const std::string& knob) {
  const auto* record = rig::find_take(steps_ledger(), take);
  for (const rig::KnobLabel& one : record->accepted()->attempt.labels) {
    if (one.id == knob) return one;
  }
  throw std::runtime_error("no such label");
}

}  // namespace

rig::FileOps& unsynced_ops() {
  static UnsyncedOps ops;
  return ops;
}

const SmallDataset& steps_dataset() {
  static const SmallDataset dataset(Capture::Steps);
  return dataset;
}

const rig::Dataset& steps_ledger() {
  static const rig::Dataset ledger = rig::open_dataset(steps_dataset().dir());
  return ledger;
}

std::vector<float> dry_samples() { return samples_of(steps_dataset().file("input.wav")); }
std::vector<float> take_samples(int take) {
  return samples_of(steps_dataset().file(take_name(take)));
}
double printed_label(int take, const std::string& knob) { return label(take, knob).printed; }
double normalised_label(int take, const std::string& knob) { return label(take, knob).normalised; }

Exported::Exported(rig::formats::Format format,
                   const std::function<void(rig::formats::ExportOptions&)>& tweak)
    : dir_(folder_.path() / "export") {
  options_.format = format;
  if (format == rig::formats::Format::Proteus) options_.knob = "treble";
  if (tweak) {
    tweak(options_);
    result_ = rig::formats::export_dataset(steps_dataset().dir(), options_, dir_, unsynced());
    return;
  }
  const Template& made = plain_export(options_);
  result_ = made.result;
  fs::copy(made.folder.path() / "export", dir_, fs::copy_options::recursive);
}

std::string Exported::text(const std::string& name) const {
  std::ifstream in(dir_ / name, std::ios::binary);
  if (!in) throw std::runtime_error("no file " + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

rig::Json Exported::json(const std::string& name) const { return rig::parse_json(text(name)); }
rig::WavAudio Exported::wav(const std::string& name) const { return rig::require_wav(dir_ / name); }
std::vector<float> Exported::sound(const std::string& name) const {
  return samples_of(dir_ / name);
}

Exported& Exported::as_foreign() {
  fs::remove(dir_ / rig::formats::kManifestFile);
  return *this;
}

void Exported::edit_text(const std::string& name, const std::string& from,
                         const std::string& to) const {
  std::string content = text(name);
  const auto at = content.find(from);
  if (at == std::string::npos) throw std::runtime_error(from + " is not in " + name);
  content.replace(at, from.size(), to);
  std::ofstream(dir_ / name, std::ios::binary | std::ios::trunc) << content;
}

void Exported::edit_json(const std::string& name,
                         const std::function<void(rig::Json&)>& edit) const {
  rig::Json content = json(name);
  edit(content);
  std::ofstream(dir_ / name, std::ios::binary | std::ios::trunc) << rig::indented_text(content);
}

void Exported::edit_wav(const std::string& name,
                        const std::function<void(rig::Recording&)>& edit) const {
  rig::WavAudio audio = wav(name);
  rig::Recording recording{audio.rate(), std::move(audio.channels)};
  edit(recording);
  const auto replace = rig::FileOps::IfExists::Replace;
  const std::vector<double> precise(recording.channels[0].begin(), recording.channels[0].end());
  const bool integer = audio.info.encoding == "pcm24" && recording.channels.size() == 1;
  const auto written =
      integer ? rig::write_pcm24(dir_ / name, precise, recording.rate, unsynced_ops(), replace)
              : rig::write_float32(dir_ / name, recording, unsynced_ops(), replace);
  if (!written) throw std::runtime_error(written.error().detail);
}

void Exported::rename(const std::string& from, const std::string& to) const {
  fs::rename(dir_ / from, dir_ / to);
}

rig::formats::CheckReport Exported::check() const {
  return rig::formats::check_export(options_.format, dir_);
}

std::string Exported::codes() const {
  std::set<std::string> found;
  for (const auto& finding : check().findings) found.insert(finding.code);
  std::string all;
  for (const std::string& code : found) all += (all.empty() ? "" : " ") + code;
  return all;
}

}  // namespace ampsweep::test
