// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/neighbour_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/label_fit.hpp"

namespace ampsweep::rig {
namespace {

/// New takes, as a share of all, that are worth another look.
constexpr std::size_t kOneIn = 4;

analysis::TakePrint print_of(std::span<const float> sound, SampleRate rate) {
  analysis::TakePrinter printer{rate};
  printer.add(sound);
  return printer.print();
}

}  // namespace

void NeighbourWatch::accepted(int take, const std::vector<KnobLabel>& labels,
                              std::span<const float> sound, SampleRate rate) {
  Seen seen{take, {}, print_of(sound, rate)};
  for (const KnobLabel& label : labels) seen.knobs.push_back(label.normalised);
  seen_.push_back(std::move(seen));
  if (seen_.size() > kNeighbours) seen_.pop_front();
  ++new_;
}

void NeighbourWatch::forget(int take) {
  std::erase_if(seen_, [take](const Seen& seen) { return seen.take == take; });
}

bool NeighbourWatch::look_due() const { return new_ * kOneIn >= seen_.size(); }

std::vector<OddTake> NeighbourWatch::look() {
  new_ = 0;
  std::vector<std::vector<double>> settings;
  std::vector<analysis::TakePrint> prints;
  for (const Seen& seen : seen_) {
    settings.push_back(seen.knobs);
    prints.push_back(seen.print);
  }
  const auto fits = analysis::label_fit(settings, prints);
  std::vector<std::size_t> odd;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (fits[i].misfits == analysis::Answer::Yes && told_[seen_[i].take]++ < 2) odd.push_back(i);
  }
  std::sort(odd.begin(), odd.end(),
            [&](std::size_t a, std::size_t b) { return fits[a].sigmas > fits[b].sigmas; });
  std::vector<OddTake> takes;
  for (const std::size_t i : odd) {
    std::string detail =
        fmt::format("take {} sounds {:.1f} sigma ({:.2f} dB) off what its neighbours say",
                    seen_[i].take, fits[i].sigmas, fits[i].distance_db);
    if (fits[i].swapped_with) {
      detail += fmt::format(", and as take {} should", seen_[*fits[i].swapped_with].take);
    }
    takes.push_back({seen_[i].take, std::move(detail), told_[seen_[i].take] > 1});
  }
  return takes;
}

}  // namespace ampsweep::rig
