// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/meter_question.hpp"

#include "rig/capture/meter_reading.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

std::string given(const MeterQuestion& wanted) {
  if (wanted.step >= wanted.beforehand.size()) {
    throw SetupError(SetupKind::Usage,
                     "the meter is read at two levels, but only one reading was given",
                     "a second one, taken 10 dB lower, or no --check");
  }
  const std::string& text = wanted.beforehand[wanted.step];
  if (text.empty() && wanted.may_be_empty) return text;
  if (const auto reading = meter_reading(text); !reading) {
    throw SetupError(SetupKind::Usage, "\"" + text + "\" is no reading", reading.error());
  }
  return text;
}

}  // namespace

std::optional<std::string> read_meter(Operator& person, const MeterQuestion& wanted,
                                      const std::function<bool()>& meanwhile,
                                      const std::stop_token& stop) {
  if (!wanted.beforehand.empty()) return given(wanted);
  TypedQuestion question{wanted.title,
                         {"volts RMS such as 0.245, or 245 mV, or -9.5 dBu",
                          "the tone pauses for a second every 30 s: read it while it sounds"},
                         meanwhile,
                         wanted.may_be_empty};
  if (!wanted.note.empty()) question.lines.push_back(wanted.note);
  while (true) {
    auto text = person.ask(question, stop);
    if (!text || (text->empty() && wanted.may_be_empty)) return text;
    const auto reading = meter_reading(*text);
    if (reading) return text;
    question.title = "\"" + *text + "\": " + reading.error();
  }
}

}  // namespace ampsweep::rig
