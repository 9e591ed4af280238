// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/judged_recording.hpp"

namespace ampsweep::test {

struct ProgrammeSeconds {
  double training{30.0};
  double validation{8.0};
  double sweep{8.0};
};
[[nodiscard]] signals::Stimulus programme(const ProgrammeSeconds& length);
/// Two markers and one of everything in 7 s.
[[nodiscard]] signals::Stimulus brief_stimulus();

/// One break of the sample stream: on all channels (half of them), the loopback or the amp alone;
/// one sample, up to 1024, or a slip of one to four samples at 20 to 200 ppm; from the start of the
/// recording to the end of the last sound, less the 2 ms in which it has faded out. Left out is
/// what nothing in a take can tell: on the amp alone what comes before its first marker has passed
/// or after its last one begins; with clocks apart, where no delay is expected of a take, what
/// comes before the first sound.
[[nodiscard]] Discontinuity random_break(const ContinuityScene& scene, signals::Random& random);

/// The take was refused with the place of the break: the bracket holds it, or stands within 50 ms.
[[nodiscard]] bool placed(const Judged& judged, const Discontinuity& wrong,
                          const ContinuityScene& scene);

}  // namespace ampsweep::test
