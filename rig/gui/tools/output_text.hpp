// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rig/gui/snapshot.hpp"

// What a verb printed, as it can be shown. Pure.
namespace ampsweep::rig::gui {

struct OutputLine {
  std::string text;
  bool talk{false};  ///< From stderr.
};

/// What the verb said, then its result, line by line, without a control character: text from a
/// foreign file cannot steer anything. What was said is broken between words so that no line is
/// longer than `columns`; a result keeps its lines, it may be a table.
[[nodiscard]] std::vector<OutputLine> output_lines(const VerbView& verb, std::size_t columns);

/// The same lines without breaks, for the clipboard.
[[nodiscard]] std::string output_text(const VerbView& verb);

/// "a quality gate failed: ..." for 1; what every exit code means.
[[nodiscard]] std::string exit_meaning(int code);

/// "analyze tone": the words before the first that is no verb's.
[[nodiscard]] std::string verb_name(const VerbView& verb);

/// "analyze-tone-20261122T041500Z.txt", or .json: says which run it was.
[[nodiscard]] std::string output_file_name(const VerbView& verb);

}  // namespace ampsweep::rig::gui
