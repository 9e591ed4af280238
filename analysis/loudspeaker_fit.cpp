// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/loudspeaker_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <vector>

#include "analysis/levenberg.hpp"

namespace ampsweep::analysis {
namespace {

using Complex = std::complex<double>;

constexpr std::size_t kFewestFitPoints = 30;
constexpr double kHighestResonanceHz = 2000.0;
constexpr double kLeastPeakOverMinimum = 1.15;  ///< |Z|; a flatter curve has no resonance to fit.
constexpr double kFitTwoPi = 2.0 * std::numbers::pi;

/// The unknowns are the logarithms of these.
enum FitUnknown : std::size_t {
  kLogRe,
  kLogRes,
  kLogF0,
  kLogQms,
  kLogL1,
  kLogL2,
  kLogR2,
  kLogUnknowns
};

LoudspeakerModel loudspeaker_of(const std::vector<double>& logs) {
  const auto value = [&](FitUnknown u) { return std::exp(logs[u]); };
  const double w0 = kFitTwoPi * value(kLogF0);
  LoudspeakerModel model;
  model.re = value(kLogRe);
  model.res = value(kLogRes);
  model.ces = value(kLogQms) / (w0 * model.res);
  model.les = 1.0 / (w0 * w0 * model.ces);
  model.l1 = value(kLogL1);
  model.l2 = value(kLogL2);
  model.r2 = value(kLogR2);
  return model;
}

struct CurveShape {
  std::size_t peak{0};     ///< Index of the resonance's largest |Z|.
  std::size_t minimum{0};  ///< Index of the smallest |Z| above it.
};

/// Derivatives of Z by the logarithm of each unknown.
std::array<Complex, kLogUnknowns> circuit_slopes(const LoudspeakerModel& model, double hz) {
  const Complex jw{0.0, kFitTwoPi * hz};
  const double f0 = model.f0().value();
  const double qms = model.qms();
  const Complex detuning = Complex{0.0, qms * (hz / f0 - f0 / hz)};
  const Complex cone = model.res / (1.0 + detuning);
  const Complex per_detuning = -cone / (1.0 + detuning);
  const Complex coil = jw * model.l2;
  const Complex divided = 1.0 / (coil + model.r2);
  std::array<Complex, kLogUnknowns> slope;
  slope[kLogRe] = model.re;
  slope[kLogRes] = cone;
  slope[kLogF0] = per_detuning * Complex{0.0, -qms * (hz / f0 + f0 / hz)};
  slope[kLogQms] = per_detuning * detuning;
  slope[kLogL1] = jw * model.l1;
  slope[kLogL2] = coil * model.r2 * model.r2 * divided * divided;
  slope[kLogR2] = coil * coil * model.r2 * divided * divided;
  return slope;
}

Residuals residuals_of(std::span<const ImpedancePoint> curve, const std::vector<double>& logs) {
  const LoudspeakerModel model = loudspeaker_of(logs);
  Residuals residuals;
  residuals.values.reserve(2 * curve.size());
  residuals.jacobian.reserve(2 * curve.size() * kLogUnknowns);
  for (const ImpedancePoint& point : curve) {
    const Complex off = (model.impedance(point.frequency) - point.ohms) / point.magnitude();
    const auto slope = circuit_slopes(model, point.frequency.value());
    residuals.values.push_back(off.real());
    for (const Complex s : slope) residuals.jacobian.push_back(s.real() / point.magnitude());
    residuals.values.push_back(off.imag());
    for (const Complex s : slope) residuals.jacobian.push_back(s.imag() / point.magnitude());
  }
  return residuals;
}

/// Nothing where no resonance stands inside the curve.
std::optional<CurveShape> curve_shape_of(std::span<const ImpedancePoint> curve) {
  CurveShape shape;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve[i].frequency.value() > kHighestResonanceHz) break;
    if (curve[i].ohms.real() > curve[shape.peak].ohms.real()) shape.peak = i;
  }
  shape.minimum = shape.peak;
  for (std::size_t i = shape.peak; i < curve.size(); ++i) {
    if (curve[i].magnitude() < curve[shape.minimum].magnitude()) shape.minimum = i;
  }
  const double peak = curve[shape.peak].magnitude();
  const bool inside = shape.peak > 0 && shape.minimum > shape.peak;
  if (!inside || peak < kLeastPeakOverMinimum * curve[shape.minimum].magnitude()) {
    return std::nullopt;
  }
  if (peak < kLeastPeakOverMinimum * curve.front().magnitude()) return std::nullopt;
  return shape;
}

/// First guesses read off the curve; `share` of the coil's inductance is L1.
std::vector<double> first_guess(std::span<const ImpedancePoint> curve, const CurveShape& shape,
                                double share) {
  const double re = 0.97 * curve[shape.minimum].magnitude();
  const double res = std::max(curve[shape.peak].magnitude() - re, 0.01 * re);
  const double f0 = curve[shape.peak].frequency.value();
  std::size_t low = shape.peak;
  std::size_t high = shape.peak;  // where the real part above re has halved: 1 / qms wide
  while (low > 0 && curve[low].ohms.real() - re > 0.5 * res) --low;
  while (high < shape.minimum && curve[high].ohms.real() - re > 0.5 * res) ++high;
  const double width = curve[high].frequency.value() - curve[low].frequency.value();
  const ImpedancePoint& top = curve.back();
  const double w = kFitTwoPi * top.frequency.value();
  const double coil = std::max(top.ohms.imag(), 0.01 * re) / w;
  std::vector<double> logs(kLogUnknowns);
  logs[kLogRe] = std::log(re);
  logs[kLogRes] = std::log(res);
  logs[kLogF0] = std::log(f0);
  logs[kLogQms] = std::log(std::clamp(f0 / std::max(width, 1e-9), 0.3, 50.0));
  logs[kLogL1] = std::log(share * coil);
  logs[kLogL2] = std::log(2.0 * (1.0 - share) * coil);
  logs[kLogR2] = std::log(std::max(top.ohms.real() - re, 0.3 * top.ohms.imag()) + 0.1 * re);
  return logs;
}

