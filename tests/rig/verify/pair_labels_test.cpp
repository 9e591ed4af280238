// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_labels.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

LabelColumns columns_of(const std::string& text) {
  const auto table = parse_csv(text);
  REQUIRE(table);
  return label_columns(*table, "t.csv", {0});
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("pair labels: names count in whole, so a compressor's knobs are knobs") {
    const auto found = columns_of(
        "target,peak_reduction,saturate,rate,delay_samples,sample_rate,noise_dbfs_rms,take\n"
        "a,1,2,0.5,17,48000,-80,1\nb,2,3,5,18,48000,-81,2\n");
    CHECK(found.knobs == std::vector<std::size_t>{1, 2, 3});
    CHECK(found.choices.empty());
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0] ==
          "t.csv: not taken for knobs: delay_samples, sample_rate, noise_dbfs_rms, take");
  }

  TEST_CASE("pair labels: words are positions of a switch when they come again; hashes are none") {
    const auto found = columns_of(
        "target,channel,gain,serial\na,clean,5,x1\nb,lead,5,x2\nc,clean,6,q3\nd,lead,6,w4\n");
    CHECK(found.choices == std::vector<std::size_t>{1});
    CHECK(found.knobs == std::vector<std::size_t>{2});
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].find("serial") != std::string::npos);
  }

  TEST_CASE("pair labels: a cell that is nearly a number is a fault that names it") {
    for (const char* cell : {"\"5,0\"", "", "5 dB"}) {
      CAPTURE(cell);
      const auto found =
          columns_of("target,gain,bass\na,1,1\n\nb," + std::string(cell) + ",2\nc,3,3\n");
      CHECK(found.knobs == std::vector<std::size_t>{2});
      REQUIRE(found.faults.size() == 1);
      CHECK(found.faults[0].fault.code == FaultCode::LabelMismatch);
      CHECK(found.faults[0].fault.detail.find("t.csv line 4, gain: \"") == 0);
    }
  }

  TEST_CASE("pair labels: NAME_norm only where there is no NAME") {
    CHECK(columns_of("target,gain,gain_norm,bass_norm\na,1,0.1,0.5\nb,2,0.2,0.6\n").knobs ==
          std::vector<std::size_t>{1, 3});
  }

  TEST_CASE("pair labels: numbers may stand between spaces and begin with a plus") {
    CHECK(label_number(" 5") == 5.0);
    CHECK(label_number("+5.5\t") == 5.5);
    CHECK(label_number("-1e-3") == -0.001);
    for (const char* none : {"", " ", "5,0", "0x10", "nan", "inf", "5 6", "+", "+-5"}) {
      CAPTURE(none);
      CHECK_FALSE(label_number(none));
    }
  }
}
