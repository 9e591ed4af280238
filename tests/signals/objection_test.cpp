// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "signals/programme.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

ProgrammeSpec good() {
  return programme_around({.samples = std::vector<float>(48000, 0.1F)},
                          {.samples = std::vector<float>(4800, 0.1F)}, {});
}

/// What is said when one thing of a good spec is spoiled.
std::string said(const std::function<void(ProgrammeSpec&)>& spoil) {
  ProgrammeSpec spec = good();
  spoil(spec);
  return objection(spec);
}

/// Is the spoiled spec refused in a sentence that names `what`?
bool refused(const std::function<void(ProgrammeSpec&)>& spoil, const std::string& what) {
  return said(spoil).find(what) != std::string::npos;
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("objection: none to a good spec, with or without a sweep") {
    CHECK(objection(good()).empty());
    CHECK(said([](ProgrammeSpec& s) { s.sweep.reset(); }).empty());
  }

  TEST_CASE("objection: names the audio that is empty, too loud or not finite") {
    CHECK(refused([](auto& s) { s.training.samples.clear(); }, "training"));
    CHECK(refused([](auto& s) { s.validation.samples.clear(); }, "validation"));
    CHECK(refused([](auto& s) { s.training.samples[7] = 1.001F; }, "full scale"));
    CHECK(refused([](auto& s) { s.training.samples[7] = -1.001F; }, "full scale"));
    CHECK(
        refused([](auto& s) { s.validation.samples[7] = static_cast<float>(kNan); }, "not finite"));
    CHECK(said([](auto& s) { s.training.samples[7] = -1.0F; }).empty());
  }

  TEST_CASE("objection: a wish for no training or validation audio is refused, not a crash") {
    for (const double length : {0.0, -3.0}) {
      const auto training = default_programme(
          {.training = Seconds{length}, .validation = Seconds{0.1}, .sweep = Seconds{1.0}});
      CHECK(objection(training) == "the training audio is empty");
      const auto validation = default_programme(
          {.training = Seconds{0.1}, .validation = Seconds{length}, .sweep = Seconds{1.0}});
      CHECK(objection(validation) == "the validation audio is empty");
    }
  }

  TEST_CASE("objection: a sweep that cannot be is refused, one step of its length grid is enough") {
    CHECK(refused([](auto& s) { s.sweep->length = SampleCount{0}; }, "sweep"));
    CHECK(refused([](auto& s) { s.sweep->length = SampleCount{-5}; }, "sweep"));
    CHECK(refused([](auto& s) { s.sweep->length = SampleCount{4800}; }, "too short"));
    CHECK(said([](auto& s) { s.sweep->length = SampleCount{48000}; }).empty());
    CHECK(refused([](auto& s) { s.sweep->to = Hertz{24000.0}; }, "half the sample rate"));
    CHECK(refused([](auto& s) { s.sweep->from = Hertz{0.0}; }, "sweep"));
    CHECK(refused([](auto& s) { s.sweep->to = Hertz{20.0}; }, "sweep"));
    CHECK(refused([](auto& s) { s.sweep->level = DbFsPeak{0.1}; }, "louder"));
    CHECK(refused([](auto& s) { s.sweep->level = DbFsPeak{kNan}; }, "louder"));
    CHECK(refused([](auto& s) { s.sweep->fade_in = SampleCount{48000 * 9}; }, "too short"));
  }

  TEST_CASE("objection: a marker that cannot be is refused") {
    CHECK(refused([](auto& s) { s.marker.length = SampleCount{100}; }, "marker"));
    CHECK(refused([](auto& s) { s.marker.to = Hertz{kNan}; }, "marker"));
    CHECK(refused([](auto& s) { s.marker.level = DbFsPeak{3.0}; }, "marker"));
  }

  TEST_CASE("objection: silences shorter than trainers ask for are refused") {
    CHECK(refused([](auto& s) { s.gap = Seconds{0.39}; }, "0.4 s"));
    CHECK(refused([](auto& s) { s.sweep_decay = Seconds{0.0}; }, "0.4 s"));
    CHECK(refused([](auto& s) { s.gap = Seconds{kNan}; }, "0.4 s"));
    CHECK(refused([](auto& s) { s.lead = Seconds{-1.0}; }, "negative"));
    CHECK(refused([](auto& s) { s.longest_piece = Seconds{0.5}; }, "1 s or longer"));
    CHECK(refused([](auto& s) { s.rate = SampleRate{0}; }, "sample rate"));
  }
}
