// SPDX-License-Identifier: GPL-3.0-or-later
// write_sample_report DIR TAKES: DIR/report/index.html of a report made by hand, for a browser.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "rig/report/report_html.hpp"
#include "tests/rig/report/sample_report.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: write_sample_report DIR TAKES\n";
    return 2;
  }
  const std::filesystem::path folder = std::filesystem::path(argv[1]) / "report";
  std::filesystem::create_directories(folder);
  std::ofstream out(folder / "index.html", std::ios::binary);
  out << ampsweep::rig::report_html(
      ampsweep::rig::sample_report(static_cast<std::size_t>(std::atoi(argv[2]))));
  return out.flush() ? 0 : 4;
}
