// SPDX-License-Identifier: GPL-3.0-or-later
// The person at the bench: TerminalOperator, ManualActuator.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "rig/devices/manual_actuator.hpp"
#include "rig/devices/terminal_operator.hpp"

using namespace ampsweep::rig;
using namespace std::chrono_literals;
using Answer = Operator::Answer;
using Question = Operator::Question;

namespace {

/// Two pipes in the terminal's place.
struct Terminal {
  int keyboard[2]{-1, -1};
  int screen[2]{-1, -1};
  Terminal() {
    REQUIRE(::pipe(keyboard) == 0);
    REQUIRE(::pipe(screen) == 0);
  }
  ~Terminal() {
    for (const int fd : {keyboard[0], keyboard[1], screen[0], screen[1]}) {
      if (fd >= 0) ::close(fd);
    }
  }
  void type(const std::string& text) const {
    REQUIRE(::write(keyboard[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string shown() const {
    char text[2000];
    const auto count = ::read(screen[0], text, sizeof text);
    return {text, static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  }
};

/// A terminal with settings and a size: what a person sits at, and what is typed and shown there.
struct RealTerminal {
  int desk{::posix_openpt(O_RDWR | O_NOCTTY)};
  int seat{-1};
  RealTerminal() {
    REQUIRE(desk >= 0);
    REQUIRE(::grantpt(desk) == 0);
    REQUIRE(::unlockpt(desk) == 0);
    seat = ::open(::ptsname(desk), O_RDWR | O_NOCTTY);
    REQUIRE(seat >= 0);
  }
  ~RealTerminal() {
    ::close(seat);
    ::close(desk);
  }
  RealTerminal(const RealTerminal&) = delete;
  RealTerminal& operator=(const RealTerminal&) = delete;
};

/// Answers as told and keeps the lines it was shown.
class TestOperator final : public Operator {
 public:
  Answer answer{Answer::Yes};
  std::vector<std::string> shown;
  int asked{0};
  [[nodiscard]] Answer confirm(Question, const std::string&, const std::vector<std::string>& lines,
                               const std::stop_token&) override {
    ++asked;
    shown = lines;
    return answer;
  }
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion&,
                                               const std::stop_token&) override {
    return std::nullopt;
  }
};

Knob hand_knob(const std::string& id, const std::string& label) {
  Knob knob;
  knob.id = id;
  knob.label = label;
  knob.resolution = 0.5;
  knob.control = ManualControl{0.03};
  return knob;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("terminal operator: y and yes confirm a check-list but nothing else does") {
    const std::pair<const char*, Answer> rows[] = {
        {"\n", Answer::No},  {"y\n", Answer::Yes},   {"yes \r\n", Answer::Yes},
        {"n\n", Answer::No}, {"quit\n", Answer::No}, {"yy\n", Answer::No},
        {"yes", Answer::No},  // the terminal was closed before Enter
    };
    for (const auto& [keys, expected] : rows) {
      CAPTURE(keys);
      Terminal terminal;
      terminal.type(keys);
      ::close(std::exchange(terminal.keyboard[1], -1));
      TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
      CHECK(person.confirm(Question::CheckList, "Arm", {"load connected"}, {}) == expected);
      CHECK(terminal.shown().find("load connected") != std::string::npos);
    }
  }

  TEST_CASE("terminal operator: one line answers one question") {
    Terminal terminal;
    terminal.type("y\nn\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
    CHECK(person.confirm(Question::CheckList, "first", {}, {}) == Answer::Yes);
    CHECK(person.confirm(Question::CheckList, "second", {}, {}) == Answer::No);
  }

  TEST_CASE("terminal operator: without a terminal the answer is No and --yes is pointed out") {
    Terminal terminal;
    terminal.type("y\n");  // piped input must not arm an amp
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], false, AssumedAnswer::None};
    CHECK(person.confirm(Question::CheckList, "Arm", {}, {}) == Answer::No);
    CHECK(terminal.shown().find("--yes") != std::string::npos);
  }

  TEST_CASE("terminal operator: --yes confirms and prints what was confirmed") {
    Terminal terminal;
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], false, AssumedAnswer::Yes};
    CHECK(person.confirm(Question::CheckList, "Arm", {"8 ohm load"}, {}) == Answer::Yes);
    const auto shown = terminal.shown();
    CHECK(shown.find("8 ohm load") != std::string::npos);
    CHECK(shown.find("confirmed by --yes") != std::string::npos);
  }

  TEST_CASE("terminal operator: a typed answer comes without blanks, one line a question") {
    Terminal terminal;
    terminal.type("  245 mV \r\n\nx");
    ::close(std::exchange(terminal.keyboard[1], -1));
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::Yes};
    CHECK(person.ask({"The meter", {"at the cable's end"}}, {}) == "245 mV");
    CHECK(terminal.shown().find("at the cable's end") != std::string::npos);
    CHECK(person.ask({"again", {}}, {}) == "");
    CHECK_FALSE(person.ask({"closed before Enter", {}}, {}));
  }

