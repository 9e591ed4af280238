// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/capture_order.hpp"

#include <algorithm>

namespace ampsweep::rig {

CaptureTime captured_at(const AttemptRecord& record) {
  return {record.attempt.epoch, record.attempt.started, record.attempt.take};
}

std::vector<std::size_t> capture_order(const Dataset& dataset) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < dataset.takes.size(); ++i) {
    if (dataset.takes[i].accepted() != nullptr) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return captured_at(*dataset.takes[a].accepted()) < captured_at(*dataset.takes[b].accepted());
  });
  return order;
}

}  // namespace ampsweep::rig
