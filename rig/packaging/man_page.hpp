// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/command_facts.hpp"

namespace ampsweep::rig::packaging {

struct Release {
  std::string version;
  std::string date;  ///< "2026-11-22"
};

/// `text` as roff shows it letter by letter: no character of it is a command. UTF-8 in, ASCII out.
[[nodiscard]] std::string roff_text(const std::string& text);

/// ampsweep(1) in roff: every verb with its arguments and options, one page. Passes `groff -ww` and
/// `man --warnings` in silence (tests/rig/packaging/man_page_is_clean.sh).
[[nodiscard]] std::string man_page(const CommandFacts& program, const Release& release);

}  // namespace ampsweep::rig::packaging
