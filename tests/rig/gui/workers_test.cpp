// SPDX-License-Identifier: GPL-3.0-or-later
// The window's two threads on the simulated bench: what a person asks for, and what they then see.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/gui/control/settings_file.hpp"
#include "rig/plan/text_file.hpp"
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

constexpr const char* kPanamaPlan = R"(rig = "../rigs/simulated.toml"
[stimulus]
training_s = 2
validation_s = 1
sweep_s = 0.5
[design]
kind = "panama"
points = "../../trainer/active_learning_inputs/new_points.json"
knobs = ["gain"]
fixed = { bass = 5, treble = 5 }
[order]
blocks = 1
)";

/// A STOP of the rig's own, under the test's thumb.
class RedPad {
 public:
  /// False: nobody listens.
  bool press() {
    const std::scoped_lock lock{mutex_};
    if (pressed_) pressed_();
    return static_cast<bool>(pressed_);
  }
  void watched_by(std::function<void()> pressed) {
    const std::scoped_lock lock{mutex_};
    pressed_ = std::move(pressed);
  }

 private:
  std::mutex mutex_;
  std::function<void()> pressed_;
};

class RedPadSwitch final : public StopSwitch {
 public:
  explicit RedPadSwitch(RedPad& pad) : pad_(pad) {}
  ~RedPadSwitch() override { pad_.watched_by({}); }
  RedPadSwitch(const RedPadSwitch&) = delete;
  RedPadSwitch& operator=(const RedPadSwitch&) = delete;
  void watch(std::function<void()> pressed) override {
    pad_.watched_by(std::move(pressed));
    told_ = {"the pad is heard"};
  }
  [[nodiscard]] std::vector<std::string> look_after() override { return std::exchange(told_, {}); }

