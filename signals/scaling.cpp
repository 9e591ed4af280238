// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/scaling.hpp"

#include <algorithm>

namespace ampsweep::signals {

SampleCount at_rate(SampleCount at_48k, SampleRate rate) {
  return samples(seconds(at_48k, kSpecRate), rate);
}

Hertz highest_frequency(SampleRate rate) { return Hertz{0.45 * static_cast<double>(rate.value())}; }

ChirpSpec at_rate(ChirpSpec spec, SampleRate rate) {
  spec.to = std::min(spec.to, highest_frequency(rate));
  spec.length = at_rate(spec.length, rate);
  spec.fade = at_rate(spec.fade, rate);
  return spec;
}

SweepSpec at_rate(SweepSpec spec, SampleRate rate) {
  spec.to = std::min(spec.to, highest_frequency(rate));
  spec.length = at_rate(spec.length, rate);
  spec.fade_in = at_rate(spec.fade_in, rate);
  spec.fade_out = at_rate(spec.fade_out, rate);
  return spec;
}

ToneSpec at_rate(ToneSpec spec, SampleRate rate) {
  spec.length = at_rate(spec.length, rate);
  spec.fade = at_rate(spec.fade, rate);
  return spec;
}

TwoToneSpec at_rate(TwoToneSpec spec, SampleRate rate) {
  spec.length = at_rate(spec.length, rate);
  spec.fade = at_rate(spec.fade, rate);
  return spec;
}

GuitarSpec at_rate(GuitarSpec spec, SampleRate rate) {
  spec.length = at_rate(spec.length, rate);
  spec.first = at_rate(spec.first, rate);
  return spec;
}

}  // namespace ampsweep::signals
