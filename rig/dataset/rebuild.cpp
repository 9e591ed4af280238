// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/rebuild.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "rig/dataset/card.hpp"
#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_json.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/metadata_csv.hpp"

namespace ampsweep::rig {

namespace {

std::array<std::pair<const char*, std::string>, 3> derived_texts(const Dataset& dataset) {
  return {{{kMetadataFile, metadata_csv(dataset)},
           {kDatasetFile, dataset_json(dataset)},
           {kCardFile, card(dataset)}}};
}

bool holds(const std::filesystem::path& file, const std::string& text) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file, error))) return false;
  std::ifstream in(file, std::ios::binary);
  return std::string{std::istreambuf_iterator<char>(in), {}} == text;
}

}  // namespace

bool derived_files_current(const Dataset& dataset) {
  const auto texts = derived_texts(dataset);
  return std::all_of(texts.begin(), texts.end(), [&](const auto& derived) {
    return holds(dataset.dir / derived.first, derived.second);
  });
}

Result<void> write_derived_files(const Dataset& dataset, FileOps& ops) {
  for (const auto& [name, text] : derived_texts(dataset)) {
    const auto written = replace_text(dataset.dir / name, text, ops);
    if (!written) return tl::unexpected(written.error());
  }
  return {};
}

Result<Dataset> rebuild(const std::filesystem::path& dir, FileOps& ops) {
  if (!is_dataset(dir)) return open_dataset(dir);  // Says what is missing; makes no lock file.
  const auto root = std::filesystem::canonical(dir);
  const SessionLock lock(root);
  Dataset dataset = open_locked_dataset(root);
  if (auto written = write_derived_files(dataset, ops); !written) {
    return tl::unexpected(written.error());
  }
  return dataset;
}

}  // namespace ampsweep::rig
