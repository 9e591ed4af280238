// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_levels.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "refusal_of.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::kFullRig;
using test::kSmallRig;
using test::refusal_of;
using test::with;

namespace {

const MeasuredLevels kFound{MeasuredFullScale{Dbu{3.98127345}, Decibels{0.05004}},
                            MeasuredFullScale{Dbu{-7.0}, Decibels{0.1}}, "2026-11-22T08:30:00Z"};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("save levels: a file without levels gets a table at its end") {
    CHECK(with_levels(kSmallRig, kFound, "amp.toml") ==
          kSmallRig +
              "\n[levels]\noutput_full_scale_dbu = 3.9813\noutput_full_scale_sigma_db = 0.05\n"
              "input_full_scale_dbu = -7.0\ninput_full_scale_sigma_db = 0.1\n"
              "date = \"2026-11-22T08:30:00Z\"\n");
  }

  TEST_CASE("save levels: in place, with comments, order, gains and all other bytes kept") {
    const std::string before =
        "# mine\nname = \"x\"\n[levels] # by me\namp_send_gain_db = -3 # pad\n";
    const std::string after = "\n[audio] # \xC3\xA4\napi = \"simulated\"   \n";
    const MeasuredLevels only_out{kFound.output, {}, "2026-11-22"};

    CHECK(with_levels(
              before + "input_full_scale_dbu=12.5 # kept\n\toutput_full_scale_dbu = 4# x\n" + after,
              only_out, "amp.toml") ==
          before + "input_full_scale_dbu=12.5 # kept\noutput_full_scale_dbu = 3.9813# x\n" +
              "output_full_scale_sigma_db = 0.05\ndate = \"2026-11-22\"\n" + after);
  }

  TEST_CASE("save levels: what is saved is read back, twice the same, and changes the hash") {
    const std::string once = with_levels(kFullRig, kFound, "x");
    CHECK(with_levels(once, kFound, "x") == once);
    const Rig rig = parse_rig(once, "x");
    CHECK(rig.levels.output_full_scale == Dbu{3.9813});
    CHECK(rig.levels.input_full_scale == Dbu{-7.0});
    CHECK(rig.levels.amp_send_gain == Decibels{-2.0});
    CHECK(rig.level_record == LevelRecord{Decibels{0.05}, Decibels{0.1}, "2026-11-22T08:30:00Z"});
    CHECK(rig.hash != parse_rig(kFullRig, "x").hash);
  }

  TEST_CASE("save levels: another way of writing the table, and full scales no bench has") {
    const std::string inline_table = "levels = { amp_send_gain_db = -1 }\n" + kSmallRig;
    const MeasuredLevels absurd{MeasuredFullScale{Dbu{99.0}, Decibels{0.1}}, {}, "2026-11-22"};
    CHECK(contains(refusal_of([&] { (void)with_levels(inline_table, kFound, "x"); }),
                   "not written as a [levels]"));
    CHECK(contains(refusal_of([&] { (void)with_levels(kSmallRig, absurd, "x"); }), "outside"));
  }

  TEST_CASE("save levels: the file is replaced whole, and stays when it is refused") {
    const test::TempDir dir;
    const auto file = dir.path() / "amp.toml";
    std::ofstream(file) << kSmallRig;
    const auto content = [&] {
      std::ifstream in(file, std::ios::binary);
      return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    save_levels(file, kFound);
    CHECK(content() == with_levels(kSmallRig, kFound, file));
    const std::string kept = content();
    CHECK_FALSE(refusal_of([&] { save_levels(file, {{}, {}, "yesterday"}); }).empty());
    CHECK(content() == kept);
  }
}
