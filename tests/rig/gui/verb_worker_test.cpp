// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/verb_worker.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <ostream>
#include <thread>

#include "rig/cli/command_facts.hpp"
#include "rig/cli/run_cli.hpp"
#include "rig/dataset/wav_file.hpp"
#include "tests/support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;
using namespace std::chrono_literals;

namespace {

int run_command_line(const std::vector<std::string>& args, std::ostream& out, std::ostream& err,
                     std::stop_token stop) {
  const cli::Front front{{}, {}, {}, out, err, false, std::move(stop)};
  std::vector<const char*> argv{"ampsweep"};
  for (const std::string& arg : args) argv.push_back(arg.c_str());
  return cli::run_cli(static_cast<int>(argv.size()), argv.data(), front);
}

/// Speaks, then waits until it is stopped.
int patient_verb(const std::vector<std::string>& args, std::ostream& out, std::ostream& err,
                 std::stop_token stop) {
  out << "first line of " << args.front() << '\n';
  err << 7 << std::endl;
  while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
  return 130;
}

std::shared_ptr<const VerbView> shown(const Board& board,
                                      const std::function<bool(const VerbView&)>& wanted) {
  for (int i = 0; i < 6000; ++i) {
    const auto verb = board.newest()->verb;
    if (verb && wanted(*verb)) return verb;
    std::this_thread::sleep_for(10ms);
  }
  FAIL("the board never showed it");
  return nullptr;
}

bool is_over(const VerbView& verb) { return !verb.running; }

struct VerbDesk {
  GuiFront front;
  Board board;
  explicit VerbDesk(decltype(GuiFront::run_verb) run) {
    front.verbs = cli::ampsweep_command();
    front.run_verb = std::move(run);
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("verb worker: analyze tone run from the window measures a generated tone") {
    const test::TempDir folder;
    const std::string path = (folder.path() / "my tone.wav").string();
    std::vector<float> tone(12000);
    for (std::size_t i = 0; i < tone.size(); ++i) {
      const double t = static_cast<double>(i) / 48000.0 * 2.0 * M_PI;
      tone[i] = static_cast<float>(0.5 * std::sin(1000.0 * t) + 0.005 * std::sin(2000.0 * t));
    }
    REQUIRE(write_float32(path, Recording{SampleRate{48000}, {tone}}));
    VerbDesk desk{run_command_line};
    VerbWorker worker{desk.front, desk.board};
    CHECK(desk.board.newest()->verbs->verbs.size() == desk.front.verbs.verbs.size());

    worker.send({{"analyze", "tone", path}});
    const auto verb = shown(desk.board, is_over);

    CHECK(verb->exit_code == 0);
    CHECK(verb->err == "");
    CHECK(verb->out.find("THD_F      -40.000 dB") != std::string::npos);  // 0.005 / 0.5

    worker.send({{"analyze", "tone", path + ".gone"}});
    const auto failed = shown(desk.board, [](const VerbView& one) {
      return !one.running && one.args.back().find(".gone") != std::string::npos;
    });
    CHECK(failed->exit_code == 4);
    CHECK(failed->err.find("my tone.wav.gone") != std::string::npos);
    worker.send({{"analyze", "tone", "--harmonics", "99"}});
    const auto refused = shown(
        desk.board, [](const VerbView& one) { return !one.running && one.args.back() == "99"; });
    CHECK(refused->exit_code == 2);
    CHECK(refused->err.find("--harmonics") != std::string::npos);
  }
}

TEST_SUITE("unit") {
  TEST_CASE("verb worker: what a verb says is seen while it runs, and it is stopped") {
    VerbDesk desk{patient_verb};
    VerbWorker worker{desk.front, desk.board};
    worker.send({{"one"}});
    CHECK(desk.board.newest()->verb->running);  // at once: a second press finds it running
    worker.send({{"two"}});
    const auto running = shown(desk.board, [](const VerbView& verb) { return !verb.err.empty(); });
    CHECK(running->running);
    CHECK(running->out == "first line of one\n");
    CHECK(running->err == "7\n");
    worker.stop_now();
    const auto over = shown(desk.board, is_over);
    CHECK(over->args.front() == "one");
    CHECK(over->exit_code == 130);
    std::this_thread::sleep_for(50ms);
    CHECK(desk.board.newest()->verb->args.front() == "one");  // the second was not kept for later
    worker.send({{"three"}});
    CHECK(desk.board.newest()->verb->running);  // a stop is not meant for what comes after it
    shown(desk.board, [](const VerbView& verb) { return !verb.err.empty(); });
    // The destructor stops it: this test ends.
  }

  TEST_CASE("verb worker: a stop given before a verb has begun is meant for it") {
    VerbDesk desk{patient_verb};
    VerbWorker worker{desk.front, desk.board};
    for (int i = 0; i < 3; ++i) {
      worker.send({{"one"}});
      worker.stop_now();
      CHECK(shown(desk.board, is_over)->exit_code == 130);
    }
  }

  TEST_CASE("verb worker: a verb that throws is a problem of the room, not the end of the window") {
    VerbDesk desk{[](const auto&, std::ostream& out, std::ostream&, const std::stop_token&) -> int {
      out << "so far";
      throw std::runtime_error("broken");
    }};
    VerbWorker worker{desk.front, desk.board};
    worker.send({{"one"}});
    const auto over = shown(desk.board, is_over);
    CHECK(over->out == "so far");
    CHECK_FALSE(over->exit_code);
    REQUIRE(desk.board.newest()->problems.size() == 1);
    CHECK(desk.board.newest()->problems.front().room == Room::Tools);
    CHECK(desk.board.newest()->problems.front().text == "unexpected: broken");
  }
}
