// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged files: whatever bytes come, the reader returns something valid or refuses with
// SetupError.
#include <doctest/doctest.h>

#include <string>

#include "rig/model/result.hpp"
#include "rig/plan/designs/csv_list.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_calibration.hpp"
#include "sample_files.hpp"
#include "signals/random.hpp"

using namespace ampsweep::rig;
using ampsweep::signals::derived;
using ampsweep::signals::Random;
using ampsweep::test::kFullRig;
using ampsweep::test::kSmallPlan;
using ampsweep::test::kSmallRig;

namespace {

std::size_t below(Random& random, std::size_t n) {
  return static_cast<std::size_t>(random.below(n));
}

/// The next digit from `at` on becomes another one.
void change_digit(std::string& text, std::size_t at, Random& random) {
  at = text.find_first_of("0123456789", at);
  if (at != std::string::npos) text[at] = static_cast<char>('0' + random.below(10));
}

/// One to three hurts: a digit or byte changed, a stretch cut, doubled or moved, a file cut short,
/// or a token of the language put somewhere.
std::string damaged(std::string text, Random& random) {
  constexpr const char* kTokens[] = {"\"",
                                     "[[",
                                     "]",
                                     "{",
                                     "}",
                                     "=",
                                     "\n",
                                     "#",
                                     ",",
                                     "-",
                                     "1e999",
                                     "nan",
                                     "'''",
                                     "\"\"\"",
                                     "\xFF",
                                     "\\u0000",
                                     "9999999999999999999"};
  const std::size_t hurts = 1 + below(random, 3);
  for (std::size_t i = 0; i < hurts && !text.empty(); ++i) {
    const std::size_t at = below(random, text.size());
    const std::size_t length = 1 + below(random, 20);
    switch (below(random, 8)) {
      case 0:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(below(random, text.size()), length));
        break;
      case 3:
        text.resize(at);
        break;
      case 4:
        text.insert(at, kTokens[below(random, std::size(kTokens))]);
        break;
      case 5:
        text[at] = text[below(random, text.size())];
        break;
      default:
        change_digit(text, at, random);
        break;
    }
  }
  return text;
}

/// Reads `rounds` damaged copies; returns how many were accepted all the same. Anything but
/// SetupError leaves the test.
template <class Read>
int survivors(const std::string& good, int rounds, Read read) {
  int accepted = 0;
  for (int round = 0; round < rounds; ++round) {
    Random random{derived(2026, "fuzz", round)};
    const std::string text = damaged(good, random);
    try {
      read(text);
      ++accepted;
    } catch (const SetupError& error) {
      CHECK(error.kind() == SetupKind::Data);
    }
  }
  return accepted;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("fuzz: 5000 damaged rig files load or are refused; some do each") {
    const int accepted =
        survivors(kFullRig, 5000, [](const std::string& text) { (void)parse_rig(text, "x"); });
    CHECK(accepted > 100);
    CHECK(accepted < 4900);
  }

  TEST_CASE("fuzz: 5000 damaged plan files load or are refused, and what loads is whole") {
    const Rig rig = parse_rig(kSmallRig, "rig.toml");
    const int accepted = survivors(kSmallPlan, 5000, [&](const std::string& text) {
      const Plan plan = parse_plan(text, "x", rig);
      for (const PlannedTake& take : plan.takes) {
        REQUIRE(take.setting.size() == rig.knobs.size());
        for (const Knob& knob : rig.knobs) REQUIRE(in_range(knob, take.setting.at(knob.id)));
      }
    });
    CHECK(accepted > 100);
    CHECK(accepted < 4900);
  }

  TEST_CASE("fuzz: 5000 damaged CSV lists load or are refused") {
    const Rig rig = parse_rig(kSmallRig, "rig.toml");
    const std::string good = "gain,\"bass\",treble\n1,2,3\n4.5,5,6\n10,0,\"0.1\"\r\n";
    const int accepted = survivors(good, 5000, [&](const std::string& text) {
      for (const Setting& setting : csv_settings(text, "x", rig.knobs, {})) {
        for (const Knob& knob : rig.knobs) REQUIRE(in_range(knob, setting.at(knob.id)));
      }
    });
    CHECK(accepted > 100);
    CHECK(accepted < 4900);
  }

  TEST_CASE("fuzz: 5000 damaged files take a calibration whole or are refused") {
    const Calibration wanted{3.25, -1.5, "2026-11-21"};
    const int accepted = survivors(kFullRig, 5000, [&](const std::string& text) {
      const Rig rig = parse_rig(with_calibration(text, wanted, "x"), "x");
      REQUIRE(rig.calibration.loopback_offset_samples == 3.25);
      REQUIRE(rig.calibration.loopback_gain_db == -1.5);
    });
    CHECK(accepted > 100);
  }
}
