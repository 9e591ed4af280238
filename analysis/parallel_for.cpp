// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/parallel_for.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace ampsweep::analysis {
namespace {

std::size_t workers_for(std::size_t count, int threads) {
  const unsigned wanted = threads > 0 ? static_cast<unsigned>(threads)
                                      : std::max(1U, std::thread::hardware_concurrency());
  return std::min<std::size_t>(count, wanted);
}

}  // namespace

bool parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                  const std::stop_token& stop) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> broken{false};
  std::mutex first;
  std::exception_ptr error;
  const auto serve = [&] {
    while (!stop.stop_requested() && !broken) {
      const std::size_t index = next++;
      if (index >= count) return;
      try {
        work(index);
      } catch (...) {
        const std::lock_guard lock(first);
        if (!error) error = std::current_exception();
        broken = true;
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < workers_for(count, threads); ++i) pool.emplace_back(serve);
    serve();
  }
  if (error) std::rethrow_exception(error);
  return next >= count;
}

}  // namespace ampsweep::analysis
