// SPDX-License-Identifier: GPL-3.0-or-later
// Draws everything, then says so in attributes of <html>, which tests/rig/report/report_in_browser.sh
// reads: data-charts (how many), data-blank (their ids when nothing is to be seen), data-errors.
'use strict';

{
  // Whether ink stands where the chart's points are. Looks at pixels: only on request.
  const inked = (chart) => {
    const { width, height } = chart.canvas;
    const { data } = chart.canvas.getContext('2d').getImageData(0, 0, width, height);
    const reach = 3;
    const at = (element) => {
      const x = Math.round(element.x * chart.currentDevicePixelRatio);
      const y = Math.round(element.y * chart.currentDevicePixelRatio);
      for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row += 1) {
        for (let col = Math.max(0, x - reach); col <= Math.min(width - 1, x + reach); col += 1) {
          if (data[4 * (row * width + col) + 3] > 0) return true;
        }
      }
      return false;
    };
    const elements = chart.getSortedVisibleDatasetMetas().flatMap((meta) => meta.data)
      .filter((element) => Number.isFinite(element.x) && Number.isFinite(element.y)).slice(0, 100);
    return elements.filter(at).length > elements.length / 2;
  };

  page.drawAll();
  const blank = [...page.charts.values()].filter((chart) =>
    chart.width === 0 || chart.height === 0 || (location.hash === '#selfcheck' && !inked(chart)));
  Object.assign(document.documentElement.dataset, {
    charts: String(page.charts.size),
    blank: blank.map((chart) => chart.canvas.id).join(' '),
    errors: String(page.errors),
  });
}
