// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// Whether the quiet chirp, heard after a move (tap_bands() of amp_proof.hpp), speaks against the
/// move. MIDI has no answer, and a program that stands still for a moment loses what it was told
/// without anybody noticing: of 300 abused moments of a real graph one went by all other checks,
/// and its take had a wrong label.
///
/// Thread: control.
class HeardMoves {
 public:
  /// Why all knobs should be told again before this is believed: it sounds within 0.1 dB as at
  /// another setting just before, or more than 1 dB other than before an earlier attempt at the
  /// same take (`record`; may be null). Empty: nothing speaks against it, or it is too noisy to
  /// say.
  [[nodiscard]] std::optional<std::string> doubt(const Setting& setting,
                                                 const std::vector<double>& tap_db,
                                                 const TakeRecord* record) const;
  /// All were told again, and this is what it sounds like now. True: another sound than before, so
  /// something had been lost. Three times in a row in vain, and what sounds as before is believed:
  /// these knobs make no difference to the ear.
  [[nodiscard]] bool told_again(const std::vector<double>& before,
                                const std::vector<double>& tap_db);
  void heard(const Setting& setting, const std::vector<double>& tap_db);
  /// Where the amp was heard last says nothing of where it stands.
  void moved_away() { last_.reset(); }

 private:
  struct Heard {
    Setting setting;
    std::vector<double> tap_db;
  };
  std::optional<Heard> last_;
  int in_vain_{0};
};

}  // namespace ampsweep::rig
