// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/model/take.hpp"
#include "rig/verify/verify_report.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {

/// One take on its way to the disk.
struct TakeSound {
  rig::Recording raw;
  std::vector<double> aligned;
  rig::TakeMeasurements measured;  ///< As the ledger will have them ...
  std::vector<rig::KnobLabel> labels;
};

/// How it was captured.
enum class Capture {
  Whole,
  NoLoopback,   ///< Amp channel only.
  Interrupted,  ///< Stopped after two takes.
  Microphone,   ///< A second output, "mic".
  Steps,        ///< Nine takes: treble in five steps, one odd setting, one each for validation, test.
};

/// A dataset that a session really captured on the simulated bench (4 takes of 5 s, delay 1000.37
/// samples), in a folder of its own to be spoilt.
class SmallDataset {
 public:
  explicit SmallDataset(Capture capture = Capture::Whole);
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return dir_ / name; }

  /// Rewrites takes/NNNNN.wav; hashes in the ledger stay.
  void edit_take(int take, const std::function<void(std::vector<float>&)>& edit) const;
  void edit_cut(const std::string& name,
                const std::function<void(std::vector<float>&)>& edit) const;
  /// Rewrites raw/NNNNN.wav.
  void edit_raw(int take, const std::function<void(rig::Recording&)>& edit) const;
  /// Replaces text in a text file; throws when it is not in there.
  void edit_text(const std::string& name, const std::string& from, const std::string& to) const;

  /// The same dataset written again with every take's sound edited before its hash and digest are
  /// taken: a forger who knows how to recompute them.
  void forge(const std::function<void(int take, TakeSound& sound)>& edit);

  /// One row of the ledger edited, its digest and the derived files made again.
  void forge_row(const char* table, const std::string& key,
                 const std::function<void(rig::Json& body)>& edit) const;

 private:
  TempDir folder_;
  std::filesystem::path dir_;
};

/// Of 3: "takes/00003.wav", "raw/00003.wav".
[[nodiscard]] std::string take_name(int take);
[[nodiscard]] std::string raw_name(int take);

[[nodiscard]] const rig::TakeCheck& take_of(const rig::VerifyReport& report, int take);
[[nodiscard]] bool has_fault(const std::vector<rig::FileFault>& faults, rig::FaultCode code);
/// The first such fault's sentence; empty when there is none.
[[nodiscard]] std::string detail_of(const std::vector<rig::FileFault>& faults, rig::FaultCode code);
/// Takes with faults.
[[nodiscard]] std::vector<int> accused(const rig::VerifyReport& report);

/// Delayed by `shift` samples, closed form: exact for whole samples, else by a long sinc.
[[nodiscard]] std::vector<double> shifted(const std::vector<double>& x, double shift);

}  // namespace ampsweep::test
