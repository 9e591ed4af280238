// SPDX-License-Identifier: GPL-3.0-or-later
// Plan coverage, visiting order, and what the bench did over the session.
'use strict';

{
  const { data } = page;
  const kMostKnobs = 6;
  const knobs = data.knobs.slice(0, kMostKnobs);
  const leftOut = data.knobs.slice(kMostKnobs).map((knob) => knob.label);
  const splitNames = Object.keys(charts.splits).filter((split) => data.takes.some((take) => take.split === split));

  const points = (split, x, y) => data.takes
    .map((take, index) => ({ x: charts.number(x(take, index)), y: charts.number(y(take, index)),
      index, hollow: take.state !== 'accepted', split: take.split }))
    .filter((point) => point.split === split);
  const tooltip = { displayColors: false, callbacks: { label: (item) => charts.takeName(item.raw.index), title: () => '' } };

  const shapes = {
    circle: '<circle cx="7" cy="7" r="5"/>', triangle: '<path d="M7 1 13 12H1Z"/>',
    rectRot: '<path d="M7 1 13 7 7 13 1 7Z"/>', crossRot: '<path d="M2 2 12 12M12 2 2 12" stroke-width="2.5"/>',
    rect: '<path d="M2 2H12V12H2Z"/>',
  };
  const drawLegend = () => {
    const legend = document.getElementById('split-legend');
    legend.textContent = '';
    for (const split of splitNames) {
      const entry = page.element('span', undefined, legend);
      entry.innerHTML = `<svg viewBox="0 0 14 14">${shapes[charts.splits[split].shape]}</svg>`;  // constants only
      entry.firstChild.style.fill = entry.firstChild.style.stroke = charts.css(`--${split}`);
      entry.append(charts.splits[split].name);
    }
    if (data.takes.some((take) => take.state !== 'accepted')) page.element('span', 'hollow: no sound file', legend);
  };

  const pairChart = (id, a, b) => charts.draw(id, 'The plan holds no takes.', {
    type: 'scatter',
    data: { datasets: splitNames.map((split) =>
      charts.splitPoints(split, points(split, (take) => take.printed[a], (take) => take.printed[b]))) },
    options: {
      scales: { x: charts.knobAxis(data.knobs[a]), y: charts.knobAxis(data.knobs[b]) },
      plugins: { legend: { display: false }, tooltip },
    },
  });

  const blockLines = {
    id: 'blocks',
    beforeDatasetsDraw: (chart) => {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      ctx.strokeStyle = charts.css('--soft');
      ctx.setLineDash([2, 3]);
      data.takes.forEach((take, k) => {
        if (k === 0 || take.block === data.takes[k - 1].block) return;
        const x = scales.x.getPixelForValue(k + 0.5);
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
      });
      ctx.restore();
    },
  };
  const orderChart = (id, k, isLast) => charts.draw(id, 'The plan holds no takes.', {
    data: {
      datasets: [
        ...splitNames.map((split) => charts.splitPoints(split, points(split, (take, index) => index + 1, (take) => take.printed[k]))),
        { data: data.takes.map((take, index) => ({ x: index + 1, y: charts.number(take.printed[k]), index })),
          borderColor: charts.css('--line'), borderWidth: 1.5, pointRadius: 0, pointHitRadius: 0 },
      ],
    },
    options: {
      scales: { x: charts.countAxis(isLast ? 'position in the plan' : '', data.takes.length), y: charts.fewTicks(charts.knobAxis(data.knobs[k])) },
      plugins: { legend: { display: false }, tooltip },
    },
    plugins: [blockLines],
  });

  // The lower triangle of the scatter matrix; with one knob there is no pair.
  const matrix = document.getElementById('coverage');
  const pairs = [];
  knobs.forEach((knob, b) => {
    for (let a = 0; a < b; a += 1) {
      const box = charts.canvas(`pair-${a}-${b}`, `${data.knobs[a].label} against ${knob.label}`, matrix);
      box.style.gridColumn = String(a + 1);
      box.style.gridRow = String(b);
      pairs.push([a, b]);
    }
  });
  matrix.style.gridTemplateColumns = `repeat(${Math.max(1, knobs.length - 1)}, minmax(0, ${pairs.length === 1 ? '36rem' : '1fr'}))`;
  knobs.forEach((knob, k) => charts.canvas(`order-${k}`, `${knob.label} over the visiting order`, document.getElementById('order')));
  if (leftOut.length) document.getElementById('coverage-note').textContent = `Not drawn: ${leftOut.join(', ')}; the tables hold every knob.`;
  if (data.takes.some((take) => take.block > 0)) document.getElementById('order-note').textContent = 'Dashed lines: block edges, where the reference setting is visited.';

  page.drawings.push(() => {
    drawLegend();
    pairs.forEach(([a, b]) => pairChart(`pair-${a}-${b}`, a, b));
    knobs.forEach((knob, k) => orderChart(`order-${k}`, k, k === knobs.length - 1));
  });

  // What the bench did, over accepted takes in the order they sounded.
  const epochs = [...new Set(data.session.map((point) => point.epoch))];
  const byEpoch = (key) => epochs.map((epoch, k) => ({
    label: `epoch ${epoch}`,
    data: data.session.map((point, at) => ({ x: at + 1, y: charts.number(point[key]), index: point.index, epoch: point.epoch, started: point.started }))
      .filter((point) => point.epoch === epoch),
    ...charts.line(k), borderWidth: 1.5, pointRadius: data.session.length > 300 ? 1.5 : 3,
  }));
  const sessionChart = (id, key, title, empty, range) => charts.draw(id, empty, {
    data: { datasets: byEpoch(key) },
    options: {
      scales: { x: charts.countAxis('accepted take, in time order', data.session.length), y: charts.axis(title, range) },
      plugins: {
        legend: { display: epochs.length > 1 && epochs.length <= 12 },
        tooltip: { callbacks: {
          title: (items) => charts.takeName(items[0].raw.index),
          label: (item) => `${item.raw.y} · ${item.raw.started}`,
        } },
      },
    },
  });
  const around = (half) => ({ suggestedMin: -half, suggestedMax: half });
  // A level hardly moves: an axis narrower than this would show rounding as if it were drift.
  const narrowest = (key, width) => {
    const values = data.session.map((point) => point[key]).filter((value) => value !== null);
    const middle = values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
    return { suggestedMin: middle - width / 2, suggestedMax: middle + width / 2 };
  };
  const referenceChart = () => charts.draw('reference', 'Fewer than two reference takes with a response: drift of the amp is not known.', {
    data: { datasets: data.references.length < 2 ? [] : [
      { label: 'mean, 100 Hz to 5 kHz', data: data.references.map((point) => ({ x: point.sequence, y: charts.number(point.level), index: point.index })), ...charts.line(0), borderWidth: 2, pointRadius: 4 },
      { label: 'third octave that moved most', data: data.references.map((point) => ({ x: point.sequence, y: charts.number(point.worst), index: point.index, hz: point.worst_hz })), ...charts.line(1), borderDash: [5, 4], pointStyle: 'triangle', borderWidth: 1.5, pointRadius: 4 },
    ] },
    options: {
      scales: { x: charts.countAxis('accepted take, in time order', data.session.length), y: charts.axis('change, dB', around(0.05)) },
      plugins: { tooltip: { callbacks: {
        title: (items) => charts.takeName(items[0].raw.index),
        label: (item) => `${item.raw.y} dB${item.raw.hz ? ` at ${charts.hertz(item.raw.hz)}` : ''}`,
      } } },
    },
  });
  page.drawings.push(() => {
    const nothing = 'No take is accepted yet.';
    sessionChart('delay', 'deviation', 'deviation, samples', nothing, around(0.001));
    sessionChart('drift', 'drift', 'drift, ppm', nothing, around(0.001));
    sessionChart('loopback', 'loopback', 'loopback gain, dB', 'No loopback level was measured.', narrowest('loopback', 0.02));
    sessionChart('noise', 'noise', 'noise, dBFS RMS', 'No noise was measured: the silence is exact zeros.', narrowest('noise', 2));
    referenceChart();
  });
}
