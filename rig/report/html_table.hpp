// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Builds one HTML table. Every text is escaped here, so that no caller can forget it; numbers
/// carry the value they sort by.
class HtmlTable {
 public:
  enum class Column { Text, Number };

  /// `id`: of the element, a plain ASCII word. `sortable`: a click on a heading sorts.
  enum class Order { Fixed, Sortable };
  HtmlTable(std::string_view id, Order order);

  HtmlTable& column(std::string_view heading, Column kind, std::string_view hint = {});
  /// `css`: class of the row, a plain ASCII word or empty.
  HtmlTable& row(std::string_view css = {});
  HtmlTable& text(std::string_view text, std::string_view css = {});
  HtmlTable& number(double value, int decimals);
  HtmlTable& whole(long long value);
  /// `markup` is put in as it is; `sort_by` is escaped.
  HtmlTable& markup(std::string_view markup, std::string_view sort_by);

  [[nodiscard]] bool empty() const { return rows_ == 0; }
  [[nodiscard]] std::string finish();

 private:
  void close_row();
  std::string out_;
  std::size_t rows_{0};
  bool in_row_{false};
};

}  // namespace ampsweep::rig
