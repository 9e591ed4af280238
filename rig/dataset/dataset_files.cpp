// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <random>

namespace ampsweep::rig {

std::string take_file(int take) { return fmt::format("{}/{:05}.wav", kTakesFolder, take); }

std::string further_file(const std::string& output, int take) {
  return fmt::format("{}-{}/{:05}.wav", kTakesFolder, output, take);
}

std::string raw_file(int take) { return fmt::format("{}/{:05}.wav", kRawFolder, take); }

std::string refused_raw_file(int take, int attempt) {
  return fmt::format("{}/{:05}-a{}.wav", kRawFolder, take, attempt);
}

bool is_output_name(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && name.size() <= 40 && letter(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || c == '_' || c == '-'; });
}

bool is_file_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '\\';
  });
  const std::filesystem::path path(name);
  return plain && !name.empty() && path.is_relative() &&
         std::none_of(path.begin(), path.end(), [](const std::filesystem::path& part) {
           return part == ".." || part == "." || part.empty();
         });
}

std::string new_uuid() {
  std::random_device entropy;  // A name, not a result: the one place that must not repeat.
  std::array<unsigned, 4> words{};
  for (unsigned& word : words) word = entropy();
  words[1] = (words[1] & 0xFFFF0FFFU) | 0x00004000U;
  words[2] = (words[2] & 0x3FFFFFFFU) | 0x80000000U;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16U,
                     words[1] & 0xFFFFU, words[2] >> 16U, words[2] & 0xFFFFU, words[3]);
}

}  // namespace ampsweep::rig
