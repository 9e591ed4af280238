// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fft.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <thread>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::good_fft_size;
using analysis::RealFft;

namespace {

std::vector<double> noise(std::size_t size) {
  signals::Random random(7);
  std::vector<double> x(size);
  for (double& sample : x) sample = random.normal();
  return x;
}

std::complex<double> slow_bin(const std::vector<double>& x, std::size_t k) {
  std::complex<double> sum;
  for (std::size_t n = 0; n < x.size(); ++n) {
    sum += x[n] * std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k * n % x.size()) /
                                      static_cast<double>(x.size()));
  }
  return sum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("fft: equals the plain sum within 1e-12, for even and odd sizes") {
    for (const std::size_t size : {16U, 15U, 210U, 101U}) {
      const std::vector<double> x = noise(size);
      RealFft fft(size);
      std::copy(x.begin(), x.end(), fft.time().begin());

      fft.forward();

      REQUIRE(fft.spectrum().size() == size / 2 + 1);
      for (std::size_t k = 0; k < fft.spectrum().size(); ++k) {
        CHECK(std::abs(fft.spectrum()[k] - slow_bin(x, k)) < 1e-12 * static_cast<double>(size));
      }
    }
  }

  TEST_CASE("fft: there and back gives the samples again within 1e-14, and forward keeps them") {
    const std::vector<double> x = noise(360);
    RealFft fft(x.size());
    std::copy(x.begin(), x.end(), fft.time().begin());

    fft.forward();
    CHECK(std::equal(x.begin(), x.end(), fft.time().begin()));
    fft.inverse();

    for (std::size_t n = 0; n < x.size(); ++n) CHECK(std::abs(fft.time()[n] - x[n]) < 1e-14 * 10.0);
  }

  TEST_CASE("fft: good sizes are even, at least as large as asked, without factors above 7") {
    CHECK(good_fft_size(0) == 2);
    CHECK(good_fft_size(17) == 18);
    CHECK(good_fft_size(4096) == 4096);
    CHECK(good_fft_size(4097) == 4116);  // 2^2 * 3 * 7^3
    CHECK(good_fft_size(11 * 13) == 144);
  }

  TEST_CASE("fft: objects built and used on several threads at once give the same result") {
    const std::vector<double> x = noise(1000);
    std::vector<std::complex<double>> results(4);
    std::vector<std::jthread> threads;
    for (auto& result : results) {
      threads.emplace_back([&result, &x] {
        for (int round = 0; round < 20; ++round) {
          RealFft fft(x.size());
          std::copy(x.begin(), x.end(), fft.time().begin());
          fft.forward();
          result = fft.spectrum()[17];
        }
      });
    }
    threads.clear();
    for (const auto& result : results) CHECK(result == results.front());
  }
}
