// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig {

/// Text for any place in HTML, attribute values in quotes included: & < > " ' become references,
/// bytes that are not UTF-8 and control characters become U+FFFD.
[[nodiscard]] std::string html(std::string_view text);

/// Bytes that are not well-formed UTF-8 (overlong, surrogates, beyond U+10FFFF) become U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// JSON for a <script type="application/json"> element: `<`, `>`, `&` and everything outside ASCII
/// (U+2028 and U+2029 among it) are written \uXXXX, so that no text can end the element.
[[nodiscard]] std::string script_json(const Json& json);

/// `decimals` digits after the point; "–" (en dash) for a number that is not finite. Minus signs
/// are U+2212, so that numbers line up. Independent of the locale.
[[nodiscard]] std::string number(double value, int decimals);

/// The same with a plain hyphen and an empty text for a number that is not finite: for CSV.
[[nodiscard]] std::string csv_fixed(double value, int decimals);

/// Rounded to `decimals` for JSON, so that its shortest text is short; null when it is not finite.
[[nodiscard]] Json rounded(double value, int decimals);
[[nodiscard]] Json rounded(const std::vector<double>& values, int decimals);

/// "1.25 kHz", "315 Hz".
[[nodiscard]] std::string frequency_text(double hz);

}  // namespace ampsweep::rig
