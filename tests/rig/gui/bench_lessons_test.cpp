// SPDX-License-Identifier: GPL-3.0-or-later
// What the window learns about a rig, and listening: through both threads, on the simulated bench
// and on ports that say what is written here.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "fixtures/scripted_midi_input.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/save_levels.hpp"
#include "rig/plan/text_file.hpp"
#include "tests/support/jack_rig.hpp"
#include "tests/support/recording_monitor.hpp"
#include "worker_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;
using namespace std::chrono_literals;
using test::choose_small_plan;
using test::comes;
using test::nothing_wrong;
using test::Place;
using test::Workers;

namespace {

/// A rig of hardware with one MIDI knob, chosen in the window.
const std::string kMidiRig = test::jack_rig(R"([[knob]]
id = "gain"
control = { kind = "midi", port = "amp", controller = 1 }
)");

/// One slow turn of controller 21 on channel 3, from 0 to 127.
std::unique_ptr<MidiInput> turned_once(const Rig&) {
  fixtures::ScriptedMidiInput::Script script;
  for (int value = 0; value < 128; ++value) {
    script.push_back({MidiBytes{0, {0xB2, 21, static_cast<std::uint8_t>(value)}}});
  }
  return std::make_unique<fixtures::ScriptedMidiInput>(std::vector<std::string>{"pedal"}, script);
}

void choose_midi_rig(Place& desk, Workers& workers) {
  workers.files.send(SaveRig{desk.path("real.toml"), kMidiRig});
  REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.rig.rig != nullptr; }));
  REQUIRE(nothing_wrong(desk.board));
}

/// Answers every question of the window until `shown`.
bool answered_until(Place& desk, Workers& workers, const std::string& typed,
                    const std::function<bool(const Snapshot&)>& shown) {
  return comes(desk.board, [&](const Snapshot& now) {
    if (now.question) {
      workers.bench.answer(
          {now.question->id, Operator::Answer::Yes, now.question->typed ? typed : ""});
    }
    return shown(now);
  });
}

/// A dataset of two takes with a monitor that keeps what it is given.
struct HearingDesk {
  Place desk;
  test::MonitorLog log;
  std::unique_ptr<Workers> workers;
  HearingDesk() {
    log.frames_per_poll = 480;
    desk.front.monitor = [this](const MonitorChoice& choice, const std::vector<AudioSpec>& rigs) {
      log.choice = choice;
      log.rigs = rigs;
      return std::make_unique<test::RecordingMonitor>(log);
    };
    workers = std::make_unique<Workers>(desk);
    choose_small_plan(desk, *workers);
    workers->bench.send(StartCapture{desk.path("out/two"), false, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.capture.ended && now.dataset.dataset && now.activity == Activity::Idle;
    }));
  }
  void name_monitor() {
    Remembered settings = desk.board.newest()->remembered;
    settings.monitor = "alsa:hw:Headset";
    workers->files.send(Remember{settings});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.remembered.monitor.empty(); }));
  }
  [[nodiscard]] bool sounds() {
    return comes(desk.board, [](const Snapshot& now) { return now.hearing.has_value(); });
  }
  [[nodiscard]] bool silent() {
    return comes(desk.board, [](const Snapshot& now) { return !now.hearing.has_value(); });
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("window's lessons: levels are calibrated with what the simulated meter shows") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(CalibrateLevels{});
    std::string shown;  // "the simulated meter shows 0.3080 V"
    REQUIRE(comes(desk.board, [&](const Snapshot& now) {
      if (!now.question) return false;
      if (!now.question->typed) {
        workers.bench.answer({now.question->id, Operator::Answer::Yes, ""});
        return false;
      }
      shown = now.question->lines.back();
      return true;
    }));
    const auto from = shown.find("shows ");
    REQUIRE(from != std::string::npos);
    REQUIRE(answered_until(desk, workers, shown.substr(from + 6), [](const Snapshot& now) {
      return now.levels && now.levels->report.has_value();
    }));
    const auto now = desk.board.newest();
    CHECK(now->levels->report->ok());
    CHECK(std::abs(now->levels->report->output->full_scale.value() -
                   now->rig.in_force->simulation.send_full_scale_dbu) < 0.01);
    CHECK_FALSE(now->levels->written);  // the simulated bench is not the rig of a file
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's lessons: a wizard that is stopped writes nothing and says so") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    const std::string before = read_text_file(desk.board.newest()->rig.file.path);
    workers.bench.send(CalibrateLevels{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.question.has_value(); }));
    workers.bench.stop_now();
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.activity == Activity::Idle && !now.problems.empty();
    }));
    CHECK_FALSE(desk.board.newest()->levels->report);
    CHECK(read_text_file(desk.board.newest()->rig.file.path) == before);
  }

  TEST_CASE("window's lessons: the check foretells how loud the plan's sound comes back") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(RunCheck{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.check.has_value(); }));
    const auto forecast = desk.board.newest()->check->forecast;
    REQUIRE(forecast);
    CHECK(forecast->setting == desk.board.newest()->plan.job->plan.reference);
    CHECK(forecast->at_least <= forecast->at_most);
  }

  TEST_CASE("window's listening: a take sounds on the monitor alone, and a session ends it") {
    HearingDesk ears;
    ears.workers->bench.send(PlayTake{1, 0, "", -12.0});
    REQUIRE(comes(ears.desk.board, [](const Snapshot& now) { return !now.problems.empty(); }));
    CHECK(ears.desk.board.newest()->problems.front().room == Room::Dataset);
    CHECK(ears.log.plays == 0);  // there is no default: it may be the amp
    ears.name_monitor();
    ears.workers->bench.send(PlayTake{1, 0, "", -12.0});
    REQUIRE(ears.sounds());
    CHECK(ears.log.choice.device == "hw:Headset");
    CHECK(ears.log.rigs.size() == 2);  // the dataset's and the one that is chosen now
    CHECK(ears.log.gain.value() == -12.0);
    CHECK(ears.desk.board.newest()->hearing->take == 1);
    const int stops = ears.log.stops;
    ears.workers->bench.send(RunCheck{});
    REQUIRE(comes(ears.desk.board,
                  [](const Snapshot& now) { return now.activity == Activity::Checking; }));
    CHECK(ears.log.stops > stops);
    CHECK_FALSE(ears.desk.board.newest()->hearing);
  }

  TEST_CASE("window's listening: STOP, the Stop button and the end of the sound end it") {
    HearingDesk ears;
    ears.name_monitor();
    ears.workers->bench.send(PlayTake{1, 0, "", -20.0});
    REQUIRE(ears.sounds());
    ears.workers->bench.stop_now();
    REQUIRE(ears.silent());
    CHECK(ears.log.stops > 0);
    ears.workers->bench.send(PlayTake{1, 0, "loopback", -20.0});
    REQUIRE(ears.sounds());
    CHECK(ears.desk.board.newest()->hearing->file.find("raw/") == 0);
    ears.workers->bench.send(StopPlaying{});
    REQUIRE(ears.silent());
    ears.log.frames_per_poll = 48000;
    ears.workers->bench.send(PlayTake{1, 0, "", -20.0});
    REQUIRE(comes(ears.desk.board, [&](const Snapshot&) { return ears.log.plays == 3; }));
    REQUIRE(ears.silent());
    CHECK(nothing_wrong(ears.desk.board));
  }
}

