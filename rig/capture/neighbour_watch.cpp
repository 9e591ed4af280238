// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/neighbour_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/label_fit.hpp"
#include "analysis/noise_fit.hpp"

namespace ampsweep::rig {
namespace {

using analysis::Answer;

/// New takes, as a share of all, that are worth another look.
constexpr std::size_t kOneIn = 4;

analysis::TakePrint print_of(std::span<const float> sound, SampleRate rate) {
  analysis::TakePrinter printer{rate};
  printer.add(sound);
  return printer.print();
}

std::string sound_detail(int take, const analysis::TakeFit& fit) {
  return fmt::format("take {} sounds {:.1f} sigma ({:.2f} dB) off what its neighbours say", take,
                     fit.sigmas, fit.distance_db);
}

std::string noise_detail(int take, const analysis::NoiseFit& fit) {
  return fmt::format("the noise of take {} is {:.1f} dB above what its neighbours' says", take,
                     fit.excess_db);
}

}  // namespace

void NeighbourWatch::accepted(int take, const std::vector<KnobLabel>& labels,
                              std::span<const float> sound, DbFsRms noise, SampleRate rate) {
  Seen seen{take, {}, print_of(sound, rate), noise.value()};
  for (const KnobLabel& label : labels) seen.knobs.push_back(label.normalised);
  seen_.push_back(std::move(seen));
  if (seen_.size() > kNeighbours) seen_.pop_front();
  ++new_;
}

void NeighbourWatch::forget(int take) {
  std::erase_if(seen_, [take](const Seen& seen) { return seen.take == take; });
}

bool NeighbourWatch::look_due() const { return new_ * kOneIn >= seen_.size(); }

std::vector<OddTake> NeighbourWatch::look(const std::stop_token& stop) {
  new_ = 0;
  std::vector<std::vector<double>> settings;
  std::vector<analysis::TakePrint> prints;
  std::vector<double> noise_dbfs;
  for (const Seen& seen : seen_) {
    settings.push_back(seen.knobs);
    prints.push_back(seen.print);
    noise_dbfs.push_back(seen.noise_dbfs);
  }
  const auto fits = analysis::label_fit(settings, prints, stop);
  if (stop.stop_requested()) return {};
  const auto noises = analysis::noise_fit(settings, noise_dbfs, noise_rise_db_);
  std::vector<std::size_t> odd;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const bool told = fits[i].misfits == Answer::Yes || noises[i].louder == Answer::Yes;
    if (told && told_[seen_[i].take]++ < 2) odd.push_back(i);
  }
  std::stable_sort(odd.begin(), odd.end(),
                   [&](std::size_t a, std::size_t b) { return fits[a].sigmas > fits[b].sigmas; });
  std::vector<OddTake> takes;
  for (const std::size_t i : odd) {
    const int take = seen_[i].take;
    std::string detail;
    if (fits[i].misfits == Answer::Yes) {
      detail = sound_detail(take, fits[i]);
      if (fits[i].swapped_with) {
        detail += fmt::format(", and as take {} should", seen_[*fits[i].swapped_with].take);
      }
    }
    if (noises[i].louder == Answer::Yes) {
      detail += (detail.empty() ? "" : "; ") + noise_detail(take, noises[i]);
    }
    takes.push_back({take, std::move(detail), told_[take] > 1});
  }
  return takes;
}

}  // namespace ampsweep::rig
