// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/sweep_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace ampsweep::rig::cli {
namespace {

constexpr double kLongestImpulse = 0.5;  ///< s

void write_impulse(const std::filesystem::path& dir, const std::string& name,
                   const std::string& what, analysis::OrderImpulse impulse, SweepFigures& figures) {
  std::error_code made;
  std::filesystem::create_directories(dir, made);
  const auto path = dir / (name + ".wav");
  if (std::filesystem::exists(path)) {
    throw SetupError(SetupKind::Data, path.string() + " is there already: nothing is overwritten",
                     "name another --impulses folder");
  }
  const Recording sound{figures.rate, {{impulse.samples.begin(), impulse.samples.end()}}};
  if (const auto written = write_float32(path, sound); !written) {
    throw SetupError(SetupKind::Data, written.error().detail, "choose another --impulses folder");
  }
  figures.impulses.push_back({path.string(), what, std::move(impulse)});
}

analysis::OrderImpulse kernel_impulse(const analysis::SweepPackets& packets,
                                      const analysis::HammersteinModel& model,
                                      const analysis::HammersteinKernel& kernel) {
  analysis::OrderImpulse impulse;
  impulse.order = kernel.power;
  impulse.samples = kernel.samples;
  impulse.zero = model.zero;
  const auto top = std::max_element(kernel.samples.begin(), kernel.samples.end(),
                                    [](double a, double b) { return std::abs(a) < std::abs(b); });
  impulse.peak = SampleCount{top - kernel.samples.begin()};
  impulse.peak_value = *top;
  impulse.from = Hertz{kernel.power * packets.lowest_hz};
  impulse.to = Hertz{analysis::kHighestOfRate * model.rate.value()};
  return impulse;
}

}  // namespace

void write_impulses(const SweepRequest& request, const analysis::SweepPackets& packets,
                    SweepFigures& figures) {
  const std::filesystem::path dir(request.impulses);
  const SampleCount longest = samples(Seconds{kLongestImpulse}, figures.rate);
  for (int order = 1; order <= request.orders; ++order) {
    write_impulse(dir, fmt::format("H{}", order), fmt::format("order {}", order),
                  analysis::order_impulse(packets, order, longest), figures);
  }
  if (figures.linear) {
    write_impulse(dir, "linear", "recording over loopback", figures.linear->impulse, figures);
  }
  if (!figures.model) return;
  for (const auto& kernel : figures.model->model.kernels) {
    write_impulse(dir, fmt::format("kernel{}", kernel.power),
                  fmt::format("kernel of (x / drive)^{}", kernel.power),
                  kernel_impulse(packets, figures.model->model, kernel), figures);
  }
}

}  // namespace ampsweep::rig::cli
