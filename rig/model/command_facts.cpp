// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/command_facts.hpp"

namespace ampsweep::rig {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace ampsweep::rig
