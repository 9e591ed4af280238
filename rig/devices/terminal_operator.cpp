// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/terminal_operator.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "rig/model/block_letters.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kLookForStopMs = 20;  // also how often a sound is kept going: every 50 ms at least

/// One line without its end; nothing at the end of input, when stop is requested or the question is
/// withdrawn. Read byte by byte: what follows the line belongs to the next question.
bool read_line(int fd, const std::stop_token& stop, const std::function<bool()>& meanwhile,
               std::string& line) {
  line.clear();
  while (!stop.stop_requested()) {
    if (meanwhile && !meanwhile()) return false;
    pollfd watch{fd, POLLIN, 0};
    const int ready = ::poll(&watch, 1, kLookForStopMs);
    if (ready <= 0) continue;  // time out, or a signal that may have requested the stop
    char c = 0;
    const auto count = ::read(fd, &c, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    if (c == '\n') return true;
    line += c;
  }
  return false;
}

std::string without_blanks(const std::string& line) {
  const auto from = line.find_first_not_of(" \t\r");
  const auto to = line.find_last_not_of(" \t\r");
  return from == std::string::npos ? "" : line.substr(from, to - from + 1);
}

bool is_yes(const std::string& word) {
  for (const std::string_view yes : {"y", "Y", "yes", "Yes", "YES"}) {
    if (word == yes) return true;
  }
  return false;
}

/// An empty line is enough for a knob; a check-list wants to be read.
Operator::Answer answer_in(Operator::Question question, const std::string& line) {
  const bool turn = question == Operator::Question::TurnKnobs;
  const auto word = without_blanks(line);
  if (is_yes(word) || (turn && word.empty())) return Operator::Answer::Yes;
  if (turn && (word == "u" || word == "U" || word == "undo")) return Operator::Answer::Undo;
  return Operator::Answer::No;
}

/// Columns of a terminal; 0: it is none.
std::size_t columns_of(int fd) {
  winsize size{};
  if (::isatty(fd) != 1 || ::ioctl(fd, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

std::string prompt_for(Operator::Question question) {
  switch (question) {
    case Operator::Question::CheckList:
      return "Type y and Enter when all is true, n to refuse: ";
    case Operator::Question::GoOn:
      return "Type y and Enter to go on, n to park the session: ";
    case Operator::Question::TurnKnobs:
      break;
  }
  return "Enter when done; u and Enter: the turn before this one was wrong; n to refuse: ";
}

std::string nobody_for(Operator::Question question) {
  const std::string nobody =
      "not confirmed: standard input is no terminal, so nobody can be asked; ";
  switch (question) {
    case Operator::Question::CheckList:
      return nobody + "run in a terminal, or give --yes to confirm the check-list beforehand\n";
    case Operator::Question::GoOn:
      return nobody + "the session parks\n";
    case Operator::Question::TurnKnobs:
      break;
  }
  return nobody + "knobs turned by hand need a person at a terminal\n";
}

}  // namespace

TerminalOperator::TerminalOperator(AssumedAnswer answer)
    : TerminalOperator(STDIN_FILENO, STDERR_FILENO, ::isatty(STDIN_FILENO) == 1, answer) {}

TerminalOperator::TerminalOperator(int in_fd, int out_fd, bool interactive, AssumedAnswer answer)
    : in_fd_(in_fd), out_fd_(out_fd), interactive_(interactive), answer_(answer) {}

Operator::Answer TerminalOperator::confirm(Question question, const std::string& title,
                                           const std::vector<std::string>& lines,
                                           const std::stop_token& stop) {
  if (stop.stop_requested()) return Answer::Stopped;
  show(title, lines);
  if (answer_ == AssumedAnswer::Yes && question == Question::CheckList) {
    say("confirmed by --yes\n");
    return Answer::Yes;
  }
  if (!interactive_) {
    say(nobody_for(question));
    return Answer::No;
  }
  const auto line = answer_to(prompt_for(question), stop);
  if (stop.stop_requested()) {
    say("\n");
    return Answer::Stopped;
  }
  return line ? answer_in(question, *line) : Answer::No;
}

Operator::Answer TerminalOperator::turn_knobs(const std::vector<KnobTurn>& turns,
                                              const std::stop_token& stop) {
  const std::size_t columns = interactive_ ? columns_of(out_fd_) : 0;
  for (const KnobTurn& turn : turns) {
    const auto rows = block_letters(turn.to, columns);
    if (rows.empty()) continue;
    say("\n  " + turn.name + (turn.from.empty() ? "" : ", from " + turn.from + " to") + "\n\n");
    for (const auto& row : rows) say(row + "\n");
    say("\n");
  }
  return Operator::turn_knobs(turns, stop);
}

std::optional<std::string> TerminalOperator::answer_to(const std::string& prompt,
                                                       const std::stop_token& stop) const {
  // What was typed before the question is no answer to it.
  (void)::tcflush(in_fd_, TCIFLUSH);
  say(prompt);
  std::string line;
  if (!read_line(in_fd_, stop, {}, line)) return std::nullopt;
  return line;
}

std::optional<std::string> TerminalOperator::ask(const TypedQuestion& question,
                                                 const std::stop_token& stop) {
  if (stop.stop_requested()) return std::nullopt;
  show(question.title, question.lines);
  if (!interactive_) {
    say("not answered: standard input is no terminal, so nobody can be asked; run in a terminal, "
        "or "
        "give the answer on the command line\n");
    return std::nullopt;
  }
  (void)::tcflush(in_fd_, TCIFLUSH);
  say("> ");
  std::string line;
  if (read_line(in_fd_, stop, question.meanwhile, line)) return without_blanks(line);
  say("\n");
  return std::nullopt;
}

void TerminalOperator::show(const std::string& title, const std::vector<std::string>& lines) const {
  say(title + "\n");
  for (const auto& line : lines) say("  - " + line + "\n");
}

void TerminalOperator::say(const std::string& text) const {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = ::write(out_fd_, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // a closed terminal cannot be told
    written += static_cast<std::size_t>(count);
  }
}

}  // namespace ampsweep::rig
