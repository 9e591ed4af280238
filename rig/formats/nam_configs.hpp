// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {

/// Receptive field of the models below: 1 + sum over layers of (kernel - 1) * dilation. The trainer
/// puts it into every dataset as nx.
/// Source: nam/data.py, nam_full_configs/models/wavenet.json of neural-amp-modeler.
inline constexpr std::int64_t kNamReceptiveField = 4093;
/// The same of the parametric fork's shipped network (kernels of 6 and 15, head of 16).
inline constexpr std::int64_t kParametricReceptiveField = 6347;
inline constexpr std::int64_t kNamBatchOutput = 8192;  ///< ny of every shipped configuration.

/// Samples that the trainer cuts a stretch of `length` into: 8192, or less when that does not fit
/// once. 0: the stretch is shorter than the receptive field.
[[nodiscard]] std::int64_t nam_output_length(std::int64_t length, std::int64_t receptive_field);

/// Refuses: SetupError{Data}: the training or validation sound is shorter than what a model with
/// this receptive field looks back.
void need_look_back(const ExportJob& job, std::int64_t receptive_field);

/// The head of a layer array is told in one of two ways, and neither release reads the other's.
enum class NamRelease {
  Newest,  ///< "head" {out_channels, kernel_size, bias}: since commit 0522331, after 0.12.3.
  UpTo012  ///< head_size, head_bias; any other key is a TypeError.
};
inline constexpr const char* kNamModelFile = "model.json";
inline constexpr const char* kNam012ModelFile = "model-0.12.json";

/// The standard WaveNet, and learning rules whose batch is never larger than what there is:
/// `examples` pieces of training sound, which the fork counts by capture (the loader drops an
/// incomplete last batch).
[[nodiscard]] Json nam_model(NamRelease release);
[[nodiscard]] Json nam_learning(std::int64_t examples);

/// HyperWaveNet with the rig's knobs as its parameters, in the rig's order; default of each: the
/// reference setting. Shape of the network: nam_full_configs/parametric/model.json of the fork.
[[nodiscard]] Json parametric_model(const ExportJob& job);

}  // namespace ampsweep::rig::formats