LevenbergResult best_fit(std::span<const ImpedancePoint> curve, const CurveShape& shape) {
  std::optional<LevenbergResult> best;
  for (const double share : {0.5, 0.1, 0.9}) {
    LevenbergProblem problem;
    problem.start = first_guess(curve, shape, share);
    const double re = std::exp(problem.start[kLogRe]);
    const auto bound = [&](FitUnknown u, double low, double high) {
      problem.low[u] = std::log(low);
      problem.high[u] = std::log(high);
      problem.start[u] = std::clamp(problem.start[u], problem.low[u], problem.high[u]);
    };
    problem.low.resize(kLogUnknowns);
    problem.high.resize(kLogUnknowns);
    bound(kLogRe, 0.1 * re, 2.0 * re);
    bound(kLogRes, 1e-3 * re, 1e3 * re);
    bound(kLogF0, curve.front().frequency.value(), curve.back().frequency.value());
    bound(kLogQms, 0.1, 200.0);
    bound(kLogL1, 1e-9, 1.0);
    bound(kLogL2, 1e-9, 1.0);
    bound(kLogR2, 1e-3 * re, 1e4 * re);
    problem.residuals = [&](const std::vector<double>& logs) { return residuals_of(curve, logs); };
    LevenbergResult fit = levenberg(problem);
    if (!best || fit.cost < best->cost) best = std::move(fit);
  }
  return *best;
}

FitResidual fit_residual_of(std::span<const ImpedancePoint> curve, const LoudspeakerModel& model) {
  FitResidual residual;
  double sum = 0.0;
  for (const ImpedancePoint& point : curve) {
    const Complex z = model.impedance(point.frequency);
    sum += std::norm(z - point.ohms) / std::norm(point.ohms);
    const double percent = 100.0 * std::abs(std::abs(z) / point.magnitude() - 1.0);
    const double degrees = std::abs(std::arg(z / point.ohms)) * 360.0 / kFitTwoPi;
    if (percent > residual.most_percent) {
      residual.most_percent = percent;
      residual.most_percent_at = point.frequency;
    }
    if (degrees > residual.most_degrees) {
      residual.most_degrees = degrees;
      residual.most_degrees_at = point.frequency;
    }
  }
  residual.rms_percent = 100.0 * std::sqrt(sum / static_cast<double>(curve.size()));
  return residual;
}

}  // namespace

std::complex<double> LoudspeakerModel::impedance(Hertz frequency) const {
  const Complex jw{0.0, kFitTwoPi * frequency.value()};
  const Complex cone = 1.0 / (1.0 / res + jw * ces + 1.0 / (jw * les));
  return re + jw * l1 + jw * l2 * r2 / (jw * l2 + r2) + cone;
}

Hertz LoudspeakerModel::f0() const { return Hertz{1.0 / (kFitTwoPi * std::sqrt(les * ces))}; }
double LoudspeakerModel::qms() const { return res * std::sqrt(ces / les); }
double LoudspeakerModel::qes() const { return qms() * re / res; }
double LoudspeakerModel::qts() const { return qms() * qes() / (qms() + qes()); }

Measured<LoudspeakerFit> fit_loudspeaker(std::span<const ImpedancePoint> curve) {
  std::vector<ImpedancePoint> points;
  std::copy_if(curve.begin(), curve.end(), std::back_inserter(points),
               [](const ImpedancePoint& point) { return point.measured(); });
  if (points.size() < kFewestFitPoints ||
      points.back().frequency.value() < 4.0 * points.front().frequency.value()) {
    return tl::unexpected(Refusal{Refusal::Reason::TooShort,
                                  "a loudspeaker fit needs 30 measured points over two octaves"});
  }
  const auto shape = curve_shape_of(points);
  if (!shape) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "no resonance stands inside the measured curve"});
  }
  const LevenbergResult best = best_fit(points, *shape);
  LoudspeakerFit fit;
  fit.model = loudspeaker_of(best.unknowns);
  fit.f0_sigma = fit.model.f0() * best.sigma[kLogF0];
  fit.re_sigma = Ohms{fit.model.re * best.sigma[kLogRe]};
  fit.qms_sigma = fit.model.qms() * best.sigma[kLogQms];
  // qes = qms re / res: the three are taken as independent, which doubts too much rather than less.
  fit.qes_sigma = fit.model.qes() * std::hypot(std::hypot(best.sigma[kLogQms], best.sigma[kLogRe]),
                                               best.sigma[kLogRes]);
  fit.residual = fit_residual_of(points, fit.model);
  return fit;
}

}  // namespace ampsweep::analysis
