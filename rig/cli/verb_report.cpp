// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <ostream>
#include <string>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/report/write_report.hpp"

namespace ampsweep::rig::cli {

void add_report(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "report", "one offline HTML page, CSV and JSON: coverage, takes, delay, harmonics, noise");
  const auto dir = std::make_shared<std::string>();
  verb->add_option("dir", *dir, "dataset folder")->type_name(kFolder)->required();
  verb->callback([&shell, dir] {
    shell.run = [&shell, dir]() -> int {
      ProgressLine line{shell};
      ReportOptions options;
      options.stop = shell.front.stop;
      const auto written = write_report(
          *dir, options, [&line](int done, int total) { line.show("measuring", done, total, ""); });
      line.finish();
      if (!written) {
        if (written.error().code == FaultCode::Stopped) return kInterrupted;
        throw SetupError(SetupKind::Data, written.error().detail, "");
      }
      if (shell.json) {
        Json json{{"schema", "ampsweep-report-files-1"},
                  {"html", written->html.string()},
                  {"json", written->json.string()}};
        for (const auto& file : written->csv) json["csv"].push_back(file.string());
        shell.front.out << indented_text(json) << '\n';
      } else {
        shell.front.out << written->html.string() << '\n';
      }
      return kOk;
    };
  });
}

}  // namespace ampsweep::rig::cli
