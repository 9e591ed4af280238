# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced. wire_rig API [SEND RETURN]: a rig file with a wire in the amp's place and one knob that
# nothing turns; on the simulated bench free of noise. SEND and RETURN go into the amp's channels:
# ', port = "through:in"'.
wire_rig() {
  cat <<RIG
name = "A wire"
amp = "A wire"
licence = "CC0-1.0"
[audio]
api = "$1"
rate_hz = 48000
period_frames = 1024
outputs = [{ name = "amp", index = 1${2:-} }, { name = "loopback", index = 2 }]
inputs = [{ name = "amp", index = 1${3:-} }, { name = "loopback", index = 2 }]
[safety]
output_ceiling_dbfs_peak = -1.0
[load]
kind = "none"
[[knob]]
id = "gain"
label = "Gain"
minimum = 0
maximum = 10
role = "gain"
control = { kind = "simulated" }
RIG
  [ "$1" != simulated ] || printf '[simulated]\nlatency_samples = 1000.37\n'
}
