// SPDX-License-Identifier: GPL-3.0-or-later
// What the amp does: responses, harmonics and idle noise of chosen takes.
'use strict';

{
  const { data } = page;
  const kMostDrawn = 40;
  const select = (id) => document.getElementById(id);
  const option = (list, value, text) => { page.element('option', text, select(list)).value = value; };
  const measured = data.curves.map((curves, index) => index).filter((index) => data.curves[index] && data.curves[index].response);
  const gap = charts.number;

  // Which takes are drawn, and in which colour.
  const groups = { spread: 'all takes, evenly spaced', ticked: 'ticked in the table' };
  for (const [split, { name }] of Object.entries(charts.splits)) {
    if (data.takes.some((take) => take.split === split)) groups[split] = `${name} takes`;
  }
  Object.entries(groups).forEach(([value, text]) => option('pick', value, text));
  option('colour', 'take', 'take');
  data.knobs.forEach((knob, k) => option('colour', String(k), knob.label));
  if (data.knobs.length) select('colour').value = '0';

  const inGroup = (index) => {
    const group = select('pick').value;
    if (group === 'spread') return true;
    return group === 'ticked' ? page.ticked.has(index) : data.takes[index].split === group;
  };
  const chosen = () => {
    const all = measured.filter(inGroup);
    const step = Math.max(1, Math.ceil(all.length / kMostDrawn));
    const drawn = all.filter((index, at) => at % step === 0);
    select('pick-note').textContent = step > 1 ? `${drawn.length} of ${all.length} takes drawn` : `${all.length} takes`;
    return drawn;
  };
  const styleOf = (index, at) => {
    const by = select('colour').value;
    if (by === 'take') return charts.line(at);
    const colour = charts.scaleColour(gap(data.takes[index].place[Number(by)]) || 0);
    return { borderColor: colour, backgroundColor: colour };
  };
  const drawScale = () => {
    const scale = select('colour-scale');
    const by = select('colour').value;
    scale.textContent = '';
    scale.style.display = by === 'take' ? 'none' : 'flex';
    if (by === 'take') return;
    const knob = data.knobs[Number(by)];
    page.element('span', `${knob.label} ${charts.knobValue(knob, knob.minimum)}`, scale);
    const steps = [0, 0.25, 0.5, 0.75, 1].map(charts.scaleColour);
    page.element('i', undefined, scale).style.background = `linear-gradient(to right, ${steps.join(',')})`;
    page.element('span', charts.knobValue(knob, knob.maximum), scale);
  };

  const overlay = (id, takes, key, hz, titles, empty) => charts.draw(id, empty, {
    data: { datasets: takes.map((index, at) => ({
      label: charts.takeName(index),
      data: hz.map((x, k) => ({ x, y: gap((data.curves[index][key] || [])[k]) })),
      ...styleOf(index, at), borderWidth: 1.6, pointRadius: 0, pointHitRadius: 6,
    })) },
    options: {
      scales: { x: charts.frequencyAxis(titles[0], hz), y: charts.axis(titles[1]) },
      plugins: {
        legend: { display: select('colour').value === 'take' && takes.length <= 8 },
        tooltip: { callbacks: {
          title: (items) => charts.hertz(items[0].raw.x),
          label: (item) => `${item.raw.y} dB · ${item.dataset.label}`,
        } },
      },
    },
  });
  const drawOverlays = () => {
    const takes = chosen();
    const nothing = measured.length ? 'No take of this choice has a response.' : 'No response could be measured; the table above says why.';
    drawScale();
    overlay('response', takes, 'response', data.response_hz, ['frequency, Hz', 'output over input, dB'], nothing);
    overlay('idle', takes, 'noise', data.noise_hz, ['third-octave band, Hz', 'noise, dBFS RMS'],
      'The silence of these takes is exact zeros: there is no noise to draw.');
  };

  // One take's harmonics.
  measured.forEach((index) => option('one-take', String(index), charts.takeName(index)));
  data.harmonic_hz.forEach((hz, k) => option('excitation', String(k), charts.hertz(hz)));
  const nearest = data.harmonic_hz.reduce((best, hz, k) =>
    (Math.abs(Math.log(hz / 250)) < Math.abs(Math.log(data.harmonic_hz[best] / 250)) ? k : best), 0);
  select('excitation').value = String(nearest);
  const orderName = (n) => `H${n}`;
  const orderLine = (n) => {
    const colour = charts.scaleColour((n - 2) / 8);
    return { borderColor: colour, backgroundColor: colour, borderDash: n % 2 ? [] : [6, 3], borderWidth: 1.8 };
  };
  const drawHarmonics = () => {
    const curves = data.curves[Number(select('one-take').value)];
    const levels = curves && select('one-take').value !== '' ? curves.harmonics : [];
    const heard = (level) => level.some((value) => value !== null);
    const silent = levels.map((level, k) => (heard(level) ? '' : orderName(k + 2))).filter(Boolean);
    charts.draw('harmonics', 'No harmonic of this take stands above its detection limit.', {
      data: { datasets: levels.map((level, k) => ({
        label: orderName(k + 2), ...orderLine(k + 2), pointRadius: 2,
        data: data.harmonic_hz.map((x, at) => ({ x, y: gap(level[at]) })),
      })).filter((set, k) => heard(levels[k])) },
      options: {
        scales: { x: charts.frequencyAxis('excitation frequency, Hz', data.harmonic_hz), y: charts.axis('level, dBc') },
        plugins: {
          legend: { position: 'right' },
          tooltip: { callbacks: { title: (items) => charts.hertz(items[0].raw.x), label: (item) => `${item.dataset.label} ${item.raw.y} dBc` } },
        },
      },
    });
    select('harmonics-note').textContent = (levels.length ? 'Even orders dashed. A gap: below the detection limit, or above 0.45 of the sample rate. ' : '') +
        (silent.length ? `Nowhere above their limits: ${silent.join(', ')}.` : '');
  };
  const drawBars = () => {
    const curves = data.curves[Number(select('one-take').value)];
    const known = curves && curves.harmonics && select('one-take').value !== '';
    const at = Number(select('excitation').value);
    const level = known ? curves.harmonics.map((order) => gap(order[at])) : [];
    const limit = known ? curves.limits.map((order, k) => (Number.isFinite(level[k]) ? NaN : gap(order[at]))) : [];
    const lowest = Math.min(0, ...[...level, ...limit].filter(Number.isFinite));
    const floor = Math.floor((lowest - 5) / 10) * 10;
    const names = level.map((value, k) => orderName(k + 2));
    const bars = (label, values, more) => ({
      label, data: values.map((y, k) => ({ x: names[k], y })), base: floor, grouped: false, ...more });
    charts.draw('bars', 'Nothing was measured at this frequency.', {
      type: 'bar',
      data: { labels: names, datasets: [
        bars('measured', level, { backgroundColor: charts.css('--train') }),
        bars('below the detection limit', limit, { backgroundColor: 'transparent', borderColor: charts.css('--soft'), borderWidth: 1 }),
      ] },
      options: {
        parsing: true,
        scales: { x: { ...charts.axis('harmonic'), type: 'category' }, y: charts.axis('level, dBc', { min: floor, suggestedMax: 0 }) },
        plugins: { tooltip: { callbacks: { label: (item) => `${item.datasetIndex ? '< ' : ''}${item.raw.y} dBc` } } },
      },
    });
  };

  // A harmonic of all takes against one knob.
  data.knobs.forEach((knob, k) => option('knob', String(k), knob.label));
  option('knob-order', 'sum', 'H2–H10, power sum');
  for (let n = 2; n <= 10; n += 1) option('knob-order', String(n), orderName(n));
  const harmonicAt = (index, order, at) => {
    const levels = data.curves[index].harmonics;
    if (order !== 'sum') return gap(levels[Number(order) - 2][at]);
    const power = levels.reduce((sum, level) => sum + (level[at] === null ? 0 : 10 ** (level[at] / 10)), 0);
    return power > 0 ? 10 * Math.log10(power) : NaN;
  };
  const drawAgainstKnob = () => {
    const k = Number(select('knob').value);
    const at = Number(select('excitation').value);
    const order = select('knob-order').value;
    const knob = data.knobs[k];
    const sets = !knob ? [] : Object.keys(charts.splits).map((split) => charts.splitPoints(split,
      measured.filter((index) => data.takes[index].split === split)
        .map((index) => ({ x: gap(data.takes[index].printed[k]), y: harmonicAt(index, order, at), index }))))
      .filter((set) => set.data.length);
    const name = order === 'sum' ? 'H2–H10' : orderName(order);
    const title = data.harmonic_hz.length ? `${name} at ${charts.hertz(data.harmonic_hz[at])}, dBc` : '';
    charts.draw('against-knob', 'No take has this harmonic above its detection limit.', {
      type: 'scatter',
      data: { datasets: sets },
      options: {
        scales: { x: knob ? charts.knobAxis(knob) : charts.axis(''), y: charts.axis(title) },
        plugins: { tooltip: { displayColors: false, callbacks: { label: (item) => `${item.raw.y.toFixed(2)} dBc · ${charts.takeName(item.raw.index)}` } } },
      },
    });
  };

  const embedded = data.curves.filter(Boolean).length;
  const accepted = data.takes.filter((take) => take.state === 'accepted').length;
  if (embedded < accepted) select('response-note').textContent = `This page holds the curves of ${embedded} of ${accepted} takes, evenly spaced; response.csv and harmonics.csv hold all.`;

  for (const id of ['pick', 'colour']) select(id).addEventListener('change', drawOverlays);
  for (const id of ['one-take', 'excitation']) select(id).addEventListener('change', () => { drawHarmonics(); drawBars(); });
  for (const id of ['knob', 'knob-order', 'excitation']) select(id).addEventListener('change', drawAgainstKnob);
  page.onTick = () => { select('pick').value = 'ticked'; drawOverlays(); };
  page.drawings.push(drawOverlays, drawHarmonics, drawBars, drawAgainstKnob);
}
