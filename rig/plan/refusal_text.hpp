// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Throws SetupError{Data} "file:line: what" with the way out. line 0: the whole file, "file:
/// what".
[[noreturn]] void refuse_at(const std::string& file, int line, const std::string& what,
                            const std::string& way_out);

/// `text` in double quotes, cut after 60 bytes, control characters replaced: a hostile file must
/// not speak to the terminal.
[[nodiscard]] std::string quote(std::string_view text);

/// Shortest decimal that reads back as the same double, whatever the locale: "200", "0.1"; with an
/// exponent only below 1e-4 and from 1e15.
[[nodiscard]] std::string number_text(double value);

/// ", did you mean "rate_hz"?" for the nearest known word that is within a third of its length in
/// typing errors, or starts with `word`; else "".
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string> known);

/// "a, b, c".
[[nodiscard]] std::string joined(std::span<const std::string> words);

}  // namespace ampsweep::rig
