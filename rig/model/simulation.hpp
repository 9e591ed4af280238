// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A scripted break of the simulated stream.
struct InjectedFault {
  enum class Kind {
    Drop,
    Repeat,
    Zero,
    Xrun,
    Lost,
    Hang,
    TapLost,
    Step  ///< All inputs come `samples` later from the start of this take until the stream is
          ///< closed.
  };
  int take{-1};    ///< Plan index; -1 = every take; -2 = measurements that are no take.
  int attempt{1};  ///< 1-based; 0 = every attempt.
  Kind kind{Kind::Drop};
  double at_s{1.0};     ///< Position inside the take.
  int samples{1};       ///< For Drop, Repeat, Zero, Step. An Xrun zeroes one period.
  std::string channel;  ///< "all", "amp", "loopback": where Drop/Repeat/Zero happen.
};

/// Something that is wrong with a knob's mechanics from one take on.
struct KnobFault {
  enum class Kind {
    Slip,      ///< The coupling slipped: it stands `size` above its label, for good.
    Dead,      ///< It stays where it is.
    Reversed,  ///< It turns the wrong way: at 1 - x where x is told.
    Swapped,   ///< Its cable and that of `other` have changed places.
    Misset     ///< Set wrong by `size` at that one take, as by a hand.
  };
  Kind kind{Kind::Slip};
  std::string knob;
  std::string other;  ///< Of Swapped.
  double size{0.1};   ///< Share of the travel, -1..1.
  int from_take{0};   ///< Plan index; it shows at the first move for that take or a later one.
};

/// The simulated bench. Every imperfection is off at its default here and set to a stated value in
/// the rig file's [simulated] table.
struct SimulationSpec {
  // interface
  double latency_samples{1000.0};     ///< Whole round trip of the loopback, fraction allowed.
  double loopback_offset_samples{0};  ///< Amp path less loopback path.
  double ac_corner_hz{0.0};           ///< First-order high-pass of the interface; 0 = off.
  double noise_dbfs_rms{-400.0};      ///< White noise of each input; <= -300 = off.
  bool quantise_24bit{false};         ///< TPDF-dithered 24-bit converter.
  double drift_ppm{0.0};              ///< Input clock against output clock: growth of the delay.
  double input_gain_db{0.0};          ///< Interface input gain, all inputs.
  double loopback_gain_db{0.0};
  double dc_offset{0.0};
  /// 50 Hz on the amp inputs; 100, 150 and 200 Hz are 6, 12 and 18 dB below it. <= -300 = off.
  double hum_dbfs_peak{-400.0};
  bool invert_amp{false};
  /// What the simulated operator's meter reads: dBu RMS of a sine of 0 dBFS peak at the send.
  double send_full_scale_dbu{12.0};
  // amp
  std::string amp{"saturator"};    ///< "saturator", "polynomial" (coefficients below), "wire".
  std::vector<double> polynomial;  ///< c1, c2, c3 ... of y = sum c_k x^k; at most 32.
  bool tone_stack{true};
  double asymmetry{0.2};       ///< Even-order share of the saturator.
  double output_ohms{28.0};    ///< Source impedance of the amp at its output.
  std::string load{"1960AX"};  ///< "1960AX", "resistor".
  double warm_up_db{0.0};      ///< Gain error at switch-on, decaying with warm_up_s.
  double warm_up_s{300.0};     ///< Time constant; switch-on is when the bench is made.
  // knobs
  double backlash{0.0};        ///< Share of the travel.
  double knob_noise{0.0};      ///< Repeatability sigma, share of the travel.
  std::string dead_knob;       ///< Id of a knob that does nothing; empty = none.
  bool knob_read_back{false};  ///< Actuators report where the knob really stands.
  std::vector<KnobFault> knob_faults;
  /// The sound follows a knob with this time constant, as in amps that smooth their parameters.
  double sound_lag_ms{0.0};
  // script
  std::vector<InjectedFault> faults;
  std::uint64_t seed{1};
};

}  // namespace ampsweep::rig
