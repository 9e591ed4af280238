// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session_hooks.hpp"

namespace ampsweep::rig {
namespace {

/// nullptr: nothing a hook waits for.
const char* event_of(SessionState state) {
  switch (state) {
    case SessionState::Opening:
      return "started";
    case SessionState::Reopening:
      return "stream_lost";
    case SessionState::Parked:
      return "parked";
    case SessionState::Stopped:
      return "stopped";
    case SessionState::Finished:
      return "finished";
    default:
      return nullptr;
  }
}

/// It is told once, whatever is still written down afterwards.
bool is_over(SessionState state) {
  return state == SessionState::Parked || state == SessionState::Stopped ||
         state == SessionState::Finished;
}

}  // namespace

void SessionHooks::see(const SessionSnapshot& now) {
  if (hooks_ == nullptr) return;
  const bool changed = (now.state != last_.state || !started_) && !ended_;
  started_ = true;
  last_ = now;
  if (const char* const event = event_of(now.state); changed && event != nullptr) {
    tell(event, now.message);
    ended_ = is_over(now.state);
  }
  note(hooks_->look_after());
}

void SessionHooks::failed(const std::string& why) {
  if (hooks_ == nullptr) return;
  tell("failed", why);
  (void)hooks_->wait_for_all();  // the dataset may be gone: nowhere to note it
}

void SessionHooks::end() {
  if (hooks_ != nullptr) note(hooks_->wait_for_all());
}

void SessionHooks::tell(const std::string& event, const std::string& text) {
  hooks_->happened({event, text, writer_.dir().string(), last_.takes_done, last_.takes_total});
}

void SessionHooks::note(const std::vector<std::string>& complaints) {
  for (const std::string& text : complaints) (void)writer_.event("hook", text);
}

}  // namespace ampsweep::rig
