// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "rig/report/report_cards.hpp"
#include "rig/report/report_text.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {
namespace {

std::string sweep_sentence(const ReportData& data) {
  const auto sweep = signals::first_sweep(data.dataset.segments);
  if (!sweep || !data.sweep_level_dbfs_peak || data.dataset.rate.value() <= 0) {
    return "The stimulus holds no usable sweep: there are no response and harmonics.";
  }
  return fmt::format(
      "Synchronized exponential sweep (Novak 2015), {} to {} in {} s at {} dBFS peak, "
      "deconvolved from takes/NNNNN.wav with the causality head-room of each take removed.",
      frequency_text(sweep->spec.from.value()), frequency_text(sweep->spec.to.value()),
      number(seconds(sweep->spec.length, data.dataset.rate).value(), 1),
      number(*data.sweep_level_dbfs_peak, 1));
}

constexpr const char* kNotes = R"(
<dt>Response</dt><dd>Level of the fundamental at the amp output over the level sent, in dB, at that one
drive level: a distorting amp answers otherwise to other levels.</dd>
<dt>Harmonics</dt><dd>Order n at n times the excitation frequency. dBc: re the fundamental of the same
take at the same excitation frequency. &ldquo;H2&ndash;H10&rdquo; is the power sum of the orders that were
measured.</dd>
<dt>Detection</dt><dd>A point counts when it stands 10 dB above what noise puts into that order at that
frequency: the noise of the take itself, heard in the silence after its sweep, and the rounding of 24
bits. Noise alone passes about once in 22000 points. A point below is printed &ldquo;&lt; limit&rdquo; and left out of curves: a gap is never a zero.
Points above 0.45 of the sample rate are gaps without a limit.</dd>
<dt>Levels</dt><dd>dBFS peak: 0 is a sample of 1.0. dBFS RMS: 0 is an RMS of 1.0, so that a full-scale
sine reads &minus;3.01. Noise is dBFS RMS, of the amp channel as recorded (session chart, table) or of the
aligned take per third octave (spectrum).</dd>
<dt>Delay</dt><dd>Deviation from the first accepted take of the same stream epoch, in samples, with the
loopback offset included. Between epochs delays are not compared. Drift is the growth of the delay within
a take in parts per million.</dd>
<dt>Reference takes</dt><dd>The same setting again and again: mean change of the response from 100 Hz to
5 kHz against the first of them, and the third octave that moved most. This is how far time alone moves
every other figure. Against knobs: that drift, read between the reference takes, over each knob's place in the
training takes; a model would take it for the knob's doing.</dd>
<dt>Replicate ESR</dt><dd>Error-to-signal ratio of the two validation passes within a take: about twice
noise over signal.</dd>
<dt>Damaged</dt><dd>The file is missing, cut short, of another format, or its SHA-256 is not the one in
the ledger. Nothing is measured from it. <code>ampsweep verify</code> re-measures the rest.</dd>
)";

}  // namespace

std::string method_notes(const ReportData& data) {
  return "<dl class=\"notes\">\n<dt>Sweep</dt><dd>" + html(sweep_sentence(data)) + "</dd>" +
         kNotes + "</dl>\n";
}

}  // namespace ampsweep::rig
