// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/find_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <system_error>

#include "rig/model/result.hpp"
#include "rig/verify/folder_files.hpp"
#include "rig/verify/glob.hpp"
#include "rig/verify/pair_names.hpp"
#include "rig/verify/pair_table.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::array<const char*, 3> kTables{"metadata.csv", "labels.csv", "pairs.csv"};
constexpr std::size_t kNamesShown = 6;

using Files = std::vector<std::string>;

std::string some_of(const Files& files) {
  std::string text;
  for (std::size_t i = 0; i < files.size() && i < kNamesShown; ++i) {
    text += (i > 0 ? ", " : "") + files[i];
  }
  if (files.size() > kNamesShown) text += fmt::format(" and {} more", files.size() - kNamesShown);
  return files.empty() ? "none" : text;
}

[[noreturn]] void refuse_pairing(const std::filesystem::path& dir, const std::string& why,
                                 const Files& inputs, const Files& targets) {
  throw SetupError(
      SetupKind::Usage,
      fmt::format("{}: {}; inputs: {}; targets: {}", dir.string(), why, some_of(inputs),
                  some_of(targets)),
      fmt::format("verify {} --input 'dry/*.wav' --target 'wet/*.wav', or --labels with a table of "
                  "input and target",
                  dir.string()));
}

Files matching(const Files& files, const std::string& pattern) {
  Files found;
  for (const std::string& file : files) {
    if (glob_match(pattern, file)) found.push_back(file);
  }
  return found;
}

using KeyOf = std::function<std::string(const std::string&)>;

/// What a glob's wildcards stood for.
KeyOf wild_part(const std::string& pattern) {
  const auto first = std::min(pattern.find_first_of("*?"), pattern.size());
  const auto last = pattern.find_last_of("*?");
  const std::size_t after = last == std::string::npos ? 0 : pattern.size() - last - 1;
  return [first, after](const std::string& file) {
    return file.size() < first + after ? file : file.substr(first, file.size() - first - after);
  };
}

/// What is left of a name without the word of the role.
std::string rest_of(const std::string& file) { return pair_name(file).rest; }

/// Whether every target has one input of its own name under these keys.
bool keys_agree(const Files& inputs, const Files& targets, const KeyOf& of_input,
                const KeyOf& of_target) {
  std::map<std::string, int> known;
  for (const std::string& input : inputs) ++known[of_input(input)];
  return std::all_of(targets.begin(), targets.end(), [&](const std::string& target) {
    const auto found = known.find(of_target(target));
    return found != known.end() && found->second == 1;
  });
}

SoundPair pair_of(const std::string& input, const std::string& target) {
  SoundPair pair;
  pair.input = input;
  pair.target = target;
  return pair;
}

/// By the keys of their names; one input serves all.
std::vector<SoundPair> pair_up(const std::filesystem::path& dir, const Files& inputs,
                               const Files& targets, const KeyOf& of_input = rest_of,
                               const KeyOf& of_target = rest_of) {
  if (inputs.empty()) refuse_pairing(dir, "no input was found", inputs, targets);
  if (targets.empty()) refuse_pairing(dir, "no target was found", inputs, targets);
  std::vector<SoundPair> pairs;
  if (inputs.size() == 1) {
    for (const std::string& target : targets) pairs.push_back(pair_of(inputs.front(), target));
    return pairs;
  }
  std::map<std::string, Files> by_key;
  for (const std::string& input : inputs) by_key[of_input(input)].push_back(input);
  for (const std::string& target : targets) {
    const auto found = by_key.find(of_target(target));
    if (found == by_key.end()) {
      refuse_pairing(dir, fmt::format("no input has a name like \"{}\"", target), inputs, targets);
    }
    if (found->second.size() > 1) {
      refuse_pairing(dir, fmt::format("\"{}\" could belong to {}", target, some_of(found->second)),
                     inputs, targets);
    }
    pairs.push_back(pair_of(found->second.front(), target));
  }
  return pairs;
}

PairList by_names(const std::filesystem::path& dir, const Files& files) {
  Files inputs;
  Files targets;
  Files others;
  for (const std::string& file : files) {
    const auto role = pair_name(file).role;
    (role == PairName::Role::Input    ? inputs
     : role == PairName::Role::Target ? targets
                                      : others)
        .push_back(file);
  }
  // One dry file, and names that only say settings.
  if (inputs.size() == 1 && targets.empty()) std::swap(targets, others);
  PairList list;
  list.dir = dir;
  list.how = "by their names";
  list.pairs = pair_up(dir, inputs, targets);
  if (!others.empty()) {
    list.notes.push_back(fmt::format(
        "left out, because their names say neither input nor target: {}", some_of(others)));
  }
  return list;
}

/// The one file that can be the input of a table without a column of inputs.
std::string single_input(const Files& files, const std::string& pattern) {
  Files inputs;
  for (const std::string& file : files) {
    const bool fits = pattern.empty() ? pair_name(file).role == PairName::Role::Input &&
                                            file.find('/') == std::string::npos
                                      : glob_match(pattern, file);
    if (fits) inputs.push_back(file);
  }
  return inputs.size() == 1 ? inputs.front() : std::string();
}

std::optional<std::string> table_in(const std::filesystem::path& dir) {
  for (const char* name : kTables) {
    std::error_code error;
    if (std::filesystem::is_regular_file(std::filesystem::symlink_status(dir / name, error))) {
      return name;
    }
  }
  return std::nullopt;
}

}  // namespace

PairList find_pairs(const std::filesystem::path& dir, const PairWishes& wishes) {
  std::error_code error;
  if (!std::filesystem::is_directory(dir, error)) {
    throw SetupError(SetupKind::Data, dir.string() + " is no folder",
                     "a dataset, a folder of pairs, or two files X.wav Y.wav");
  }
  const Files files = sound_files(dir);
  if (files.empty()) {
    throw SetupError(SetupKind::Data,
                     dir.string() + " holds neither a dataset of ours (ledger.sqlite) nor sound",
                     "a dataset, a folder of pairs, or two files X.wav Y.wav");
  }
  auto table = wishes.labels.empty() ? std::nullopt : std::optional(wishes.labels);
  if (!table && wishes.input.empty() && wishes.target.empty()) table = table_in(dir);
  if (table) {
    PairList list = pairs_of_table(dir, *table, single_input(files, wishes.input));
    if (!wishes.target.empty()) {
      std::erase_if(list.pairs,
                    [&](const SoundPair& one) { return !glob_match(wishes.target, one.target); });
    }
    return list;
  }
  if (wishes.input.empty() && wishes.target.empty()) return by_names(dir, files);
  if (wishes.input.empty() || wishes.target.empty()) {
    throw SetupError(SetupKind::Usage, "--input and --target go together", "both globs");
  }
  const Files inputs = matching(files, wishes.input);
  Files targets = matching(files, wishes.target);
  std::erase_if(targets, [&](const std::string& one) {
    return std::find(inputs.begin(), inputs.end(), one) != inputs.end();
  });
  const KeyOf of_input = wild_part(wishes.input);
  const KeyOf of_target = wild_part(wishes.target);
  const bool wild = keys_agree(inputs, targets, of_input, of_target);
  PairList list;
  list.dir = dir;
  list.how = fmt::format("inputs {}, targets {}", wishes.input, wishes.target);
  list.pairs =
      wild ? pair_up(dir, inputs, targets, of_input, of_target) : pair_up(dir, inputs, targets);
  return list;
}

}  // namespace ampsweep::rig
