// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot_file.hpp"

#include "rig/gui/plot/plot_svg.hpp"
#include "rig/gui/plot_look.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr Size kSvgSize{1000.0, 500.0};

}  // namespace

void draw_saved_plot(const Scene& scene, const char* id, const Plot& plot, PlotView& view,
                     ImVec2 size, const std::string& name) {
  const PlotStyle style = plot_style(scene.look);
  if (draw_plot(id, plot, view, style, size) != PlotAsk::SaveSvg) return;
  const std::string path = scene.now.remembered.out + "/plots/" + name + ".svg";
  scene.send(SaveText{path, plot_svg(plot, view, style, kSvgSize)});
}

}  // namespace ampsweep::rig::gui
