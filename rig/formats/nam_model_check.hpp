// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// By whose rules a model's configuration is read. Sources: nam/models/wavenet of
/// neural-amp-modeler v0.12.3 and e296039; nam/models/parametric of the fork at 082ce26; PANAMA at
/// 8275108.
enum class NamTrainer {
  Newest,      ///< net.config.layers_configs, each with a "head" object.
  Release012,  ///< The same place; head_size and head_bias, and no key that is not an argument.
  Parametric,  ///< net.config.layers, each as in Newest.
  Panama       ///< Only looked at for its receptive field.
};

/// nx of the model in `file`: what it looks back, in samples. Where there is no such file, or it
/// cannot be told, that of the trainer's standard network (kNamReceptiveField,
/// kParametricReceptiveField). Finding: wrong_model, where the trainer would raise.
std::int64_t check_nam_model(CheckContext& check, const char* file, NamTrainer trainer);

}  // namespace ampsweep::rig::formats
