// SPDX-License-Identifier: GPL-3.0-or-later
// What all charts share: colours, axes, labels. A null in the data is a gap in a curve, never a zero.
'use strict';

const charts = {
  splits: {
    train: { name: 'training', shape: 'circle' },
    validation: { name: 'validation', shape: 'triangle' },
    test: { name: 'test', shape: 'rectRot' },
    reference: { name: 'reference', shape: 'crossRot' },
    motion: { name: 'motion', shape: 'rect' },
  },
  // Okabe and Ito, without yellow and black, which vanish on white or on dark.
  lines: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  linesOnDark: ['#56b4e9', '#ef8b3e', '#2cc295', '#e6a5cb', '#f0c350', '#4f8fd0'],
  dashes: [[], [6, 3], [2, 2]],
  viridis: ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'],
};

charts.css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
charts.dark = () => !document.documentElement.classList.contains('on-paper') &&
    window.matchMedia('(prefers-color-scheme: dark)').matches;
charts.number = (value) => (value === null || value === undefined ? NaN : value);
charts.line = (k) => {
  const colours = charts.dark() ? charts.linesOnDark : charts.lines;
  const colour = colours[k % colours.length];
  return {
    borderColor: colour,
    backgroundColor: colour,
    borderDash: charts.dashes[Math.floor(k / colours.length) % charts.dashes.length],
  };
};

// 0..1 on viridis, without the end that would vanish on the paper.
charts.scaleColour = (share) => {
  const [low, high] = charts.dark() ? [0.25, 1.0] : [0.0, 0.82];
  const at = (low + (high - low) * Math.min(1, Math.max(0, share))) * (charts.viridis.length - 1);
  const k = Math.min(charts.viridis.length - 2, Math.floor(at));
  const part = (hex, from) => parseInt(hex.slice(from, from + 2), 16);
  const mixed = [1, 3, 5].map((from) => Math.round(
      part(charts.viridis[k], from) * (1 - at + k) + part(charts.viridis[k + 1], from) * (at - k)));
  return `rgb(${mixed.join(',')})`;
};

charts.hertz = (hz) => (hz >= 999.5 ? `${Number((hz / 1000).toPrecision(3))} kHz` : `${Number(hz.toPrecision(3))} Hz`);

charts.short = (text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

// A knob's value as printed on the panel: a switch has words.
charts.knobValue = (knob, printed) => {
  if (printed === null) return '–';
  const word = knob.positions[printed];
  return word !== undefined ? word : String(Number(printed.toFixed(3)));
};

charts.takeName = (index) => {
  const take = page.data.takes[index];
  const knobs = page.data.knobs.map((knob, k) => `${knob.label} ${charts.knobValue(knob, take.printed[k])}`);
  return `take ${take.take} · ${knobs.join(', ')} (${charts.splits[take.split].name})`;
};

charts.axis = (title, more = {}) => ({
  type: 'linear',
  grace: more.type || more.min !== undefined ? 0 : '4%',  // no curve lies on the frame
  ...more,
  title: { display: true, text: title, color: charts.css('--ink'), font: { size: 12 } },
  grid: { color: charts.css('--line'), borderColor: charts.css('--soft') },
  ticks: { color: charts.css('--soft'), maxTicksLimit: 9, ...(more.ticks || {}) },
});

charts.frequencyAxis = (title, hz) => charts.axis(title, {
  type: 'logarithmic',
  min: hz.length ? hz[0] * 0.97 : undefined,
  max: hz.length ? hz[hz.length - 1] * 1.03 : undefined,
  ticks: {
    maxTicksLimit: 20, autoSkip: false, maxRotation: 0,
    callback: (value) => (value >= 1000 ? `${value / 1000}k` : String(value)),
  },
  afterBuildTicks: (axis) => {
    const marks = [];
    for (let decade = 1; decade <= 1e5; decade *= 10) marks.push(decade, 2 * decade, 5 * decade);
    axis.ticks = marks.filter((value) => value >= axis.min && value <= axis.max).map((value) => ({ value }));
  },
});

charts.knobAxis = (knob) => {
  const edge = 0.04 * (knob.maximum - knob.minimum) || 0.5;
  return charts.axis(charts.short(knob.label), {
    min: knob.minimum - edge,
    max: knob.maximum + edge,
    ticks: {
      stepSize: knob.positions.length ? 1 : undefined,
      includeBounds: false,
      callback: (value) => (value < knob.minimum - 1e-9 || value > knob.maximum + 1e-9
        ? '' : charts.knobValue(knob, Number(value.toFixed(6)))),
    },
  });
};

charts.fewTicks = (axis) => ({ ...axis, ticks: { ...axis.ticks, maxTicksLimit: 4 } });

charts.countAxis = (title, last) => charts.axis(title, { min: 0.5, max: last + 0.5, ticks: {
  precision: 0, includeBounds: false, callback: (value) => (Number.isInteger(value) ? String(value) : '') } });

// Points of one split: hollow where no sound file stands behind them.
charts.splitPoints = (split, points) => {
  const colour = charts.css(`--${split}`);
  return {
    label: charts.splits[split].name,
    data: points,
    pointStyle: charts.splits[split].shape,
    clip: 8,  // a point on the edge of the range is whole
    pointRadius: points.length > 400 ? 3 : 5,
    pointHoverRadius: 7,
    pointBorderWidth: 1.6,
    borderColor: colour,
    pointBorderColor: colour,
    pointBackgroundColor: points.map((point) => (point.hollow ? 'transparent' : colour)),
    showLine: false,
  };
};

// Draws, or says why there is nothing to see.
charts.draw = (id, empty, config) => {
  const box = document.getElementById(`${id}-box`);
  const canvas = document.getElementById(id);
  const old = page.charts.get(id);
  if (old) old.destroy();
  page.charts.delete(id);
  for (const none of box.querySelectorAll('.none')) none.remove();
  const points = config.data.datasets.reduce((sum, set) =>
    sum + set.data.filter((point) => Number.isFinite(point.y)).length, 0);
  canvas.hidden = points === 0;
  box.style.height = points === 0 ? 'auto' : '';
  if (points === 0) {
    page.element('p', empty, box).className = 'none';
    return;
  }
  const options = config.options || {};
  const shared = {
    animation: false,
    parsing: false,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', intersect: false, axis: 'xy' },
  };
  const key = {
    line: { usePointStyle: true, pointStyle: 'line', pointStyleWidth: 30 },
    scatter: { usePointStyle: true, boxWidth: 8, boxHeight: 7 },
    bar: { boxWidth: 14 },
  };
  const type = config.type || 'line';
  const legend = { labels: { color: charts.css('--ink'), ...key[type] } };
  page.charts.set(id, new Chart(canvas, {
    type,
    data: config.data,
    options: {
      ...shared,
      ...options,
      plugins: { ...(options.plugins || {}), legend: { ...legend, ...((options.plugins || {}).legend || {}) } },
    },
    plugins: config.plugins || [],
  }));
};

// A canvas made by the script itself.
charts.canvas = (id, label, parent) => {
  const box = page.element('div', undefined, parent);
  box.className = 'canvas';
  box.id = `${id}-box`;
  const canvas = page.element('canvas', undefined, box);
  canvas.id = id;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  return box;
};
