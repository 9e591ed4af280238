// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rig/gui/plot/mark_shape.hpp"
#include "rig/gui/plot/plot_scene.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kFontSize = 12.0;

/// Well-formed UTF-8 sequence at `text[i]`: its length, 0 when there is none.
std::size_t sequence_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
  };
  const unsigned lead = byte(i);
  std::size_t length = 0;
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7F ? 1 : 0;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(i + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F) ||
                      (lead == 0xEF && second == 0xBF && byte(i + 2) >= 0xBE);
  return overlong || beyond ? 0 : length;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    switch (text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out.append(text, i, length);
    }
    i += std::max<std::size_t>(1, length);
  }
  return out;
}

/// Writes items one after the other.
class SvgWriter {
 public:
  explicit SvgWriter(std::string& out) : out_(out) {}

  void operator()(const Path& path) {
    put("<polyline fill=\"none\" {} stroke-width=\"{:.4g}\"{} points=\"",
        paint("stroke", path.colour), path.width, dashes(path));
    points(path.points);
    out_ += "\"/>\n";
  }

  void operator()(const Rectangle& r) {
    put("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" {} {}/>\n", r.box.left,
        r.box.top, r.box.width(), r.box.height(), paint("fill", r.fill), paint("stroke", r.edge));
  }

  void operator()(const PlotMark& mark) {
    const MarkShape shape = mark_shape(mark.marker, mark.at, mark.radius);
    const std::string stroke = paint("stroke", mark.colour);
    const std::string fill =
        mark.fill == Fill::Solid ? paint("fill", mark.colour) : std::string{"fill=\"none\""};
    if (shape.outline.empty() && shape.strokes.empty()) {
      put("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:.2f}\" {} {}/>\n", mark.at.x, mark.at.y,
          mark.radius, fill, stroke);
      return;
    }
    if (!shape.outline.empty()) {
      out_ += "<polygon points=\"";
      points(shape.outline);
      put("\" {} {}/>\n", fill, stroke);
    }
    for (const auto& [a, b] : shape.strokes) {
      put("<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" stroke-width=\"2\" {}/>\n",
          a.x, a.y, b.x, b.y, stroke);
    }
  }

  void operator()(const Label& label) {
    const char* anchor = label.align == Align::Left     ? "start"
                         : label.align == Align::Centre ? "middle"
                                                        : "end";
    put("<text x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\" {}>{}</text>\n", label.at.x,
        label.at.y + kFontSize, anchor, paint("fill", label.colour), escaped(label.text));
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void points(const std::vector<Point>& all) {
    const char* between = "";
    for (const Point& p : all) {
      put("{}{:.2f},{:.2f}", between, p.x, p.y);
      between = " ";
    }
  }

  static std::string paint(const char* what, Colour c) {
    if (c.alpha == 0) return fmt::format("{}=\"none\"", what);
    std::string text = fmt::format("{}=\"#{:02x}{:02x}{:02x}\"", what, c.red, c.green, c.blue);
    if (c.alpha < 255) text += fmt::format(" {}-opacity=\"{:.3f}\"", what, c.alpha / 255.0);
    return text;
  }

  static std::string dashes(const Path& path) {
    std::string list;
    for (const double length : dash_lengths(path.dash)) {
      list += fmt::format("{}{:g}", list.empty() ? "" : ",", length);
    }
    return list.empty() ? list : fmt::format(" stroke-dasharray=\"{}\"", list);
  }

  std::string& out_;
};

}  // namespace

Size svg_text_size(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return {0.62 * kFontSize * static_cast<double>(letters), 1.25 * kFontSize};
}

std::string svg_text(const PlotScene& scene) {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"sans-serif\" font-size=\"{2:.0f}\">\n"
      "<clipPath id=\"area\"><rect x=\"{3:.2f}\" y=\"{4:.2f}\" width=\"{5:.2f}\" "
      "height=\"{6:.2f}\"/></clipPath>\n",
      scene.size.width, scene.size.height, kFontSize, scene.area.left, scene.area.top,
      scene.area.width(), scene.area.height());
  SvgWriter write{out};
  for (const SceneItem& item : scene.back) std::visit(write, item);
  out += "<g clip-path=\"url(#area)\">\n";
  for (const SceneItem& item : scene.traces) std::visit(write, item);
  out += "</g>\n";
  for (const SceneItem& item : scene.front) std::visit(write, item);
  return out + "</svg>\n";
}

std::string plot_svg(const Plot& plot, const PlotView& view, const PlotStyle& style, Size size) {
  size = {std::max(1.0, size.width), std::max(1.0, size.height)};
  const PlotLayout layout = lay_out(plot, shown_ranges(plot, view), size, svg_text_size);
  return svg_text(plot_scene(plot, view, layout, style));
}

}  // namespace ampsweep::rig::gui
