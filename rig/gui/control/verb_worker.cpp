// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/verb_worker.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <ostream>
#include <streambuf>
#include <utility>

#include "rig/dataset/utc_time.hpp"

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
constexpr auto kShowEvery = 200ms;
constexpr auto kLookAgain = 500ms;

/// Keeps what is written and lets another thread read it meanwhile.
class SharedText : public std::streambuf {
 public:
  [[nodiscard]] std::string text() const {
    const std::scoped_lock lock{mutex_};
    return text_;
  }

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char letter = traits_type::to_char_type(c);
    xsputn(&letter, 1);
    return c;
  }
  std::streamsize xsputn(const char* letters, std::streamsize count) override {
    const std::scoped_lock lock{mutex_};
    text_.append(letters, static_cast<std::size_t>(count));
    return count;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace

VerbWorker::VerbWorker(const GuiFront& front, Board& board) : front_(front), board_(board) {
  auto verbs = std::make_shared<const CommandFacts>(front.verbs);
  board_.update([&](Snapshot& now) { now.verbs = std::move(verbs); });
  thread_ = std::jthread([this](const std::stop_token& quit) { run(quit); });
}

VerbWorker::~VerbWorker() {
  thread_.request_stop();
  stop_now();
}

void VerbWorker::send(RunVerb command) {
  const std::scoped_lock lock{mutex_};
  if (running_) return;
  running_ = true;
  stop_ = std::stop_source{};
  VerbView begun;
  begun.args = std::move(command.args);
  begun.at = utc_now();
  begun.running = true;
  show(begun);
  inbox_.put({std::move(begun), stop_.get_token()});
}

void VerbWorker::stop_now() {
  const std::scoped_lock lock{mutex_};
  stop_.request_stop();
}

void VerbWorker::run(const std::stop_token& quit) {
  while (!quit.stop_requested()) {
    if (const auto order = inbox_.take(kLookAgain, quit)) carry_out(*order);
  }
}

void VerbWorker::show(const VerbView& view) {
  auto shown = std::make_shared<const VerbView>(view);
  board_.update([&](Snapshot& now) { now.verb = std::move(shown); });
}

void VerbWorker::carry_out(const Order& order) {
  board_.clear_problems(Room::Tools);
  const auto started = std::chrono::steady_clock::now();
  SharedText out_text;
  SharedText err_text;
  std::ostream out{&out_text};
  std::ostream err{&err_text};
  auto ending = std::async(std::launch::async,
                           [&] { return front_.run_verb(order.begun.args, out, err, order.stop); });
  VerbView view = order.begun;
  bool over = false;
  while (!over) {
    over = ending.wait_for(kShowEvery) == std::future_status::ready;
    view.out = out_text.text();
    view.err = err_text.text();
    view.stopping = order.stop.stop_requested();
    view.took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() -
                                                                 started);
    if (!over) show(view);
  }
  try {
    view.exit_code = ending.get();
  } catch (const std::exception& error) {
    board_.problem(Room::Tools, std::string("unexpected: ") + error.what(), "report this as a bug");
  }
  view.running = false;
  view.stopping = false;
  const std::scoped_lock lock{mutex_};  // before another one can begin
  running_ = false;
  show(view);
}

}  // namespace ampsweep::rig::gui
