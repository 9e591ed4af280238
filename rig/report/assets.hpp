// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// Files that are built into the program, so that a report is one file: embed_asset.cmake turns
/// each into a .cpp. None holds a network address or the text that would end its HTML element.
namespace ampsweep::rig::assets {

extern const std::string_view chart_js;  ///< Debian's libjs-chart.js (MIT): the UMD bundle.
extern const std::string_view style_css;
extern const std::string_view page_js;    ///< Theme, tables, readiness.
extern const std::string_view charts_js;  ///< What all charts share.
extern const std::string_view session_charts_js;
extern const std::string_view amp_charts_js;
extern const std::string_view ready_js;  ///< Draws everything and says so.

}  // namespace ampsweep::rig::assets
