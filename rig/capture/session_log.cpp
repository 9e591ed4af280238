// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session_log.hpp"

namespace ampsweep::rig {

void SessionLog::show(SessionState state, const std::string& message) {
  now.state = state;
  if (state != SessionState::Playing) now.take_position = 0.0;
  now.message = message;
  tell();
  now.message.clear();
}

void SessionLog::show_idle(SessionState state, AudioPort& audio) {
  now.meters = audio.poll().meters;
  show(state);
}

void SessionLog::show_playing(const PortStatus& status, SampleCount frames) {
  now.meters = status.meters;
  now.take_position =
      static_cast<double>(status.frame.value()) / static_cast<double>(frames.value());
  tell();
}

void SessionLog::record(const std::string& kind, const std::string& text) {
  (void)writer_.event(kind, text, clock_.utc());
}

void SessionLog::note(const std::string& kind, const std::string& text) {
  record(kind, text);
  now.message = text;
  tell();
  now.message.clear();
}

void SessionLog::tell() const {
  if (observer_) observer_(now);
}

}  // namespace ampsweep::rig
