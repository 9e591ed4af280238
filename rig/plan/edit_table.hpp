// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// One key of a table and what it is to say.
struct KeyValue {
  std::string key;
  std::string value;  ///< As TOML; empty: the key is to go.
};

/// As TOML, with a point or an exponent, so that it reads back as a float; nothing: "".
[[nodiscard]] std::string toml_number(const std::optional<double>& value);

// Editing text is a guess at TOML. Whoever writes the outcome reads it back first and compares.
// Every byte that is not part of a wanted key or value stays: comments, order, line ends.

/// `text` with `wanted` in its top-level table [name]; a new table at the end where there is none.
/// Refuses: SetupError{Data}: no TOML, or the table is not written below a header of its own.
[[nodiscard]] std::string with_table_keys(const std::string& text, const std::string& name,
                                          const std::vector<KeyValue>& wanted,
                                          const std::filesystem::path& file);

/// The same for the `control` of the [[knob]] with this id, which may be written as
/// `control = { ... }` on a line of its own or below a header [knob.control].
/// Refuses: SetupError{Data}: no such knob, no control, or another way of writing it.
[[nodiscard]] std::string with_control_keys(const std::string& text, const std::string& knob,
                                            const std::vector<KeyValue>& wanted,
                                            const std::filesystem::path& file);

/// The same for the keys of the [[knob]] itself; new ones come below its id.
[[nodiscard]] std::string with_knob_keys(const std::string& text, const std::string& knob,
                                         const std::vector<KeyValue>& wanted,
                                         const std::filesystem::path& file);

}  // namespace ampsweep::rig
