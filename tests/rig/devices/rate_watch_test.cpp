// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/rate_watch.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <optional>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

constexpr double kRate = 48'000.0;
constexpr int kPeriod = 1024;

/// A stream that is looked at every 20 ms of an invented clock, and a little later at random.
struct WatchedStream {
  RateWatch watch{kRate, kPeriod};
  signals::Random random{3};
  double now_s{0.0};

  /// `frames_at`: frames that the stream has delivered at a time, before they are cut into periods.
  /// Gives what was measured and when; nothing: it was found right.
  std::optional<std::pair<double, double>> run(double for_s,
                                               const std::function<double(double)>& frames_at) {
    const double until = now_s + for_s;
    while (now_s < until) {
      now_s += 0.02 + random.uniform(0.0, 0.004);
      const auto at = std::chrono::nanoseconds{static_cast<std::int64_t>(now_s * 1e9)};
      const double frames = std::floor(frames_at(now_s) / kPeriod) * kPeriod;
      if (const auto hz = watch.look(at, at + 1us, static_cast<std::uint64_t>(frames))) {
        return std::pair{*hz, now_s};
      }
    }
    return std::nullopt;
  }
};

double at_rate(double hz, double since_s) { return hz * since_s + 5000.0; }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rate watch: a right stream stays right for an hour, with 400 ppm between the clocks") {
    for (const double ppm : {0.0, 400.0, -400.0}) {
      CAPTURE(ppm);
      WatchedStream stream;
      CHECK_FALSE(
          stream.run(3600.0, [&](double t) { return at_rate(kRate * (1.0 + 1e-6 * ppm), t); }));
    }
  }

  TEST_CASE("rate watch: a wrong rate is measured, slow as fast, the sooner the worse it is") {
    struct Row {
      double share;
      double within_s;
    };
    for (const Row& row : {Row{0.9, 3.2}, Row{1.1, 3.2}, Row{44'100.0 / 48'000.0, 4.2},
                           Row{0.99, 18.0}, Row{1.001, 300.0}, Row{0.999, 300.0}}) {
      CAPTURE(row.share);
      WatchedStream stream;
      const auto found = stream.run(400.0, [&](double t) { return at_rate(kRate * row.share, t); });
      REQUIRE(found);
      CHECK(found->second < row.within_s);
      CHECK(found->first == doctest::Approx(kRate * row.share).epsilon(0.03));
    }
  }

  TEST_CASE("rate watch: a stream that turns slow later is found as soon") {
    WatchedStream stream;
    REQUIRE_FALSE(stream.run(1800.0, [](double t) { return at_rate(kRate, t); }));
    const double turned = stream.now_s;
    const auto found = stream.run(
        60.0, [&](double t) { return at_rate(kRate, turned) + 0.9 * kRate * (t - turned); });
    REQUIRE(found);
    CHECK(found->second - turned < 4.2);
    CHECK(found->first == doctest::Approx(0.9 * kRate).epsilon(0.03));
  }

  TEST_CASE("rate watch: being late to look or to be called is no fault, lost sound is") {
    WatchedStream stream;
    // Every second the stream is called up to 300 ms late and catches up.
    const auto late = [](double t) {
      const double into = t - std::floor(t);
      return at_rate(kRate, into < 0.3 ? std::floor(t) : t);
    };
    CHECK_FALSE(stream.run(600.0, late));
    stream.now_s += 5.0;  // nobody looked
    CHECK_FALSE(stream.run(60.0, late));
    const double lost = stream.now_s;
    const auto found = stream.run(
        5.0, [&](double t) { return late(t) - (t > lost + 0.5 ? 0.15 * kRate : 0.0); });
    REQUIRE(found);
    CHECK(found->second - (lost + 0.5) < 2.0);
  }

  TEST_CASE("rate watch: what an xrun took away does not count") {
    WatchedStream stream;
    CHECK_FALSE(stream.run(30.0, [](double t) { return at_rate(kRate, t); }));
    stream.watch.begin_again();
    CHECK_FALSE(stream.run(30.0, [](double t) { return at_rate(kRate, t) - 0.5 * kRate; }));
  }

  TEST_CASE("rate watch: a look that was put aside in the middle says nothing") {
    RateWatch watch{kRate, kPeriod};
    for (int i = 0; i < 2000; ++i) {
      const auto at = i * 20ms;
      CHECK_FALSE(watch.look(at, at + 10ms, 0));  // nothing moves, and nobody can tell
    }
  }
}