 private:
  RedPad& pad_;
  std::vector<std::string> told_;
};

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("window's workers: from a first start to a captured, verified, reported dataset") {
    Place desk;
    Workers workers{desk};
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.first_start; }));
    choose_small_plan(desk, workers);
    CHECK_FALSE(desk.board.newest()->first_start);
    const std::string dir = desk.path("out/two");
    workers.bench.send(StartCapture{dir, false, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.capture.ended.has_value(); }));
    CHECK(desk.board.newest()->capture.ended->complete());
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.dataset.dataset && now.activity == Activity::Idle;
    }));
    REQUIRE(nothing_wrong(desk.board));
    CHECK(desk.board.newest()->capture.judged->size() ==
          desk.board.newest()->plan.job->plan.takes.size());
    workers.files.send(ShowTake{0, 0});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.dataset.shown.has_value(); }));
    CHECK(desk.board.newest()->dataset.shown->sound->size() ==
          static_cast<std::size_t>(desk.board.newest()->dataset.dataset->length.value()));
    workers.files.send(VerifyDataset{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.dataset.verified.empty(); }));
    CHECK(desk.board.newest()->dataset.verified.front().kind == VerifiedLine::Kind::Good);
    workers.files.send(WriteReport{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.dataset.report.empty(); }));
    CHECK(std::filesystem::exists(desk.board.newest()->dataset.report));
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's workers: STOP ends a session and Resume completes it") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    const std::string dir = desk.path("out/stopped");
    workers.bench.send(StartCapture{dir, false, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.capture.now.state == SessionState::Playing;
    }));
    workers.bench.stop_now();
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.capture.ended.has_value() && now.activity == Activity::Idle;
    }));
    CHECK(desk.board.newest()->capture.ended->ended_by->code == FaultCode::Stopped);
    CHECK_FALSE(desk.board.newest()->capture.ended->complete());
    workers.bench.send(StartCapture{dir, true, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.activity == Activity::Idle && now.capture.ended && now.capture.ended->complete();
    }));
    CHECK(nothing_wrong(desk.board));
    workers.bench.send(StartCapture{dir, false, false});  // by mistake, once more
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return !now.problems.empty(); }));
    CHECK(desk.board.newest()->problems.front().text.find("Resume") != std::string::npos);
    CHECK(open_dataset(dir).takes.size() == desk.board.newest()->plan.job->plan.takes.size());
  }

  TEST_CASE("window's workers: the rig's own STOP ends a session as the button does") {
    Place desk;
    RedPad pad;
    desk.front.bench = [&pad, made = desk.front.bench](const Rig& rig,
                                                       std::unique_ptr<Operator> person) {
      Bench bench = made(rig, std::move(person));
      bench.stop_switch = std::make_unique<RedPadSwitch>(pad);
      return bench;
    };
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(StartCapture{desk.path("out/pad"), false, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.capture.now.state == SessionState::Playing;
    }));
    CHECK(pad.press());
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.capture.ended.has_value() && now.activity == Activity::Idle;
    }));
    CHECK(desk.board.newest()->capture.ended->ended_by->code == FaultCode::Stopped);
    CHECK_FALSE(pad.press());  // nobody listens to a bench that is gone
    const auto events = open_dataset(desk.path("out/pad")).events;
    CHECK(std::any_of(events.begin(), events.end(),
                      [](const Event& event) { return event.text == "the pad is heard"; }));
  }

  TEST_CASE("window's workers: a STOP before a command has begun stops that command") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    for (int i = 0; i < 20; ++i) {
      workers.bench.send(StartCapture{desk.path("out/never"), false, false});
      workers.bench.stop_now();
    }
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.activity == Activity::Idle; }));
    std::this_thread::sleep_for(200ms);
    const auto now = desk.board.newest();
    CHECK(now->activity == Activity::Idle);
    CHECK((!now->capture.ended || !now->capture.ended->complete()));
  }

  TEST_CASE("window's workers: listening shows levels, and a capture takes the stream over") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(ListenIn{true});
    REQUIRE(comes(desk.board, [](const Snapshot& now) {
      return now.live.open && now.live.scope && !now.live.scope->front().empty();
    }));
    workers.bench.send(StartCapture{desk.path("out/two"), false, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.capture.ended.has_value(); }));
    CHECK(desk.board.newest()->capture.ended->complete());
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's workers: a trainer is served, round after round, until STOP") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    const auto out = std::filesystem::path(desk.path("trainer"));
    std::filesystem::create_directories(out / "active_learning_inputs");
    std::ofstream{desk.path("examples/plans/panama.toml")} << kPanamaPlan;
    workers.bench.send(ServePanama{out.string(), desk.path("examples/plans/panama.toml"),
                                   desk.path("out/panama")});
    const auto waiting = [](const Snapshot& now) { return now.activity == Activity::Serving; };
    REQUIRE(comes(desk.board, waiting));
    for (const int index : {0, 1}) {
      const std::string number = std::to_string(index);
      std::ofstream{out / "active_learning_inputs/new_points.json"}
          << R"([{"g_vector": [0.)" << 3 + index << R"(], "index": )" << number << "}]";
      const auto sound = out / ("active_learning_inputs/000" + number + ".wav");
      REQUIRE(comes(desk.board, [&](const Snapshot& now) {
        return std::filesystem::exists(sound) && waiting(now);
      }));
    }
    workers.bench.stop_now();
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.activity == Activity::Idle; }));
    CHECK(nothing_wrong(desk.board));
    CHECK(open_dataset(desk.path("out/panama")).takes.size() >= 2);
  }

  TEST_CASE("window's workers: a measurement ends as figures, written and held") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    StartMeasurement start;
    start.dir = desk.path("out/m");
    for (const Knob& knob : desk.board.newest()->rig.in_force->knobs) {
      start.setting[knob.id] = snapped(knob, printed(knob, 0.5));
    }
    workers.bench.send(start);
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.measured != nullptr; }));
    const auto now = desk.board.newest();
    REQUIRE(now->measured->size() == 1);
    const MeasuredSetting& one = now->measured->front();
    CHECK(one.setting == start.setting);
    CHECK(one.figures->tones.size() == 2);
    CHECK(one.rig->hash == now->rig.in_force->hash);
    CHECK(std::filesystem::exists(start.dir + "/measure/00000.json"));
    workers.files.send(RenameMeasurement{0, "crunch"});
    REQUIRE(comes(desk.board,
                  [](const Snapshot& shown) { return shown.measured->front().name == "crunch"; }));
    CHECK(nothing_wrong(desk.board));
    workers.files.send(ForgetMeasurement{0});
    REQUIRE(comes(desk.board, [](const Snapshot& shown) { return shown.measured->empty(); }));
    workers.files.send(ReadMeasurement{desk.path("nowhere")});
    REQUIRE(comes(desk.board, [](const Snapshot& shown) { return !shown.problems.empty(); }));
    CHECK(desk.board.newest()->problems.front().room == Room::Measure);
  }

  TEST_CASE("window's workers: the folder suggested for a measurement is one that is not there") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    Remembered settings = desk.board.newest()->remembered;
    settings.out = desk.path("out");
    workers.files.send(Remember{settings});
    workers.files.send(NameMeasurement{});
    const auto named = [](const Snapshot& now) { return !now.free_measure_dir.empty(); };
    REQUIRE(comes(desk.board, named));
    const std::string first = desk.board.newest()->free_measure_dir;
    CHECK(first.find(desk.path("out/measure-")) == 0);
    CHECK(first.substr(first.size() - 2) == "-1");
    std::filesystem::create_directories(first);
    workers.files.send(NameMeasurement{});
    REQUIRE(comes(desk.board, [&](const Snapshot& now) { return now.free_measure_dir != first; }));
    CHECK(desk.board.newest()->free_measure_dir == first.substr(0, first.size() - 1) + "2");
  }

  TEST_CASE("window's workers: a plan's settings are measured one after the other") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    MeasureOverPlan over;
    over.dir = desk.path("out/over");
    workers.bench.send(over);
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.measured != nullptr; }));
    const auto now = desk.board.newest();
    CHECK(now->measured->size() == now->plan.job->plan.takes.size());
    CHECK(now->measured->front().setting == now->plan.job->plan.takes.front().setting);
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's workers: a knob is moved and its label shown") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(MoveKnob{"gain", 7.5});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.knobs.count("gain") == 1; }));
    CHECK(desk.board.newest()->knobs.at("gain").printed == 7.5);
    CHECK(nothing_wrong(desk.board));
  }

  TEST_CASE("window's workers: the simulated bench checks out well") {
    Place desk;
    Workers workers{desk};
    choose_small_plan(desk, workers);
    workers.bench.send(RunCheck{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.check.has_value(); }));
    CHECK(desk.board.newest()->check->ok());
  }

  TEST_CASE("window's workers: closing during a session leaves a dataset that resumes") {
    Place desk;
    const std::string dir = desk.path("out/closed");
    {
      Workers workers{desk};
      choose_small_plan(desk, workers);
      workers.bench.send(StartCapture{dir, false, false});
      REQUIRE(comes(desk.board, [](const Snapshot& now) {
        return now.capture.now.state == SessionState::Playing;
      }));
    }
    Workers again{desk};
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.plan.job != nullptr; }));
    desk.board.update([](Snapshot& now) { now.capture = CaptureView{}; });
    again.bench.send(StartCapture{dir, true, false});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.capture.ended.has_value(); }));
    CHECK(desk.board.newest()->capture.ended->complete());
  }

  TEST_CASE("window's workers: a bundled plan that gets a DI becomes a file of the user's") {
    Place desk;
    Workers workers{desk};
    workers.files.send(TrySimulatedBench{});
    REQUIRE(comes(desk.board, [](const Snapshot& now) { return now.plan.job != nullptr; }));
    desk.board.update([&](Snapshot& now) { now.remembered.out = desk.path("home"); });
    const std::string bundled = desk.board.newest()->plan.file.path;
    const std::string before = read_text_file(bundled);
    workers.files.send(UseAudio{desk.path("no-such.wav")});
    REQUIRE(comes(desk.board, [&](const Snapshot& now) { return now.plan.file.path != bundled; }));
    CHECK(read_text_file(bundled) == before);
    const auto now = desk.board.newest();
    CHECK(now->plan.file.path == desk.path("home/plans/demo.toml"));
    CHECK(now->plan.file.error.find("no-such.wav") != std::string::npos);
    workers.files.send(UseAudio{""});
    CHECK(comes(desk.board, [](const Snapshot& shown) {
      return shown.plan.job != nullptr && shown.plan.file.error.empty();
    }));
  }
}

