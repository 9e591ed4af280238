// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig {

/// Sound goes back to the system when it is freed; call it first thing in main(). glibc would move
/// its limit for that up to 32 MiB at the first recording freed, and keep recordings among the
/// small records that outlive them: 150 KiB of holes a take, 1.5 GB in a night of 10,000.
/// Proof: tests/bench/soak_bench (docs/reliability.md).
void keep_heap_steady();

}  // namespace ampsweep::rig
