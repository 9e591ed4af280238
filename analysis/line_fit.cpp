// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/line_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/phasor_sums.hpp"
#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kMostLineSteps = 12;
constexpr double kLongestLineStep = 1.0;  ///< Phase at the ends, rad.
constexpr double kRunAwayBins = 2.0;
/// Unknowns up to which the variance of every line is worked out; beyond it is 2 / size.
constexpr std::size_t kVarianceUnknowns = 160;

/// State of the fit, its unknowns in this order: DC, (cosine, sine) of each line, bases.
class LineSolver {
 public:
  LineSolver(std::span<const double> x, const LineModel& model)
      : x_(x), model_(model), omega_(model.omega), amplitude_(model.lines.size()) {}

  [[nodiscard]] bool solve() {
    if (!in_range() || !step(0)) return false;
    for (int i = 0; i < kMostLineSteps; ++i) {
      if (!step(model_.bases) || ran_away() || !in_range()) return false;
      if (moved_ < model_.settled) return true;
    }
    return false;
  }

  [[nodiscard]] LineFit result() const {
    LineFit fit;
    fit.omega = omega_;
    fit.dc = dc_;
    fit.unknowns = unknowns(model_.bases);
    const double size = static_cast<double>(x_.size());
    for (std::size_t i = 0; i < model_.lines.size(); ++i) {
      fit.lines.push_back({model_.lines[i], line_omega(model_.lines[i], omega_), amplitude_[i],
                           variance_.empty() ? 2.0 / size : variance_[i]});
    }
    fit.omega_unit_variance = omega_variance_;
    fit.residual = residual_of(synthesize(synthesis_lines(), x_.size(), 0));
    return fit;
  }

 private:
  [[nodiscard]] std::size_t unknowns(std::size_t bases) const {
    return 1 + 2 * model_.lines.size() + bases;
  }
  [[nodiscard]] bool in_range() const {
    return std::all_of(model_.lines.begin(), model_.lines.end(), [&](LineOrder line) {
      const double omega = line_omega(line, omega_);
      return omega > 0.0 && omega < std::numbers::pi;
    });
  }
  [[nodiscard]] bool ran_away() const {
    const double most = kRunAwayBins * 2.0 * std::numbers::pi / static_cast<double>(x_.size());
    for (std::size_t base = 0; base < model_.bases; ++base) {
      if (!(std::abs(omega_[base] - model_.omega[base]) < most)) return true;
    }
    return false;
  }
  [[nodiscard]] std::vector<SynthesisLine> synthesis_lines() const {
    std::vector<SynthesisLine> lines;
    for (std::size_t i = 0; i < model_.lines.size(); ++i) {
      const LineOrder order = model_.lines[i];
      lines.push_back({line_omega(order, omega_),
                       amplitude_[i],
                       {static_cast<double>(order.n), static_cast<double>(order.m)}});
    }
    return lines;
  }
  [[nodiscard]] std::vector<double> residual_of(const Synthesis& model) const {
    std::vector<double> residual(x_.size());
    for (std::size_t n = 0; n < x_.size(); ++n) residual[n] = x_[n] - dc_ - model.sum[n];
    return residual;
  }

  /// Columns of the lines against each other: in closed form, because t is centred.
  [[nodiscard]] std::vector<double> line_matrix(std::size_t count) const {
    std::vector<double> a(count * count, 0.0);
    const auto set = [&](std::size_t i, std::size_t j, double value) {
      a[i * count + j] = value;
      a[j * count + i] = value;
    };
    const std::size_t size = x_.size();
    set(0, 0, static_cast<double>(size));
    for (std::size_t i = 0; i < model_.lines.size(); ++i) {
      const double one = line_omega(model_.lines[i], omega_);
      set(0, 1 + 2 * i, cosine_sum(one, size));
      for (std::size_t j = 0; j <= i; ++j) {
        const double other = line_omega(model_.lines[j], omega_);
        const double apart = 0.5 * cosine_sum(one - other, size);
        const double together = 0.5 * cosine_sum(one + other, size);
        set(1 + 2 * i, 1 + 2 * j, apart + together);
        set(2 + 2 * i, 2 + 2 * j, apart - together);
      }
    }
    return a;
  }

  struct Equations {
    std::vector<double> matrix;
    std::vector<double> right;
  };
  void set_base_row(Equations& equations, std::size_t count, std::size_t row, std::size_t column,
                    double value) const {
    equations.matrix[row * count + column] = value;
    equations.matrix[column * count + row] = value;
  }

