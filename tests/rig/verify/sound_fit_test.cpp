// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of known truth: answers of one saturator at fourteen drives, and what was done to them.
#include "rig/verify/sound_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "analysis/take_print.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/pair_set.hpp"
#include "rig/verify/pair_settings.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr SampleRate kRate{48000};
constexpr int kTakes = 14;

using Take = std::vector<float>;

Take dry() {
  signals::Random random{5};
  Take x;
  double low = 0.0;
  for (int n = 0; n < 2 * 48000; ++n) {
    low += 0.2 * (random.normal() - low);
    x.push_back(static_cast<float>(0.3 * low * (1.0 + std::sin(2e-4 * n))));
  }
  return x;
}

Take answer(const Take& x, double drive, std::uint64_t seed) {
  signals::Random noise{seed};
  Take y;
  for (const float in : x) {
    const double out = 0.4 * std::tanh(drive * static_cast<double>(in)) + 1e-4 * noise.normal();
    y.push_back(static_cast<float>(out));
  }
  return y;
}

std::string name_of(int take) { return "take" + std::to_string(take) + ".wav"; }

/// `spoil` may change sounds and settings before they are compared.
PairSetReport checked(
    const std::function<void(std::vector<Take>&, std::vector<double>&)>& spoil = {}) {
  const Take x = dry();
  std::vector<Take> sounds;
  std::vector<double> knobs;
  for (int i = 0; i < kTakes; ++i) {
    const double knob = 0.3 + 0.7 * i;
    sounds.push_back(answer(x, std::pow(1.3, knob), static_cast<std::uint64_t>(i + 1)));
    knobs.push_back(knob);
  }
  if (spoil) spoil(sounds, knobs);
  PairSetReport report;
  for (int i = 0; i < kTakes; ++i) {
    const auto at = static_cast<std::size_t>(i);
    PairTake take;
    take.pair.input = "input.wav";
    take.pair.target = name_of(i);
    take.pair.setting = {{"gain", knobs[at]}};
    take.measured = true;
    take.report.y.frames = SampleCount{static_cast<std::int64_t>(sounds[at].size())};
    take.report.y.sound_id = std::to_string(i);
    analysis::TakePrinter printer{kRate};
    printer.add(sounds[at]);
    take.report.y.print = printer.print();
    report.takes.push_back(std::move(take));
  }
  add_sound_checks(report);
  return report;
}

