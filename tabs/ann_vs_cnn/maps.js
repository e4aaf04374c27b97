// 17×17 places at once: how likely each network finds the digit there, and what it reads instead. And
// the picture of what was changed. Colours come from shared/colours.js.

const PLACES = 17;
const REACH = 8;

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
    const level = levelOf(value, 0, 1);
    context.fillStyle = colourOf(viridis, level);
    context.fillRect(x, y, cell, cell);
    if (!data.digits || data.digits[i] === data.wanted) return;
    context.fillStyle = inkOn(viridis, level);
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

// What was taken away is blue, what was added orange; the middle of the colours is no change.
function paintDifference(canvas, changes, label) {
  const levels = new Uint8Array(784).fill(signedLevel(0, 1));
  for (const [row, column, before, after] of changes) levels[28 * row + column] = signedLevel(after - before, 1);
  paintColours(canvas, 28, 28, levels, blueOrange);
  canvas.setAttribute('aria-label', label);
}

for (const bar of panel.querySelectorAll('.avc-scale i')) bar.style.background = gradientOf(viridis);
for (const bar of panel.querySelectorAll('.avc-diverging i')) bar.style.background = gradientOf(blueOrange);
