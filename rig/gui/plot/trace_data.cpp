// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_data.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kBucket = 16;
constexpr std::size_t kFan = 4;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr Range kNothing{kInf, -kInf};

std::size_t length(const Values& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

double at(const Values& values, std::size_t i) {
  return std::visit([i](const auto& v) { return static_cast<double>(v[i]); }, values);
}

void take(Range& extremes, double y) {
  if (!std::isfinite(y)) return;
  if (y < extremes.low) extremes.low = y;
  if (y > extremes.high) extremes.high = y;
}

Values reordered(const Values& values, const std::vector<std::size_t>& order) {
  return std::visit(
      [&order](const auto& from) -> Values {
        std::decay_t<decltype(from)> to;
        if (from.empty()) return to;
        to.reserve(order.size());
        for (const std::size_t i : order) to.push_back(from[i]);
        return to;
      },
      values);
}

}  // namespace

std::shared_ptr<const TraceData> TraceData::uniform(double start, double step, Values y,
                                                    Values limit) {
  assert(step > 0.0 && std::isfinite(start));
  return std::shared_ptr<const TraceData>(
      new TraceData(start, step, {}, std::move(y), std::move(limit)));
}

std::shared_ptr<const TraceData> TraceData::points(std::vector<double> x, Values y, Values limit) {
  assert(x.size() == length(y));
  assert(length(limit) == 0 || length(limit) == x.size());
  const auto finite = [](double v) { return std::isfinite(v); };
  if (!std::all_of(x.begin(), x.end(), finite) || !std::is_sorted(x.begin(), x.end())) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return !finite(x[i]); });
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    std::vector<double> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order) sorted.push_back(x[i]);
    x = std::move(sorted);
    y = reordered(y, order);
    limit = reordered(limit, order);
  }
  return std::shared_ptr<const TraceData>(
      new TraceData(0.0, 1.0, std::move(x), std::move(y), std::move(limit)));
}

TraceData::TraceData(double start, double step, std::vector<double> x, Values y, Values limit)
    : start_(start),
      step_(step),
      x_(std::move(x)),
      y_(std::move(y)),
      limit_(std::move(limit)),
      size_(length(y_)),
      has_limit_(length(limit_) > 0) {
  if (const auto* floats = std::get_if<std::vector<float>>(&y_)) {
    floats_ = floats->data();
  } else {
    doubles_ = std::get<std::vector<double>>(y_).data();
  }
  build_pyramid();
  look_at_signs_and_limits();
}

void TraceData::build_pyramid() {
  std::vector<Range> level(size_ / kBucket, kNothing);  // whole buckets only
  for (std::size_t b = 0; b < level.size(); ++b) {
    for (std::size_t i = b * kBucket; i < (b + 1) * kBucket; ++i) take(level[b], y(i));
  }
  while (!level.empty()) {
    std::vector<Range> above(level.size() / kFan, kNothing);
    for (std::size_t b = 0; b < above.size() * kFan; ++b) {
      above[b / kFan] = united(above[b / kFan], level[b]);
    }
    pyramid_.push_back(std::move(level));
    level = std::move(above);
  }
}

void TraceData::look_at_signs_and_limits() {
  Range limits = kNothing;
  double positive = kInf;
  for (std::size_t i = 0; i < size_; ++i) {
    if (y(i) > 0.0) positive = std::min(positive, y(i));
    if (has_limit_) take(limits, limit(i));
  }
  if (std::isfinite(positive)) lowest_positive_ = positive;
  if (limits.low <= limits.high) limits_ = limits;
}

double TraceData::limit(std::size_t i) const { return i < length(limit_) ? at(limit_, i) : kNaN; }

bool TraceData::stands(std::size_t i) const {
  return std::isfinite(y(i)) && !(has_limit_ && y(i) <= limit(i));
}

std::size_t TraceData::first_at(double wanted, std::size_t from) const {
  from = std::min(from, size_);
  if (x_.empty()) {
    const double place = std::ceil((wanted - start_) / step_);
    std::size_t i = from;
    if (place >= static_cast<double>(size_)) {
      i = size_;
    } else if (place > static_cast<double>(from)) {
      i = static_cast<std::size_t>(place);
    }
    // the division rounds: x(i) is what counts
    while (i > from && x(i - 1) >= wanted) --i;
    while (i < size_ && x(i) < wanted) ++i;
    return i;
  }
  std::size_t reach = 1;
  std::size_t low = from;
  while (from + reach < size_ && x_[from + reach] < wanted) {
    low = from + reach;
    reach *= 2;
  }
  const auto begin = x_.begin() + static_cast<std::ptrdiff_t>(low);
  const auto end = x_.begin() + static_cast<std::ptrdiff_t>(std::min(from + reach + 1, size_));
  return static_cast<std::size_t>(std::lower_bound(begin, end, wanted) - x_.begin());
}

std::optional<Range> TraceData::extremes(std::size_t first, std::size_t last) const {
  Range found = kNothing;
  last = std::min(last, size_);
  for (std::size_t i = first; i < last;) {
    std::size_t bucket = kBucket;
    std::size_t level = 0;
    while (level < pyramid_.size() && i % bucket == 0 && i + bucket <= last) {
      ++level;
      bucket *= kFan;
    }
    if (level == 0) {
      take(found, y(i));
      ++i;
    } else {
      bucket /= kFan;
      found = united(found, pyramid_[level - 1][i / bucket]);
      i += bucket;
    }
  }
  if (found.low > found.high) return std::nullopt;
  return found;
}

}  // namespace ampsweep::rig::gui
