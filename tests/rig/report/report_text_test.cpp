// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace ampsweep::rig {

TEST_SUITE_BEGIN("unit");

TEST_CASE("report text: the five characters that mean something to HTML become references") {
  CHECK(html("</script><img src=x onerror=alert(1)>") ==
        "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
  CHECK(html("\"a\" & 'b'") == "&quot;a&quot; &amp; &#39;b&#39;");
  CHECK(html("Höhen 高音") == "Höhen 高音");
}

TEST_CASE("report text: bytes that are not UTF-8 and control characters become U+FFFD") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(valid_utf8("a\xFF z") == "a" + mark + " z");
  CHECK(valid_utf8("\xC0\xAF") == mark + mark);                        // overlong '/'
  CHECK(valid_utf8("\xED\xA0\x80") == mark + mark + mark);             // surrogate
  CHECK(valid_utf8("\xF4\x90\x80\x80") == mark + mark + mark + mark);  // beyond U+10FFFF
  CHECK(valid_utf8("\xE2\x82") == mark + mark);                        // cut short
  CHECK(valid_utf8("\xF0\x9F\x8E\xB8") == "\xF0\x9F\x8E\xB8");         // a guitar
  CHECK(html(std::string("a\0b\x1B", 4)) == "a" + mark + "b" + mark);
}

TEST_CASE("report text: JSON in a script element holds neither < nor anything outside ASCII") {
  const Json label = "</script><!-- \xE2\x80\xA8 & \xC3\xB6";
  const std::string text = script_json(label);

  CHECK(text == "\"\\u003c/script\\u003e\\u003c!-- \\u2028 \\u0026 \\u00f6\"");
  CHECK(Json::parse(text) == label);
}

TEST_CASE("report text: numbers do not depend on the locale and absent ones are not zero") {
  CHECK(number(-1.25, 1) == "−1.2");
  CHECK(number(std::nan(""), 2) == "–");
  CHECK(number(-0.00001, 3) == "0.000");
  CHECK(csv_fixed(-0.00001, 3) == "0.000");
  CHECK(csv_fixed(-12.5, 2) == "-12.50");
  CHECK(csv_fixed(std::numeric_limits<double>::infinity(), 2).empty());
  CHECK(rounded(-12.345678, 4).dump() == "-12.3457");
  CHECK(rounded(std::nan(""), 4).is_null());
}

TEST_CASE("report text: frequencies carry three digits and their unit") {
  CHECK(frequency_text(314.98) == "315 Hz");
  CHECK(frequency_text(1259.9) == "1.26 kHz");
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
