// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/write_report.hpp"

#include <array>
#include <string>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/report/report_csv.hpp"
#include "rig/report/report_html.hpp"
#include "rig/report/report_json.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

/// A link could lead out of the dataset: it is refused, not followed.
Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (status.type() == fs::file_type::directory) return {};
  if (status.type() != fs::file_type::not_found) {
    return tl::unexpected(Fault{FaultCode::WriteFailed,
                                folder.string() + " is not a folder: move it out of the way"});
  }
  if (!fs::create_directory(folder, error)) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed, "cannot make " + folder.string() + ": " + error.message()});
  }
  return sync_folder(folder.parent_path());
}

}  // namespace

Result<ReportFiles> write_report(const fs::path& dir, const ReportOptions& options,
                                 const ReportProgress& progress) {
  const auto data = collect_report(open_dataset(dir), options, progress);
  if (!data) return tl::unexpected(data.error());

  // The user may have named the dataset through a link; inside it no link is followed.
  std::error_code error;
  const fs::path root = fs::canonical(dir, error);
  if (error) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed, "cannot find " + dir.string() + ": " + error.message()});
  }
  const fs::path folder = root / "report";
  if (const auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  const fs::path named = dir / "report";
  ReportFiles files{named / "index.html", named / "report.json", {}, summarise(*data)};

  using Writer = std::string (*)(const ReportData&);
  const std::array<std::pair<const char*, Writer>, 4> tables{{{"takes.csv", takes_csv},
                                                              {"delay.csv", delay_csv},
                                                              {"response.csv", response_csv},
                                                              {"harmonics.csv", harmonics_csv}}};
  for (const auto& [name, text_of] : tables) {
    files.csv.push_back(named / name);
    const auto written = replace_text(folder / name, text_of(*data));
    if (!written) return tl::unexpected(written.error());
  }
  const auto json = replace_text(folder / files.json.filename(), report_json(*data));
  if (!json) return tl::unexpected(json.error());
  const auto html = replace_text(folder / files.html.filename(), report_html(*data));
  if (!html) return tl::unexpected(html.error());
  return files;
}

}  // namespace ampsweep::rig