std::vector<std::string> files_with(const PairSetReport& report, FaultCode code) {
  std::vector<std::string> files;
  for (const FileFault& found : report.faults) {
    if (found.fault.code == code) files.push_back(found.file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sound fit: a set whose sounds follow its knob has no fault") {
    const auto report = checked();
    for (const FileFault& found : report.faults) MESSAGE(found.fault.detail);
    CHECK(report.faults.empty());
  }

  TEST_CASE("sound fit: a take with a wrong label is told, and it alone") {
    const auto report = checked([](auto&, auto& knobs) { knobs[6] = 8.0; });
    CHECK(files_with(report, FaultCode::SpectrumOdd) == std::vector<std::string>{"take6.wav"});
  }

  TEST_CASE("sound fit: every take scaled to one peak is told") {
    // Louder than the saturator's own ceiling, which is a limiter's and says nothing.
    const auto report = checked([](auto& sounds, auto&) {
      const Take played = dry();
      for (Take& sound : sounds) {
        for (std::size_t n = 0; n < played.size(); ++n) sound[n] += 4.0F * played[n];
        float peak = 0.0F;
        for (const float x : sound) peak = std::max(peak, std::abs(x));
        for (float& x : sound) x *= 0.9F / peak;
      }
    });
    CHECK(files_with(report, FaultCode::Normalised).size() == 1);
  }

  TEST_CASE("sound fit: a recording that was used twice, softer and upside down, is told") {
    const auto report = checked([](auto& sounds, auto&) {
      sounds[6] = sounds[5];
      for (float& x : sounds[6]) x *= -0.7F;
    });
    CHECK(files_with(report, FaultCode::TakeMismatch) == std::vector<std::string>{"take6.wav"});
  }

  TEST_CASE("sound fit: half of another take is a note where no noise tells recordings apart") {
    struct Row {
      double noise;
      float gain;
      std::size_t faults;
    };
    for (const Row& row : {Row{0.0, 0.5F, 0}, Row{0.0, 1.0F, 1}, Row{0.0, -0.5F, 1},
                           Row{1e-5, 0.5F, 1}}) {
      CAPTURE(row.noise);
      CAPTURE(row.gain);
      const auto report = checked([&](auto& sounds, auto& knobs) {
        const Take x = dry();
        for (std::size_t i = 0; i < sounds.size(); ++i) {
          signals::Random noise{i + 1};
          for (std::size_t n = 0; n < x.size(); ++n) {
            // A fade-out: 5 % of it are quieter than any noise.
            const double in = n * 20 < x.size() * 19 ? static_cast<double>(x[n]) : 1e-9;
            sounds[i][n] = static_cast<float>(0.4 * std::tanh(std::pow(1.3, knobs[i]) * in) +
                                              row.noise * noise.normal());
          }
        }
        sounds[6] = sounds[5];
        for (float& y : sounds[6]) y *= row.gain;
      });
      CHECK(files_with(report, FaultCode::TakeMismatch).size() == row.faults);
      const auto told = std::count_if(
          report.notes.begin(), report.notes.end(), [](const std::string& note) {
            return note.find("take6.wav is take5.wav scaled by -6.02 dB") != std::string::npos;
          });
      CHECK(told == (row.faults == 0 ? 1 : 0));
    }
  }

  TEST_CASE("pair set: one setting in two splits is a leak, but not where takes are cut in time") {
    for (const bool cut_in_time : {false, true}) {
      PairSetReport report;
      report.cut_in_time = cut_in_time;
      for (const char* split : {"train", "test"}) {
        PairTake take;
        take.pair = {"input.wav", std::string{split} + ".wav", split, {{"gain", 5.0}}, "made"};
        take.splits = {split};
        report.takes.push_back(std::move(take));
      }
      add_set_checks(report);
      CHECK(report.faults.empty() == cut_in_time);
    }
  }

  TEST_CASE("pair set: one sound to train and to test with is a leak, wherever takes are cut") {
    for (const std::string split : {"Train", "Val"}) {
      PairSetReport report;
      report.cut_in_time = true;
      for (const std::string& part : {split, std::string{"Test"}}) {
        PairTake take;
        take.pair = {"input.wav", part + ".wav", part, {{"gain", 5.0}}, "made"};
        take.splits = {part};
        take.measured = true;
        take.report.y.sound_id = "one sound";
        report.takes.push_back(std::move(take));
      }
      add_same_sound(report);
      CHECK(report.faults.size() == (split == "Train" ? 1U : 0U));
      CHECK(report.notes.size() == (split == "Train" ? 0U : 1U));
    }
  }

  TEST_CASE("sound fit: takes of different inputs are not compared") {
    PairSetReport report = checked([](auto& sounds, auto&) { sounds[6] = sounds[5]; });
    report.faults.clear();
    report.takes[6].report.x.sound_id = "of another sound";
    add_sound_checks(report);
    CHECK(report.faults.empty());
  }

  TEST_CASE("sound fit: a print survives the state file") {
    const PairSetReport report = checked();
    const auto& print = report.takes[4].report.y.print;
    const auto again = print_of_json(parse_json(compact_text(print_json(print))));
    CHECK(again.level_db == print.level_db);
    CHECK(again.excerpts == print.excerpts);
    CHECK(again.peak_dbfs == print.peak_dbfs);
    CHECK(again.silent == print.silent);
  }
}
