// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "rig/dataset/file_ops.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/formats/check_export.hpp"
#include "rig/formats/export_dataset.hpp"
#include "rig/verify/small_dataset.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {

/// Files as ever, but nobody waits for the disk: what a power cut leaves is another test's
/// question, and hundreds of syncs are minutes on a busy one.
[[nodiscard]] rig::FileOps& unsynced_ops();

/// The captured dataset of Capture::Steps, shared and never changed.
[[nodiscard]] const SmallDataset& steps_dataset();
/// What the ledger says of it.
[[nodiscard]] const rig::Dataset& steps_ledger();
/// The samples of its files.
[[nodiscard]] std::vector<float> dry_samples();
[[nodiscard]] std::vector<float> take_samples(int take);
[[nodiscard]] double printed_label(int take, const std::string& knob);
[[nodiscard]] double normalised_label(int take, const std::string& knob);

/// An export of it in a folder of its own, to be looked at or spoilt.
class Exported {
 public:
  explicit Exported(rig::formats::Format format,
                    const std::function<void(rig::formats::ExportOptions&)>& tweak = {});
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }
  [[nodiscard]] const rig::formats::ExportResult& result() const { return result_; }
  [[nodiscard]] const rig::formats::ExportOptions& options() const { return options_; }

  [[nodiscard]] std::string text(const std::string& name) const;
  [[nodiscard]] rig::Json json(const std::string& name) const;
  [[nodiscard]] rig::WavAudio wav(const std::string& name) const;
  [[nodiscard]] std::vector<float> sound(const std::string& name) const;

  /// As a stranger's folder: without our manifest, so that only the loader's rules speak.
  Exported& as_foreign();
  void edit_text(const std::string& name, const std::string& from, const std::string& to) const;
  void edit_json(const std::string& name, const std::function<void(rig::Json&)>& edit) const;
  /// Written back as plain 24-bit PCM, or as float32 where it was that.
  void edit_wav(const std::string& name, const std::function<void(rig::Recording&)>& edit) const;
  void rename(const std::string& from, const std::string& to) const;

  [[nodiscard]] rig::formats::CheckReport check() const;
  /// Codes of the findings, sorted, each once: "clipped unequal_length".
  [[nodiscard]] std::string codes() const;

 private:
  TempDir folder_;
  std::filesystem::path dir_;
  rig::formats::ExportOptions options_;
  rig::formats::ExportResult result_;
};

}  // namespace ampsweep::test