TEST_SUITE("unit") {
  TEST_CASE("window's lessons: a controller is learned from the real knob and kept in the file") {
    Place desk;
    desk.front.midi_input = turned_once;
    Workers workers{desk};
    choose_midi_rig(desk, workers);
    workers.bench.send(LearnControl{"gain", 7.0});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.learn && now.learn->report; }));
    const auto learned = desk.board.newest()->learn->report->learned;
    REQUIRE(learned);
    CHECK(desk.board.newest()->learn->heard.find("controller 21 = 127") != std::string::npos);
    workers.files.send(KeepControl{"gain", control_of(*learned, false)});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.learn; }));
    const auto control = std::get<MidiControl>(load_rig(desk.path("real.toml")).knobs[0].control);
    CHECK(control.channel == 3);
    CHECK(control.controller == 21);
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return std::get<MidiControl>(now.rig.rig->knobs[0].control).controller == 21;
    }));
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's lessons: a MIDI knob is calibrated by what the amp shows, into the file") {
    Place desk;
    Workers workers{desk};
    choose_midi_rig(desk, workers);
    workers.bench.send(CalibrateKnob{"gain"});
    REQUIRE(comes(desk.board, [&](const Snapshot& now) {
      if (now.question && now.question->typed) {
        // "CC 64 was sent: ...": the amp's scale begins at CC 10 and ends at 110
        const double cc = std::stod(now.question->title.substr(3));
        const double shown = std::clamp((cc - 10.0) / 10.0, 0.0, 10.0);
        workers.bench.answer({now.question->id, Operator::Answer::Yes, std::to_string(shown)});
      }
      return now.knob_calibration && now.knob_calibration->found;
    }));
    CHECK(desk.board.newest()->knob_calibration->found->ok());
    const auto control = std::get<MidiControl>(load_rig(desk.path("real.toml")).knobs[0].control);
    CHECK(control.low == 10);
    CHECK(control.high == 110);
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's lessons: a simulated rig has no MIDI to learn from") {
    Place desk;
    Workers workers{desk};
    workers.files.send(TrySimulatedBench{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.rig.rig != nullptr; }));
    workers.bench.send(LearnControl{"gain"});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.problems.empty(); }));
    CHECK(desk.board.newest()->problems.front().room == Room::Knobs);
  }
}