TEST_SUITE("unit") {
  TEST_CASE("window's settings: read back what was written; nonsense is a first start") {
    Remembered settings;
    settings.rig = "/a \"b\".toml";
    settings.datasets = {"/x", "/y"};
    settings.dark = false;
    settings.scale = 1.5;
    const auto read = parse_settings(settings_text(settings));
    REQUIRE(read);
    CHECK(read->rig == settings.rig);
    CHECK(read->datasets == settings.datasets);
    CHECK(read->dark == false);
    CHECK(read->scale == 1.5);
    for (const char* text : {"", "{", "[]", "null", "{\"schema\": 7}", "{\"schema\": \"other\"}",
                             "{\"schema\": \"ampsweep-window-1\", \"datasets\": 3}"}) {
      CHECK_FALSE(parse_settings(text));
    }
  }

  TEST_CASE("window's workers: a session's own reading wipes away nothing a person was told") {
    Place desk;
    FileWorker files{desk.front, desk.board};
    const auto told = [&](std::size_t problems) {
      return comes(desk.board,
                   [problems](const Snapshot& now) { return now.problems.size() == problems; });
    };
    files.send(OpenDataset{desk.path("not there")});
    REQUIRE(told(1));
    files.send(OpenDataset{desk.path("gone too"), true});
    CHECK(told(2));
    files.send(OpenDataset{desk.path("nor there")});  // a person's own wish begins anew
    CHECK(told(1));
  }

  TEST_CASE("window's operator: an answer to an older question is none to this one") {
    Board board;
    AnswerBox answers;
    WindowOperator person{board, answers};
    std::stop_source stop;
    std::jthread asking{[&] {
      CHECK(person.confirm(Operator::Question::TurnKnobs, "first", {}, stop.get_token()) ==
            Operator::Answer::Yes);
      CHECK(person.confirm(Operator::Question::TurnKnobs, "second", {}, stop.get_token()) ==
            Operator::Answer::Stopped);
      CHECK_FALSE(person.ask({"third", {}, [] { return false; }}, std::stop_token{}));
    }};
    REQUIRE(comes(board, [](const Snapshot& now) { return now.question.has_value(); }));
    const int first = board.newest()->question->id;
    answers.answer({first, Operator::Answer::Yes, ""});
    REQUIRE(comes(board, [first](const Snapshot& now) {
      return now.question.has_value() && now.question->id != first;
    }));
    answers.answer({first, Operator::Answer::Yes, ""});  // pressed twice
    std::this_thread::sleep_for(100ms);
    CHECK(board.newest()->question.has_value());
    stop.request_stop();
    asking.join();
    CHECK_FALSE(board.newest()->question.has_value());
  }
}
