// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/tour.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

/// Smaller gains are rounding, and could be exchanged back and forth for ever.
constexpr double kLeastSaving = 1e-9;
/// Far more than 2-opt needs; a bound all the same.
constexpr int kMostPasses = 200;

/// All pairwise costs; index 0 is home.
class CostTable {
 public:
  CostTable(const std::vector<Knob>& knobs, const Setting& home,
            const std::vector<Setting>& settings)
      : size_(settings.size() + 1), costs_(size_ * size_, 0.0) {
    const auto stop = [&](std::size_t i) -> const Setting& {
      return i == 0 ? home : settings[i - 1];
    };
    for (std::size_t a = 0; a < size_; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        costs_[a * size_ + b] = costs_[b * size_ + a] = move_cost(knobs, stop(a), stop(b));
      }
    }
  }
  [[nodiscard]] double between(std::size_t a, std::size_t b) const { return costs_[a * size_ + b]; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::vector<double> costs_;
};

/// Starts and ends at 0.
std::vector<std::size_t> nearest_neighbour(const CostTable& costs) {
  std::vector<std::size_t> left(costs.size() - 1);
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i + 1;
  std::vector<std::size_t> tour{0};
  while (!left.empty()) {
    const std::size_t here = tour.back();
    const auto next = std::min_element(left.begin(), left.end(), [&](std::size_t a, std::size_t b) {
      return costs.between(here, a) < costs.between(here, b);
    });
    tour.push_back(*next);
    left.erase(next);
  }
  tour.push_back(0);
  return tour;
}

/// Reverses stretches whose reversal shortens the tour; true when it found one.
bool two_opt_pass(const CostTable& costs, std::vector<std::size_t>& tour) {
  bool better = false;
  for (std::size_t i = 1; i + 2 < tour.size(); ++i) {
    for (std::size_t j = i + 1; j + 1 < tour.size(); ++j) {
      const double now = costs.between(tour[i - 1], tour[i]) + costs.between(tour[j], tour[j + 1]);
      const double then = costs.between(tour[i - 1], tour[j]) + costs.between(tour[i], tour[j + 1]);
      if (now - then < kLeastSaving) continue;
      std::reverse(tour.begin() + static_cast<std::ptrdiff_t>(i),
                   tour.begin() + static_cast<std::ptrdiff_t>(j) + 1);
      better = true;
    }
  }
  return better;
}

}  // namespace

MoveCost move_cost_of(const KnobControl& control) {
  if (std::holds_alternative<ManualControl>(control)) return {5.0, 5.0};
  if (std::holds_alternative<MidiControl>(control)) return {0.1, 0.1};
  return {};
}

double move_cost(const std::vector<Knob>& knobs, const Setting& from, const Setting& to) {
  double cost = 0.0;
  for (const Knob& knob : knobs) {
    const double travel =
        std::abs(normalised(knob, to.at(knob.id)) - normalised(knob, from.at(knob.id)));
    if (travel == 0.0) continue;
    const MoveCost each = move_cost_of(knob.control);
    cost += each.touch + each.travel * travel;
  }
  return cost;
}

std::vector<std::size_t> short_tour(const std::vector<Knob>& knobs, const Setting& home,
                                    const std::vector<Setting>& settings) {
  const CostTable costs{knobs, home, settings};
  std::vector<std::size_t> tour = nearest_neighbour(costs);
  for (int pass = 0; pass < kMostPasses && two_opt_pass(costs, tour); ++pass) {
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 1; i + 1 < tour.size(); ++i) order.push_back(tour[i] - 1);
  return order;
}

}  // namespace ampsweep::rig
