// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ampsweep::test {

/// A rig that spells out every key, none at its default.
inline const std::string kFullRig = R"(name = "Rack"
amp = "Marshall 2204"
licence = "CC0-1.0"
interface_checklist = ["direct monitor is off", "Air is off"]

[audio]
api = "jack"
device = "unused"
server = "rigtest"
rate_hz = 96000
period_frames = 256
outputs = [
  { name = "amp", index = 1, port = "amp:in" },
  { name = "loopback", index = 2 },
]
inputs = [
  { name = "amp", index = 3, port = "amp:out" },
  { name = "loopback", index = 4 },
  { name = "mic", index = 1, port = "system:capture_1" },
]
loopback_direct = true

[load]
kind = "reactive"
impedance_ohm = 16
rating_w = 100
amp_power_w = 50.5

[safety]
output_ceiling_dbfs_peak = -3.5
ramp_ms = 20
tap_margin_db = 9
max_duty = 0.25

[levels]
output_full_scale_dbu = 12.5
input_full_scale_dbu = 16
amp_send_gain_db = -2
loopback_send_gain_db = -12

[[knob]]
id = "gain"
label = "Gäin"
minimum = -1
maximum = 11
resolution = 0.5
role = "gain"
control = { kind = "midi", port = "amp:midi", channel = 2, controller = 26, low = 120, high = 5, settle_ms = 250 }

[[knob]]
id = "bright"
positions = ["off", "on", "more"]
role = "eq"
control = { kind = "manual", uncertainty = 0.05 }

[calibration]
loopback_offset_samples = 1024.25
loopback_gain_db = -0.5
date = "2026-11-21T10:00:00Z"

[simulated]
latency_samples = 512.5
loopback_offset_samples = 3
ac_corner_hz = 20
noise_dbfs_rms = -90
quantise_24bit = true
drift_ppm = 1.5
input_gain_db = 3
loopback_gain_db = -1
dc_offset = 0.001
hum_dbfs_peak = -80
invert_amp = true
amp = "polynomial"
polynomial = [1, 0.25, 0.125]
tone_stack = false
asymmetry = 0.5
output_ohm = 10
load = "resistor"
warm_up_db = 0.75
warm_up_s = 60
backlash = 0.01
knob_noise = 0.002
dead_knob = "bright"
seed = 99

[[simulated.fault]]
take = 3
attempt = 0
kind = "tap_lost"
at_s = 2.5
samples = 7
channel = "loopback"
)";

/// The least a rig needs, and three knobs.
inline const std::string kSmallRig = R"(name = "Small"
[audio]
api = "simulated"
[[knob]]
id = "gain"
resolution = 0.1
[[knob]]
id = "bass"
resolution = 0.1
[[knob]]
id = "treble"
resolution = 0.1
)";

inline const std::string kSmallPlan = R"(rig = "rig.toml"
seed = 3
[design]
kind = "sobol"
count = 12
[holdout]
validation = 2
test = 2
[order]
blocks = 3
)";

}  // namespace ampsweep::test
