// 17×17 places at once: how likely each network finds the digit there, and what it reads instead.

const PLACES = 17;
const REACH = 8;

// Cividis (Nuñez, Anderton and Renslow, 2018) at eleven places: even steps for every eye.
const CIVIDIS = [
  [0, 34, 78], [8, 51, 112], [53, 69, 108], [79, 87, 108], [102, 105, 112], [125, 124, 120],
  [148, 142, 119], [174, 163, 113], [200, 184, 102], [229, 207, 82], [254, 232, 56],
];

function cividis(value) {
  const place = Math.min(1, Math.max(0, value)) * (CIVIDIS.length - 1);
  const i = Math.min(CIVIDIS.length - 2, Math.floor(place));
  return CIVIDIS[i].map((from, c) => Math.round(from + (place - i) * (CIVIDIS[i + 1][c] - from)));
}

const asColour = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

// `canvas` is painted; onPick(dx, dy) is called when a place is pressed.
function makeMap(canvas, onPick) {
  let data = null;

  // data: {shares, digits (or none), wanted, dx, dy, label}
  function show(next) {
    data = next;
    draw();
    canvas.setAttribute('aria-label', data.label);
  }

  function draw() {
    if (!data || !canvas.clientWidth) return;
    const sharp = devicePixelRatio || 1;
    const cell = Math.max(6, Math.floor((canvas.clientWidth * sharp) / PLACES));
    canvas.width = canvas.height = cell * PLACES;
    const context = canvas.getContext('2d');
    context.font = `600 ${Math.round(cell * 0.72)}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    data.shares.forEach((value, i) => paintCell(context, cell, value, i));
    outline(context, cell, data.dx + REACH, data.dy + REACH);
  }

  function paintCell(context, cell, value, i) {
    const [x, y] = [(i % PLACES) * cell, Math.floor(i / PLACES) * cell];
    context.fillStyle = asColour(cividis(value));
    context.fillRect(x, y, cell, cell);
    if (!data.digits || data.digits[i] === data.wanted) return;
    context.fillStyle = value < 0.55 ? '#fff' : '#00142e';
    context.fillText(data.digits[i] ?? '–', x + cell / 2, y + cell * 0.54);
  }

  function outline(context, cell, column, row) {
    const thick = Math.max(2, Math.round(cell / 7));
    context.lineWidth = 2 * thick;
    context.strokeStyle = '#000';
    context.strokeRect(column * cell, row * cell, cell, cell);
    context.lineWidth = thick;
    context.strokeStyle = '#fff';
    context.strokeRect(column * cell, row * cell, cell, cell);
  }

  function clear(label) {
    data = null;
    wipe(canvas, label);
  }

  canvas.addEventListener('click', (event) => {
    if (!data) return;
    const box = canvas.getBoundingClientRect();
    const place = (offset, length) => Math.min(PLACES - 1, Math.max(0, Math.floor((offset / length) * PLACES))) - REACH;
    onPick(place(event.clientX - box.left, box.width), place(event.clientY - box.top, box.height));
  });
  new ResizeObserver(draw).observe(canvas);
  return { show, clear };
}

// The colour bar under the maps, 0 to 100 %.
function paintLegend(canvas) {
  const width = 64;
  Object.assign(canvas, { width, height: 1 });
  const context = canvas.getContext('2d');
  for (let i = 0; i < width; i += 1) {
    context.fillStyle = asColour(cividis(i / (width - 1)));
    context.fillRect(i, 0, 1, 1);
  }
}

// Zero-centred blue to orange, for what was taken away and what was added: −1 to 1.
function blueOrange(value) {
  const end = value < 0 ? [31, 99, 181] : [224, 104, 8];
  const middle = [244, 243, 246];
  return middle.map((from, c) => Math.round(from + Math.min(1, Math.abs(value)) * (end[c] - from)));
}

function paintDifference(canvas, changes, label) {
  Object.assign(canvas, { width: 28, height: 28 });
  const context = canvas.getContext('2d');
  context.fillStyle = asColour(blueOrange(0));
  context.fillRect(0, 0, 28, 28);
  for (const [row, column, before, after] of changes) {
    context.fillStyle = asColour(blueOrange(after - before));
    context.fillRect(column, row, 1, 1);
  }
  canvas.setAttribute('aria-label', label);
}