  template <std::size_t Bases>
  [[nodiscard]] Equations equations() const {
    const Synthesis model =
        synthesize(fitted_ ? synthesis_lines() : std::vector<SynthesisLine>{}, x_.size(), Bases);
    const std::vector<double> residual = residual_of(model);
    const std::size_t count = unknowns(Bases);
    Equations out{line_matrix(count), std::vector<double>(count, 0.0)};
    std::array<std::span<const double>, 1 + Bases> records;
    records[0] = residual;
    for (std::size_t base = 0; base < Bases; ++base) records[1 + base] = model.slope[base];
    const std::size_t first_base = count - Bases;
    out.right[0] = lane_sum(residual);
    for (std::size_t line = 0; line < model_.lines.size(); ++line) {
      const auto sums = projections(records, line_omega(model_.lines[line], omega_));
      out.right[1 + 2 * line] = sums[0].real();
      out.right[2 + 2 * line] = -sums[0].imag();
      for (std::size_t base = 0; base < Bases; ++base) {
        set_base_row(out, count, first_base + base, 1 + 2 * line, sums[1 + base].real());
        set_base_row(out, count, first_base + base, 2 + 2 * line, -sums[1 + base].imag());
      }
    }
    for (std::size_t base = 0; base < Bases; ++base) {
      const std::vector<double>& slope = model.slope[base];
      out.right[first_base + base] = lane_dot(slope, residual);
      set_base_row(out, count, first_base + base, 0, lane_sum(slope));
      for (std::size_t other = 0; other <= base; ++other) {
        set_base_row(out, count, first_base + base, first_base + other,
                     lane_dot(slope, model.slope[other]));
      }
    }
    return out;
  }

  /// One Gauss-Newton step; bases = 0 leaves the frequencies alone.
  [[nodiscard]] bool step(std::size_t bases) {
    Equations now = bases == 0 ? equations<0>() : bases == 1 ? equations<1>() : equations<2>();
    const std::size_t count = unknowns(bases);
    const auto factors = SmallCholesky<double>::factor(std::move(now.matrix), count);
    if (!factors) return false;
    const std::vector<double> change = factors->solve(std::move(now.right));
    fitted_ = true;
    dc_ += change[0];
    for (std::size_t i = 0; i < amplitude_.size(); ++i) {
      amplitude_[i] += std::complex(change[1 + 2 * i], -change[2 + 2 * i]);
    }
    move_bases(std::span(change).last(bases));
    if (bases > 0 && moved_ < model_.settled) keep_variances(*factors, count);
    return true;
  }

  void move_bases(std::span<const double> change) {
    const double size = static_cast<double>(x_.size());
    moved_ = 0.0;
    for (const LineOrder line : model_.lines) {
      double phase = 0.0;  // of this line, at the ends
      for (std::size_t base = 0; base < change.size(); ++base) {
        phase += 0.5 * change[base] * (base == 0 ? line.n : line.m);
      }
      moved_ = std::max(moved_, std::abs(phase));
    }
    const double shorten = moved_ > kLongestLineStep ? kLongestLineStep / moved_ : 1.0;
    for (std::size_t base = 0; base < change.size(); ++base) {
      omega_[base] += shorten * change[base] / size;
    }
  }

  void keep_variances(const SmallCholesky<double>& factors, std::size_t count) {
    const double size = static_cast<double>(x_.size());
    const std::size_t bases = count - 1 - 2 * amplitude_.size();
    for (std::size_t base = 0; base < bases; ++base) {
      const std::size_t at = count - bases + base;
      omega_variance_[base] = factors.inverse_column(at)[at] / (size * size);
    }
    if (count > kVarianceUnknowns) return;
    for (std::size_t i = 0; i < amplitude_.size(); ++i) {
      variance_.push_back(0.5 * (factors.inverse_column(1 + 2 * i)[1 + 2 * i] +
                                 factors.inverse_column(2 + 2 * i)[2 + 2 * i]));
    }
  }

  std::span<const double> x_;
  const LineModel& model_;
  std::array<double, 2> omega_;
  std::vector<std::complex<double>> amplitude_;
  double dc_{0.0};
  bool fitted_{false};  ///< Amplitudes are no longer all zero.
  double moved_{0.0};
  std::vector<double> variance_;
  std::array<double, 2> omega_variance_{};
};

}  // namespace

double line_omega(LineOrder order, const std::array<double, 2>& omega) {
  return order.n * omega[0] + order.m * omega[1];
}

std::optional<LineFit> fit_lines(std::span<const double> x, const LineModel& model) {
  if (x.size() <= 2 + 2 * model.lines.size() + model.bases) return std::nullopt;
  LineSolver solver(x, model);
  if (!solver.solve()) return std::nullopt;
  return solver.result();
}

}  // namespace ampsweep::analysis
