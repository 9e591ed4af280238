// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plan_wish.hpp"

#include <doctest/doctest.h>

#include "rig/gui/plan_picture.hpp"
#include "rig/plan/plan_file.hpp"
#include "tests/support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("plan wish: what is written is a plan with what was asked for") {
    const Rig rig = test::small_rig();
    PlanWish wish = suggested_plan(rig);
    wish.name = "a \"quoted\" name with a \\";
    wish.settings = 10;
    wish.validation = 3;
    wish.test = 2;
    wish.blocks = 2;
    wish.training_s = 12;
    const Plan plan = parse_plan(plan_text(wish, rig.file), "plan.toml", rig);
    CHECK(plan.name == wish.name);
    CHECK(plan.stimulus.training_s == 12.0);
    int train = 0;
    int held_out = 0;
    for (const PlannedTake& take : plan.takes) {
      train += take.split == Split::Train ? 1 : 0;
      held_out += take.split == Split::Validation || take.split == Split::Test ? 1 : 0;
    }
    CHECK(train == 11);  // and the centre
    CHECK(held_out == 5);
  }

  TEST_CASE("plan wish: a DI is named, changed and taken out again, everything else stays") {
    const std::string plan = "name = \"x\"\n[stimulus]  # sound\ntraining_s = 5.0\n[design]\n";
    const std::string named = with_audio_file(plan, "/tmp/my di\\\"1\".wav");
    CHECK(named.find(R"(audio_file = "/tmp/my di\\\"1\".wav")") != std::string::npos);
    const std::string other = with_audio_file(named, "/b.wav");
    CHECK(other.find("/tmp/") == std::string::npos);
    CHECK(other.find("audio_file = \"/b.wav\"") != std::string::npos);
    CHECK(with_audio_file(other, "") == plan);
  }

  TEST_CASE("plan wish: the rig of a plan is named anew, and nothing that only looks like it") {
    const std::string plan = "# rig = no\nrig = \"../a.toml\"  # mine\nrigging = 1\n";
    CHECK(with_rig_file(plan, "/x/$1.toml") == "# rig = no\nrig = \"/x/$1.toml\"\nrigging = 1\n");
  }

  TEST_CASE("plan picture: the knobs that vary, every take in order, normalised") {
    const Rig rig = test::small_rig();
    const Plan plan = test::small_plan(rig);
    const PlanPicture picture = plan_picture(plan, rig);
    REQUIRE(picture.points.size() == plan.takes.size());
    REQUIRE_FALSE(picture.knobs.empty());
    for (std::size_t i = 0; i < plan.takes.size(); ++i) {
      CHECK(picture.points[i].take == plan.takes[i].id);
      for (const float at : picture.points[i].at) {
        CHECK(at >= 0.0F);
        CHECK(at <= 1.0F);
      }
    }
    if (picture.knobs.size() < 2) return;
    const auto& first = picture.points.front();
    CHECK(nearest_take(picture, 0, 1, first.at[0] + 0.001F, first.at[1], 0.05F) <
          picture.points.size());
    CHECK(nearest_take(picture, 0, 1, 7.0F, 7.0F, 0.05F) == picture.points.size());
  }
}
