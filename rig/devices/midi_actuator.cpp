// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_actuator.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <utility>

#include "rig/model/midi_value.hpp"

namespace ampsweep::rig {
namespace {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;

/// What was sent while the server missed a deadline is sent so often, this long apart: a program
/// that stands still for a moment is waited for.
constexpr int kDoubtfulTries = 6;
constexpr std::chrono::milliseconds kCalmDown{500};

const MidiControl& control_of(const Knob& knob) { return std::get<MidiControl>(knob.control); }

/// Where to come from: `approach` steps nearer to the minimum, so that every value is reached from
/// the same side; from above where there is no room below. `raw` itself: no detour.
int approached_from(const Knob& knob, int raw) {
  const MidiControl& control = control_of(knob);
  if (!knob.positions.empty()) return raw;  // a switch must not pass other positions
  const int first = first_raw(control);
  const int last = last_raw(control);
  const int up = first <= last ? 1 : -1;
  if (std::abs(raw - first) >= control.approach) return raw - up * control.approach;
  return raw + up * std::min(control.approach, std::abs(last - raw));
}

nanoseconds settling_time(const MidiControl& control) {
  return duration_cast<nanoseconds>(
      std::chrono::duration<double, std::milli>{std::max(control.settle_ms, 0.0)});
}

void append(std::vector<MidiMessage>& all, const std::vector<MidiMessage>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::chrono::microseconds gap_after(const MidiMessage& message, const MidiPolicy& policy) {
  return std::max<std::chrono::microseconds>(std::chrono::milliseconds{policy.gap_ms},
                                             time_on_cable(message));
}

MidiActuator::MidiActuator(std::vector<Knob> knobs, std::unique_ptr<MidiWire> wire, Clock& clock,
                           const MidiPolicy& policy)
    : knobs_(std::move(knobs)), wire_(std::move(wire)), clock_(clock), policy_(policy) {
  assert(policy_.gap_ms >= 1);
}

std::vector<std::string> MidiActuator::knobs() const {
  std::vector<std::string> ids;
  for (const auto& knob : knobs_) ids.push_back(knob.id);
  return ids;
}

Result<std::vector<KnobLabel>> MidiActuator::move(const Setting& setting,
                                                  const std::stop_token& stop) {
  if (auto opened = open(stop); !opened) return tl::unexpected(opened.error());
  const std::chrono::duration<double> age = clock_.now() - all_sent_at_;
  if (policy_.refresh_s > 0.0 && age.count() >= policy_.refresh_s) sent_.clear();

  std::vector<KnobLabel> labels;
  Raws wanted;
  KnobList recalling;
  KnobList changing;
  KnobList others;
  for (const auto& knob : knobs_) {
    const MidiControl& control = control_of(knob);
    const int raw = midi_raw(knob, control, setting.at(knob.id));
    labels.push_back(midi_label(knob, control, raw));
    wanted[knob.id] = raw;
    const auto known = sent_.find(knob.id);
    const bool changes = known == sent_.end() || known->second != raw;
    if (control.recalls && changes) recalling.push_back(&knob);
    if (!control.recalls) others.push_back(&knob);
    if (!control.recalls && changes) changing.push_back(&knob);
  }
  const bool all = sent_.empty();
  steered_.clear();
  sent_.clear();  // until all has gone well nothing is known
  const KnobList& after = recalling.empty() ? changing : others;
  auto moved = bring(recalling, wanted, stop).and_then([&] { return bring(after, wanted, stop); });
  if (!moved) return tl::unexpected(moved.error());
  sent_ = std::move(wanted);
  if (all) all_sent_at_ = clock_.now();
  return labels;
}

std::optional<int> MidiActuator::sent_last(const std::string& knob) const {
  for (const Raws* raws : {&steered_, &sent_}) {
    if (const auto found = raws->find(knob); found != raws->end()) return found->second;
  }
  return std::nullopt;
}

Result<std::vector<KnobLabel>> MidiActuator::standing() {
  std::vector<KnobLabel> labels;
  for (const auto& knob : knobs_) {
    const auto sent = sent_last(knob.id);
    if (sent) labels.push_back(midi_label(knob, control_of(knob), *sent));
  }
  return labels;
}

Result<KnobLabel> MidiActuator::steer(const std::string& id, double printed) {
  const auto knob = std::find_if(knobs_.begin(), knobs_.end(),
                                 [&](const Knob& candidate) { return candidate.id == id; });
  if (knob == knobs_.end()) return KnobActuator::steer(id, printed);
  const MidiControl& control = control_of(*knob);
  const auto last = sent_last(id);
  if (!last) {
    return tl::unexpected(Fault{FaultCode::KnobNotReached,
                                "knob \"" + id + "\" cannot be steered from an unknown place"});
  }
  const int raw = midi_raw(*knob, control, printed);
  if (raw == *last || clock_.now() < free_at_) return midi_label(*knob, control, *last);
  sent_.erase(id);  // it went there without its detour: the next move sends it again
  const auto messages = midi_messages(control, raw);
  const std::vector<MidiMessage> before(messages.begin(), std::prev(messages.end()));
  auto sent = send(before, {}).and_then([&] { return wire_->send(messages.back()); });
  if (!sent) {
    forget();
    return tl::unexpected(sent.error());
  }
  free_at_ = clock_.now() + gap_after(messages.back(), policy_);
  steered_[id] = raw;
  return midi_label(*knob, control, raw);
}

Result<void> MidiActuator::held() {
  if (!opened_) return {};
  auto stands = wire_->check();
  if (!stands) forget();
  return stands;
}

Result<void> MidiActuator::open(const std::stop_token& stop) {
  try {
    if (wire_->open() == MidiWire::Opened::Anew) {
      sent_.clear();
      asleep_ = opened_;
    }
  } catch (const SetupError& error) {
    sent_.clear();
    if (error.kind() == SetupKind::Usage || !opened_) throw;
    return tl::unexpected(
        Fault{FaultCode::KnobNotReached,
              std::string{error.what()} + " (the next move searches it again by its name)"});
  }
  opened_ = true;
  if (!asleep_) return {};
  auto awake =
      pause(duration_cast<nanoseconds>(std::chrono::duration<double>{policy_.wake_s}), stop);
  asleep_ = !awake;
  return awake;
}

Result<void> MidiActuator::bring(const KnobList& knobs, const Raws& wanted,
                                 const std::stop_token& stop) {
  if (knobs.empty()) return {};
  std::vector<MidiMessage> messages;
  std::vector<MidiMessage> targets;
  nanoseconds settle{0};
  for (const Knob* knob : knobs) {
    const int raw = wanted.at(knob->id);
    const int from = approached_from(*knob, raw);
    if (from != raw) append(messages, midi_messages(control_of(*knob), from));
    append(targets, midi_messages(control_of(*knob), raw));
    settle = std::max(settle, settling_time(control_of(*knob)));
  }
  append(messages, targets);
  for (int tries = 1;; ++tries) {
    const auto sent = send_and_flush(messages, stop);
    if (!sent) return tl::unexpected(sent.error());
    if (*sent == MidiWire::Flushed::Sent) return pause(settle, stop);
    if (tries == kDoubtfulTries) {
      return tl::unexpected(Fault{FaultCode::KnobNotReached,
                                  "the JACK server missed a deadline each time MIDI was sent, so "
                                  "messages may be lost: larger periods, fewer programs"});
    }
    if (auto paused = pause(kCalmDown, stop); !paused) return paused;
  }
}

Result<MidiWire::Flushed> MidiActuator::send_and_flush(const std::vector<MidiMessage>& messages,
                                                       const std::stop_token& stop) {
  auto sent = send(messages, stop);
  if (policy_.resend_after_ms > 0) {
    sent = sent.and_then(
                   [&] { return pause(std::chrono::milliseconds{policy_.resend_after_ms}, stop); })
               .and_then([&] { return send(messages, stop); });
  }
  return sent.and_then([&] { return wire_->flush(); });
}

Result<void> MidiActuator::send(const std::vector<MidiMessage>& messages,
                                const std::stop_token& stop) {
  for (const auto& message : messages) {
    if (auto sent = wire_->send(message); !sent) return sent;
    if (auto paused = pause(gap_after(message, policy_), stop); !paused) return paused;
  }
  return {};
}

Result<void> MidiActuator::pause(std::chrono::nanoseconds time, const std::stop_token& stop) {
  if (clock_.wait(time, stop)) return {};
  return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the knobs moved"});
}

}  // namespace ampsweep::rig