  TEST_CASE("terminal operator: nobody types without a terminal, and --yes types nothing") {
    Terminal terminal;
    terminal.type("3\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], false, AssumedAnswer::Yes};
    CHECK_FALSE(person.ask({"The meter", {}}, {}));
    CHECK(terminal.shown().find("no terminal") != std::string::npos);
  }

  TEST_CASE("terminal operator: a question is tended every 50 ms, withdrawn and stopped") {
    Terminal terminal;
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
    std::vector<std::chrono::steady_clock::time_point> tended;
    CHECK_FALSE(person.ask({"The meter",
                            {},
                            [&] {
                              tended.push_back(std::chrono::steady_clock::now());
                              return tended.size() < 10;
                            }},
                           {}));
    REQUIRE(tended.size() == 10);
    // A busy machine may be late once; a wait of 50 ms each would not come near this.
    CHECK(tended.back() - tended.front() < 9 * 50ms);

    std::stop_source stop;
    CHECK_FALSE(
        person.ask({"The meter", {}, [&] { return stop.request_stop(); }}, stop.get_token()));
    terminal.type("5\n");
    CHECK_FALSE(person.ask({"after the stop", {}}, stop.get_token()));
  }

  TEST_CASE("terminal operator: Enter is enough for a knob") {
    Terminal terminal;
    terminal.type("\nn\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
    CHECK(person.confirm(Question::TurnKnobs, "Turn", {"Gain: 3"}, {}) == Answer::Yes);
    CHECK(person.confirm(Question::TurnKnobs, "Turn", {"Gain: 4"}, {}) == Answer::No);
  }

  TEST_CASE("terminal operator: --yes never says that a knob was turned") {
    Terminal terminal;
    TerminalOperator nobody{terminal.keyboard[0], terminal.screen[1], false, AssumedAnswer::Yes};
    CHECK(nobody.confirm(Question::TurnKnobs, "Turn", {"Gain: 3"}, {}) == Answer::No);
    CHECK(terminal.shown().find("person at a terminal") != std::string::npos);
    terminal.type("\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::Yes};
    CHECK(person.confirm(Question::TurnKnobs, "Turn", {"Gain: 3"}, {}) == Answer::Yes);
  }

  TEST_CASE("terminal operator: --yes never says that a paused session may go on") {
    Terminal terminal;
    TerminalOperator nobody{terminal.keyboard[0], terminal.screen[1], false, AssumedAnswer::Yes};
    CHECK(nobody.confirm(Question::GoOn, "The session waits", {"clipped"}, {}) == Answer::No);
    CHECK(terminal.shown().find("the session parks") != std::string::npos);
    terminal.type("y\n\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::Yes};
    CHECK(person.confirm(Question::GoOn, "The session waits", {"clipped"}, {}) == Answer::Yes);
    CHECK(person.confirm(Question::GoOn, "Enter alone", {"clipped"}, {}) == Answer::No);
  }

  TEST_CASE("terminal operator: what was typed before the question does not answer it") {
    const RealTerminal real;
    REQUIRE(::write(real.desk, "\n\n\n", 3) == 3);
    Terminal terminal;
    TerminalOperator person{real.seat, terminal.screen[1], true, AssumedAnswer::None};
    std::stop_source stop;
    std::jthread hand([&] {
      std::this_thread::sleep_for(150ms);
      stop.request_stop();
    });
    CHECK(person.confirm(Question::TurnKnobs, "Turn", {"Gain: 3"}, stop.get_token()) ==
          Answer::Stopped);
    hand.join();
  }

  TEST_CASE("manual actuator: what stands is what the person confirmed, and nothing else") {
    TestOperator person;
    ManualActuator actuator{{hand_knob("gain", "Gain")}, person};
    CHECK(actuator.standing()->empty());
    REQUIRE(actuator.move({{"gain", 3.0}}, {}));
    REQUIRE(actuator.standing()->size() == 1);
    CHECK(actuator.standing()->front().printed == 3.0);
    CHECK(actuator.standing()->front().source == LabelSource::ByHand);
    person.answer = Answer::No;
    REQUIRE_FALSE(actuator.move({{"gain", 4.0}}, {}));
    CHECK(actuator.standing()->empty());
  }

  TEST_CASE("manual actuator: asks for every knob once and then only for what changes") {
    TestOperator person;
    ManualActuator actuator{{hand_knob("gain", "Gain"), hand_knob("treble", "H\xC3\xB6hen")},
                            person};
    REQUIRE(actuator.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    CHECK(person.shown == std::vector<std::string>{"Gain: 3", "H\xC3\xB6hen: 5"});
    const auto labels = actuator.move({{"gain", 3.0}, {"treble", 7.6}}, {});
    CHECK(person.shown == std::vector<std::string>{"H\xC3\xB6hen: 5 -> 7.5"});
    REQUIRE(labels);
    const auto& treble = labels->at(1);
    CHECK(treble.printed == 7.5);  // what the panel's scale can be set to
    CHECK(treble.normalised == 0.75);
    CHECK(treble.source == LabelSource::ByHand);
    CHECK(treble.uncertainty == 0.03);
    REQUIRE(actuator.move({{"gain", 3.0}, {"treble", 7.5}}, {}));
    CHECK(person.asked == 2);
  }

  TEST_CASE("manual actuator: a switch is shown by the name of its position") {
    TestOperator person;
    auto knob = hand_knob("voice", "Voice");
    knob.positions = {"dark", "bright"};
    knob.maximum = 1.0;
    ManualActuator actuator{{knob}, person};
    REQUIRE(actuator.move({{"voice", 0.0}}, {}));
    const auto labels = actuator.move({{"voice", 1.0}}, {});
    CHECK(person.shown == std::vector<std::string>{"Voice: dark -> bright"});
    CHECK(labels->at(0).uncertainty == 0.0);
  }

  TEST_CASE("manual actuator: after a No every knob is asked for again") {
    TestOperator person;
    ManualActuator actuator{{hand_knob("gain", "Gain"), hand_knob("bass", "")}, person};
    REQUIRE(actuator.move({{"gain", 1.0}, {"bass", 1.0}}, {}));
    person.answer = Answer::No;
    CHECK(actuator.move({{"gain", 2.0}, {"bass", 1.0}}, {}).error().code ==
          FaultCode::KnobNotReached);
    person.answer = Answer::Stopped;
    CHECK(actuator.move({{"gain", 2.0}, {"bass", 1.0}}, {}).error().code == FaultCode::Stopped);
    CHECK(person.shown == std::vector<std::string>{"Gain: 2", "bass: 1"});
  }
}

TEST_SUITE("threads") {
  TEST_CASE("terminal operator: a stop ends the wait for an answer within 100 ms") {
    Terminal terminal;
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::jthread hand([&] {
      std::this_thread::sleep_for(50ms);
      asked = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    CHECK(person.confirm(Question::CheckList, "Arm", {}, stop.get_token()) == Answer::Stopped);
    hand.join();
    CHECK(std::chrono::steady_clock::now() - asked < 100ms);
  }

  TEST_CASE("manual actuator: an undo asks for every knob again, whoever was turned instead") {
    TestOperator person;
    ManualActuator actuator{{hand_knob("gain", "Gain"), hand_knob("treble", "Treble")}, person};
    REQUIRE(actuator.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    REQUIRE(actuator.move({{"gain", 3.0}, {"treble", 6.0}}, {}));
    CHECK(person.shown == std::vector<std::string>{"Treble: 5 -> 6"});
    person.answer = Answer::Undo;
    const auto doubted = actuator.move({{"gain", 4.0}, {"treble", 6.0}}, {});
    REQUIRE_FALSE(doubted);
    CHECK(doubted.error().code == FaultCode::KnobDoubted);
    CHECK(actuator.standing()->empty());
    person.answer = Answer::Yes;
    REQUIRE(actuator.move({{"gain", 3.0}, {"treble", 6.0}}, {}));
    CHECK(person.shown == std::vector<std::string>{"Gain: 3", "Treble: 6"});
  }

  TEST_CASE("manual actuator: before anything was confirmed there is nothing to undo") {
    class UndoTwice final : public Operator {
     public:
      int asked{0};
      [[nodiscard]] Answer confirm(Question, const std::string&, const std::vector<std::string>&,
                                   const std::stop_token&) override {
        return ++asked <= 2 ? Answer::Undo : Answer::Yes;
      }
      [[nodiscard]] std::optional<std::string> ask(const TypedQuestion&,
                                                   const std::stop_token&) override {
        return std::nullopt;
      }
    } person;
    ManualActuator actuator{{hand_knob("gain", "Gain")}, person};
    REQUIRE(actuator.move({{"gain", 3.0}}, {}));
    CHECK(person.asked == 3);
  }

  TEST_CASE("terminal operator: u says that the turn before was wrong, of a check-list it is No") {
    Terminal terminal;
    terminal.type("u\nU\nundo\nu\nx\n\n");
    TerminalOperator person{terminal.keyboard[0], terminal.screen[1], true, AssumedAnswer::None};
    const std::vector<KnobTurn> turns{{"Gain", "2", "3"}};
    for (int i = 0; i < 3; ++i) CHECK(person.turn_knobs(turns, {}) == Answer::Undo);
    CHECK(terminal.shown().find("u and Enter: the turn before this one was wrong") !=
          std::string::npos);
    CHECK(person.confirm(Question::CheckList, "Arm", {}, {}) == Answer::No);
    CHECK(person.turn_knobs(turns, {}) == Answer::No);
    CHECK(person.turn_knobs(turns, {}) == Answer::Yes);
  }

  TEST_CASE("terminal operator: values are large on a terminal wide enough, plain in a pipe") {
    Terminal pipe;
    pipe.type("\n");
    TerminalOperator plain{pipe.keyboard[0], pipe.screen[1], true, AssumedAnswer::None};
    CHECK(plain.turn_knobs({{"Gain", "2", "7.5"}}, {}) == Answer::Yes);
    const auto shown = pipe.shown();
    CHECK(shown.find("Gain: 2 -> 7.5") != std::string::npos);
    CHECK(shown.find('#') == std::string::npos);

    const RealTerminal real;
    for (const std::uint16_t columns : {std::uint16_t{80}, std::uint16_t{15}}) {
      winsize size{24, columns, 0, 0};
      REQUIRE(::ioctl(real.seat, TIOCSWINSZ, &size) == 0);
      Terminal keys;
      keys.type("\n");
      TerminalOperator person{keys.keyboard[0], real.seat, true, AssumedAnswer::None};
      CHECK(person.turn_knobs({{"Gain", "2", "7.5"}}, {}) == Answer::Yes);
      // The kernel hands a terminal's text over in pieces, in its own time.
      std::string screen;
      for (pollfd more{real.desk, POLLIN, 0}; ::poll(&more, 1, 200) > 0;) {
        char text[4000];
        const auto count = ::read(real.desk, text, sizeof text);
        REQUIRE(count > 0);
        screen.append(text, static_cast<std::size_t>(count));
      }
      CAPTURE(columns);
      CHECK((screen.find("#####       #####") != std::string::npos) == (columns == 80));
      CHECK(screen.find("Gain: 2 -> 7.5") != std::string::npos);
    }
  }

  TEST_CASE("manual actuator: in doubt all knobs are asked for again, at rest only what changes") {
    TestOperator person;
    ManualActuator hand({hand_knob("gain", "Gain"), hand_knob("treble", "Treble")}, person);
    REQUIRE(hand.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    REQUIRE(hand.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    CHECK(person.asked == 1);
    hand.forget();  // the amp restarted: a knob on a panel keeps its place
    REQUIRE(hand.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    CHECK(person.asked == 1);
    hand.doubt();
    REQUIRE(hand.move({{"gain", 3.0}, {"treble", 5.0}}, {}));
    CHECK(person.asked == 2);
    CHECK(person.shown.size() == 2);
  }
}
