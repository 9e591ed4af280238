// SPDX-License-Identifier: GPL-3.0-or-later
// The page's own state and its tables. The tables are complete without this script.
'use strict';

const page = {
  data: JSON.parse(document.getElementById('data').textContent),
  errors: 0,
  drawings: [],        // functions that draw everything again: theme or paper changed
  charts: new Map(),   // canvas id -> Chart
  ticked: new Set(),   // takes ticked in the table, by index
  onTick: () => {},
};
window.addEventListener('error', () => {
  page.errors += 1;
  document.documentElement.dataset.errors = String(page.errors);
});

// Every text goes in as text: labels come from files of other people.
page.element = (tag, text, parent) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
};

page.sortBy = (table, column, heading) => {
  const rising = heading.getAttribute('aria-sort') !== 'ascending';
  const numeric = heading.classList.contains('num');
  const key = (row) => {
    const cell = row.cells[column];
    const value = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent;
    return numeric ? (value === '' ? NaN : Number(value)) : value;
  };
  const compare = (a, b) => {
    if (!numeric) return a.key.localeCompare(b.key, 'en', { numeric: true });
    if (Number.isNaN(a.key) || Number.isNaN(b.key)) return 0;
    return a.key - b.key;
  };
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, at) => ({ row, key: key(row), at }));
  const last = (entry) => numeric && Number.isNaN(entry.key);  // no number: at the end, both ways
  rows.sort((a, b) => {
    if (last(a) !== last(b)) return last(a) ? 1 : -1;
    return (rising ? compare(a, b) : compare(b, a)) || a.at - b.at;
  });
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', rising ? 'ascending' : 'descending');
  body.append(...rows.map((entry) => entry.row));
};

for (const table of document.querySelectorAll('table.sortable')) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    heading.tabIndex = 0;
    heading.addEventListener('click', () => page.sortBy(table, column, heading));
    heading.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      page.sortBy(table, column, heading);
    });
  });
}

page.filter = () => {
  const words = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = document.getElementById('takes').tBodies[0].rows;
  let shown = 0;
  for (const row of rows) {
    row.dataset.text = row.dataset.text || row.textContent.toLowerCase();
    row.hidden = !words.every((word) => row.dataset.text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  document.getElementById('filter-count').textContent =
      words.length ? `${shown} of ${rows.length} takes` : '';
};
document.getElementById('filter').addEventListener('input', page.filter);

for (const box of document.querySelectorAll('input.plot')) {
  box.checked = false;  // browsers keep ticks over a reload
  box.addEventListener('change', () => {
    const index = Number(box.dataset.i);
    if (box.checked) page.ticked.add(index); else page.ticked.delete(index);
    page.onTick();
  });
}

page.drawAll = () => page.drawings.forEach((draw) => draw());
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', page.drawAll);
// Paper is white whatever the screen: charts are drawn again in the light colours.
window.addEventListener('beforeprint', () => {
  document.documentElement.classList.add('on-paper');
  page.drawAll();
});
window.addEventListener('afterprint', () => {
  document.documentElement.classList.remove('on-paper');
  page.drawAll();
});
