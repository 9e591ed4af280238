// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/footswitch_operator.hpp"

#include <atomic>
#include <thread>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kListenFor = 50ms;

/// Hears the pedal until it is pressed or nobody wants to know any more.
class Listener {
 public:
  Listener(MidiInput& input, FootswitchEar& ear, std::stop_source& answered)
      : thread_([this, &input, &ear, &answered](const std::stop_token& over) {
          hear(input, ear, answered, over);
        }) {}

  /// Ends the listening first.
  [[nodiscard]] bool pressed() {
    end();
    return pressed_;
  }
  [[nodiscard]] bool lost() {
    end();
    return lost_;
  }

 private:
  void end() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  void hear(MidiInput& input, FootswitchEar& ear, std::stop_source& answered,
            const std::stop_token& over) {
    const auto deaf_until = std::chrono::steady_clock::now() + FootswitchOperator::kDeafFor;
    do {  // once in any case: a pedal that has gone is found out so
      const auto came = input.read(kListenFor);
      if (!came) {
        lost_ = true;
        return;
      }
      bool press = false;
      for (const MidiBytes& bytes : *came) press = ear.pressed(bytes.bytes) || press;
      if (!press || std::chrono::steady_clock::now() < deaf_until) continue;
      pressed_ = true;
      answered.request_stop();
      return;
    } while (!over.stop_requested());
  }

  std::atomic<bool> pressed_{false};
  std::atomic<bool> lost_{false};
  std::jthread thread_;  ///< Last: it uses what stands above.
};

}  // namespace

Operator::Answer FootswitchOperator::turn_knobs(const std::vector<KnobTurn>& turns,
                                                const std::stop_token& stop) {
  need_pedal();
  if (!there_) return person_->turn_knobs(turns, stop);
  std::stop_source answered;
  const std::stop_callback passed_on{stop, [&] { answered.request_stop(); }};
  Listener listener{*input_, ear_, answered};
  const Answer answer = person_->turn_knobs(turns, answered.get_token());
  there_ = !listener.lost();
  if (stop.stop_requested()) return Answer::Stopped;
  return answer == Answer::Stopped && listener.pressed() ? Answer::Yes : answer;
}

Operator::Answer FootswitchOperator::confirm(Question question, const std::string& title,
                                             const std::vector<std::string>& lines,
                                             const std::stop_token& stop) {
  need_pedal();
  return person_->confirm(question, title, lines, stop);
}

std::optional<std::string> FootswitchOperator::ask(const TypedQuestion& question,
                                                   const std::stop_token& stop) {
  return person_->ask(question, stop);
}

/// A pedal that was there before may be missed; one that never was is a mistake in the rig file.
void FootswitchOperator::need_pedal() {
  if (there_) return;
  try {
    (void)input_->open();
    there_ = opened_ = true;
  } catch (const SetupError& error) {
    if (!opened_) {
      throw SetupError(error.kind(), std::string{"The foot-switch: "} + error.what(), "");
    }
  }
}

}  // namespace ampsweep::rig
