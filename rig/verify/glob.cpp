// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/glob.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace ampsweep::rig {
bool glob_match(std::string_view pattern, std::string_view path) {
  // Row by row as in an edit distance, so that no pattern takes long: fits[j] after i characters.
  std::vector<char> fits(path.size() + 1, 0);
  fits[0] = 1;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::vector<char> next(path.size() + 1, 0);
    if (pattern[i] == '*') {
      const bool deep = i + 1 < pattern.size() && pattern[i + 1] == '*';
      for (std::size_t j = 0; j <= path.size(); ++j) {
        const bool onward = j > 0 && next[j - 1] != 0 && (deep || path[j - 1] != '/');
        next[j] = static_cast<char>(fits[j] != 0 || onward);
      }
      if (deep) {
        ++i;
        // "**/x" is x in any folder, this one included.
        if (i + 1 < pattern.size() && pattern[i + 1] == '/') {
          std::vector<char> below(path.size() + 1, 0);
          for (std::size_t j = 0; j <= path.size(); ++j) {
            const bool start = fits[j] != 0;
            below[j] =
                static_cast<char>(start || (j > 0 && next[j - 1] != 0 && path[j - 1] == '/'));
          }
          next = std::move(below);
          ++i;
        }
      }
    } else {
      for (std::size_t j = 1; j <= path.size(); ++j) {
        const bool same = pattern[i] == path[j - 1] || (pattern[i] == '?' && path[j - 1] != '/');
        next[j] = static_cast<char>(fits[j - 1] != 0 && same);
      }
    }
    fits = std::move(next);
  }
  return fits.back() != 0;
}

}  // namespace ampsweep::rig
