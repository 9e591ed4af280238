// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/html_table.hpp"

#include <fmt/format.h>

#include "rig/report/report_text.hpp"

namespace ampsweep::rig {

HtmlTable::HtmlTable(std::string_view id, Order order) {
  out_ = fmt::format("<div class=\"table\"><table id=\"{}\"{}>\n<thead><tr>", id,
                     order == Order::Sortable ? " class=\"sortable\"" : "");
}

HtmlTable& HtmlTable::column(std::string_view heading, Column kind, std::string_view hint) {
  const std::string title = hint.empty() ? "" : fmt::format(" title=\"{}\"", html(hint));
  out_ += fmt::format("<th scope=\"col\"{}{}>{}</th>",
                      kind == Column::Number ? " class=\"num\"" : "", title, html(heading));
  return *this;
}

HtmlTable& HtmlTable::row(std::string_view css) {
  close_row();
  if (rows_++ == 0) out_ += "</tr></thead>\n<tbody>\n";
  out_ += css.empty() ? "<tr>" : fmt::format("<tr class=\"{}\">", css);
  in_row_ = true;
  return *this;
}

HtmlTable& HtmlTable::text(std::string_view text, std::string_view css) {
  out_ += css.empty() ? "<td>" : fmt::format("<td class=\"{}\">", css);
  out_ += html(text);
  out_ += "</td>";
  return *this;
}

HtmlTable& HtmlTable::number(double value, int decimals) {
  const std::string sort_by = csv_fixed(value, decimals + 2);
  out_ +=
      fmt::format("<td class=\"num\" data-v=\"{}\">{}</td>", sort_by, rig::number(value, decimals));
  return *this;
}

HtmlTable& HtmlTable::whole(long long value) {
  out_ += fmt::format("<td class=\"num\" data-v=\"{0}\">{0}</td>", value);
  return *this;
}

HtmlTable& HtmlTable::markup(std::string_view markup, std::string_view sort_by) {
  out_ += fmt::format("<td data-v=\"{}\">{}</td>", html(sort_by), markup);
  return *this;
}

std::string HtmlTable::finish() {
  close_row();
  if (rows_ == 0) out_ += "</tr></thead>\n<tbody>\n";
  out_ += "</tbody></table></div>\n";
  return std::move(out_);
}

void HtmlTable::close_row() {
  if (in_row_) out_ += "</tr>\n";
  in_row_ = false;
}

}  // namespace ampsweep::rig
