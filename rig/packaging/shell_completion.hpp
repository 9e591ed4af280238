// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/command_facts.hpp"

namespace ampsweep::rig::packaging {

// What each shell reads to complete verbs, options, words, files and folders of `program`. Each
// stands alone: nothing else needs to be installed.

[[nodiscard]] std::string bash_completion(const CommandFacts& program);
[[nodiscard]] std::string zsh_completion(const CommandFacts& program);
[[nodiscard]] std::string fish_completion(const CommandFacts& program);

/// An argument that may be repeated without end is offered this often.
inline constexpr int kMostOffered = 9;

/// `text` in single quotes as a POSIX shell and zsh read it.
[[nodiscard]] std::string shell_quoted(const std::string& text);

/// `text` in single quotes as fish reads it.
[[nodiscard]] std::string fish_quoted(const std::string& text);

}  // namespace ampsweep::rig::packaging
