// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/rebuild.hpp"

#include <string>
#include <utility>

#include "rig/dataset/card.hpp"
#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_json.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/metadata_csv.hpp"

namespace ampsweep::rig {

Result<void> write_derived_files(const Dataset& dataset, FileOps& ops) {
  const std::pair<const char*, std::string> files[] = {{kMetadataFile, metadata_csv(dataset)},
                                                       {kDatasetFile, dataset_json(dataset)},
                                                       {kCardFile, card(dataset)}};
  for (const auto& [name, text] : files) {
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
