// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_configs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

const std::vector<int>& dilations() {
  static const std::vector<int> powers{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  return powers;
}

Json wavenet_layer(int input, int channels, int head, bool bias, NamRelease release) {
  Json layer{{"condition_size", 1}, {"input_size", input},      {"channels", channels},
             {"kernel_size", 3},    {"dilations", dilations()}, {"activation", "Tanh"}};
  if (release == NamRelease::UpTo012) {
    layer.update({{"head_size", head}, {"head_bias", bias}, {"gated", false}});
  } else {
    layer["head"] = {{"out_channels", head}, {"kernel_size", 1}, {"bias", bias}};
  }
  return layer;
}

/// Three runs through the same seven dilations with a pair of long kernels before the last.
Json parametric_layer() {
  const std::vector<int> run{1, 3, 7, 17, 41, 101, 239};
  std::vector<int> steps;
  for (int repeat = 0; repeat < 2; ++repeat) steps.insert(steps.end(), run.begin(), run.end());
  steps.insert(steps.end(), {1, 13});
  steps.insert(steps.end(), run.begin(), run.end());
  std::vector<int> kernels(steps.size(), 6);
  kernels[2 * run.size()] = kernels[2 * run.size() + 1] = 15;
  return {{"input_size", 1},
          {"condition_size", 1},
          {"channels", 8},
          {"kernel_sizes", std::move(kernels)},
          {"dilations", std::move(steps)},
          {"activation", "LeakyReLU"},
          {"head", {{"out_channels", 1}, {"kernel_size", 16}, {"bias", true}}}};
}

Json optimiser(Json net) {
  return {{"net", std::move(net)},
          {"optimizer", {{"lr", 0.004}}},
          {"lr_scheduler", {{"class", "ExponentialLR"}, {"kwargs", {{"gamma", 0.994}}}}}};
}

/// A switch is told by its names; what has a range, by it.
Json parameter(const ExportJob& job, const Knob& knob) {
  const auto reference = job.dataset.plan.reference.find(knob.id);
  const double standard =
      reference == job.dataset.plan.reference.end() ? knob.minimum : reference->second;
  if (!knob.positions.empty()) {
    const auto last = static_cast<std::int64_t>(knob.positions.size()) - 1;
    return {{"name", knob.id},
            {"min", 0},
            {"max", last},
            {"default", std::clamp<std::int64_t>(static_cast<std::int64_t>(standard), 0, last)},
            {"type", "switch"},
            {"enum_names", knob.positions}};
  }
  return {{"name", knob.id},
          {"min", knob.minimum},
          {"max", knob.maximum},
          {"default", std::clamp(standard, knob.minimum, knob.maximum)},
          {"type", "continuous"}};
}

}  // namespace

std::int64_t nam_output_length(std::int64_t length, std::int64_t receptive_field) {
  return std::clamp<std::int64_t>(length - receptive_field + 1, 0, kNamBatchOutput);
}

void need_look_back(const ExportJob& job, std::int64_t receptive_field) {
  for (const Stretch& stretch : {job.training, job.validation}) {
    const std::int64_t length = job.at(stretch.end()) - job.at(stretch.from);
    if (length >= receptive_field) continue;
    throw SetupError(SetupKind::Data,
                     fmt::format("the training or validation sound ({} samples) is shorter than "
                                 "what the model looks back ({})",
                                 length, receptive_field),
                     "a dataset with longer training_s and validation_s");
  }
}

Json nam_model(NamRelease release) {
  return optimiser({{"name", "WaveNet"},
                    {"config",
                     {{"layers_configs", Json::array({wavenet_layer(1, 16, 8, false, release),
                                                      wavenet_layer(16, 8, 1, true, release)})},
                      {"head_scale", 0.02}}}});
}

Json nam_learning(std::int64_t examples) {
  return {{"train_dataloader",
           {{"batch_size", std::clamp<std::int64_t>(examples, 1, 16)},
            {"shuffle", true},
            {"pin_memory", true},
            {"drop_last", true},
            {"num_workers", 0}}},
          {"val_dataloader", Json::object()},
          {"trainer", {{"accelerator", "auto"}, {"devices", 1}, {"max_epochs", 100}}},
          {"trainer_fit_kwargs", Json::object()}};
}

Json parametric_model(const ExportJob& job) {
  Json params = Json::array();
  for (const Knob& knob : job.dataset.rig.knobs) params.push_back(parameter(job, knob));
  return optimiser({{"name", "HyperWaveNet"},
                    {"config",
                     {{"layers", Json::array({parametric_layer()})},
                      {"head_scale", 0.01},
                      {"params", std::move(params)},
                      {"hypernet", Json::object()}}}});
}

}  // namespace ampsweep::rig::formats
