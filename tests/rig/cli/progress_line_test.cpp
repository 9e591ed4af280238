// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/progress_line.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

using namespace ampsweep::rig;
using namespace ampsweep::rig::cli;
using namespace std::chrono_literals;

namespace {

std::string progress(bool quiet, bool terminal) {
  std::ostringstream out;
  std::ostringstream err;
  const Front front{{}, {}, {}, out, err, terminal, {}};
  const Shell shell{front, false, quiet, {}};
  ProgressLine line{shell};
  for (int done = 0; done <= 100; ++done) line.show("doing", done, 100, "this");
  line.finish();
  CHECK(out.str().empty());
  return err.str();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "progress: off a terminal one line a tenth, on a terminal one line redrawn, quiet none") {
    const std::string lines = progress(false, false);
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 11);
    const std::string redrawn = progress(false, true);
    CHECK(std::count(redrawn.begin(), redrawn.end(), '\n') == 0);
    CHECK(redrawn.find("doing 100/100") != std::string::npos);
    CHECK(progress(true, true).empty());
  }

  TEST_CASE("progress: what an earlier run did counts neither as done quickly nor as left") {
    ampsweep::rig::TimeLeft left;
    left.start(0s, 4);  // 3 of 7 were there before
    CHECK_FALSE(left.estimate(10s));
    left.finished_one(20s);
    CHECK(left.estimate(20s) == 60s);
    CHECK(left.estimate(30s) == 50s);
    left.finished_one(40s);
    left.finished_one(60s);
    left.finished_one(80s);
    CHECK(left.estimate(200s) == 0s);
  }

  TEST_CASE("progress: times are readable") {
    CHECK(readable_time(45s) == "45 s");
    CHECK(readable_time(200s) == "3 min 20 s");
    CHECK(readable_time(7500s) == "2 h 05 min");
  }
}
