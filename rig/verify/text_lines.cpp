// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/text_lines.hpp"

#include <fmt/format.h>

#include <utility>

#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig {

void add_line(std::string& out, std::string line) { out += one_line(std::move(line)) + '\n'; }

std::string plural(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void add_faults(const std::vector<FileFault>& faults, std::string& out) {
  for (const FileFault& found : faults) {
    // The sentence names its file already, unless it comes from the judge, who knows no files.
    const bool named = found.fault.detail.find(found.file) != std::string::npos;
    add_line(out, fmt::format("    {}: {}{}", to_string(found.fault.code),
                              named ? "" : found.file + ": ", found.fault.detail));
  }
}

void add_notes(const std::vector<std::string>& notes, std::string& out) {
  if (notes.empty()) return;
  add_line(out, "Notes");
  for (const std::string& note : notes) add_line(out, "  " + note);
}

}  // namespace ampsweep::rig
