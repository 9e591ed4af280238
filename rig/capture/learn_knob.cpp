// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/learn_knob.hpp"

#include <cmath>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kGather = 50ms;
constexpr std::size_t kMostChanges = 1'000'000;  // per port: more than 10 min at a full MIDI cable

/// What one port said.
struct Ear {
  ControlChangeReader reader;
  std::vector<ControlChange> heard;
};

}  // namespace

LearnReport learn_knob(MidiInput& input, Seconds time, const LearnObserver& observer,
                       const std::stop_token& stop) {
  const std::vector<std::string> names = input.open();
  std::vector<Ear> ears(names.size());
  const auto looks = static_cast<int>(std::ceil(time.value() / 0.05));
  for (int look = 0; look < looks; ++look) {
    if (stop.stop_requested()) {
      throw SetupError(SetupKind::Safety, "stopped while listening, nothing was learned", "");
    }
    const auto came = input.read(kGather);
    if (!came) throw SetupError(SetupKind::Device, came.error().detail, "");
    for (const MidiBytes& bytes : *came) {
      Ear& ear = ears.at(bytes.port);
      for (const ControlChange& change : ear.reader.read(bytes.bytes)) {
        if (ear.heard.size() < kMostChanges) ear.heard.push_back(change);
        if (observer) observer(names[bytes.port], change);
      }
    }
  }
  LearnReport report{{}, tl::unexpected(std::string{})};
  std::vector<ControlChange> all;  // port after port, so that 14-bit pairs stay together
  for (std::size_t port = 0; port < ears.size(); ++port) {
    report.ports.push_back({names[port], heard_controllers(ears[port].heard)});
    all.insert(all.end(), ears[port].heard.begin(), ears[port].heard.end());
  }
  report.learned = learned_knob(all);
  return report;
}

}  // namespace ampsweep::rig
