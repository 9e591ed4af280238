// SPDX-License-Identifier: GPL-3.0-or-later
// make_report DIR TAKES    DIR/report/index.html of a report made by hand with so many takes
// make_report DIR dataset  a small dataset with hostile labels in DIR, and its whole report
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "rig/report/report_html.hpp"
#include "rig/report/write_report.hpp"
#include "tests/rig/report/sample_report.hpp"
#include "tests/rig/report/written_dataset.hpp"

namespace {

namespace fs = std::filesystem;

int by_hand(const fs::path& dir, std::size_t takes) {
  fs::create_directories(dir / "report");
  std::ofstream out(dir / "report" / "index.html", std::ios::binary);
  out << ampsweep::rig::report_html(ampsweep::rig::sample_report(takes));
  return out.flush() ? 0 : 4;
}

int of_dataset(const fs::path& dir) {
  ampsweep::test::write_dataset(dir);
  const auto files = ampsweep::rig::write_report(dir);
  if (files) return 0;
  std::cerr << files.error().detail << '\n';
  return 4;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string what = argc == 3 ? argv[2] : "";
  if (what == "dataset") return of_dataset(argv[1]);
  std::size_t takes = 0;
  const char* end = what.data() + what.size();
  if (what.empty() || std::from_chars(what.data(), end, takes).ptr != end) {
    std::cerr << "usage: make_report DIR TAKES|dataset\n";
    return 2;
  }
  return by_hand(argv[1], takes);
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 4;
}
