// The visitor's digit as the 784 numbers that the networks see: 0 is paper, 255 is ink. Zoom in to read them.

widgets.pixels = (box) => {
  const SIDE = 28;
  const ZOOMS = [28, 14, 7]; // how many pixels are in view, each way
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  let pixels = null;
  let zoom = box.clientWidth < 520 ? 1 : 0;
  let chosen = null;

  box.setAttribute('aria-label', 'Your digit as numbers');
  const canvas = make('canvas', 'le-numbers');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  const nearer = makeButton('ui-button', 'Zoom in', () => zoomBy(1));
  const farther = makeButton('ui-button', 'Zoom out', () => zoomBy(-1));
  const said = make('p', 'le-chosen');
  said.setAttribute('role', 'status');
  const live = make('div', 'le-live', canvas, make('div', 'le-tools', nearer, farther, said));
  box.append(live, make('p', 'le-keys', 'Press a pixel to read its number. Arrow keys move, + and − zoom.'));

  // The first row and column in view: the chosen pixel in the middle, as far as the picture reaches.
  function corner() {
    const view = ZOOMS[zoom];
    const start = (place) => Math.min(SIDE - view, Math.max(0, place - Math.floor(view / 2)));
    return { top: start(chosen.row), left: start(chosen.column) };
  }

  function paint() {
    if (!pixels || !canvas.clientWidth) return;
    const scale = window.devicePixelRatio || 1;
    const size = canvas.clientWidth;
    canvas.width = canvas.height = Math.round(size * scale);
    const pen = canvas.getContext('2d');
    pen.scale(scale, scale);
    const cell = size / ZOOMS[zoom];
    const { top, left } = corner();
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.font = `${Math.min(20, cell * 0.43)}px system-ui, sans-serif`;
    for (let row = top; row < top + ZOOMS[zoom]; row += 1) {
      for (let column = left; column < left + ZOOMS[zoom]; column += 1) {
        paintCell(pen, pixels[row * SIDE + column], (column - left) * cell, (row - top) * cell, cell);
      }
    }
    pen.strokeStyle = '#b196ff';
    pen.lineWidth = 3;
    pen.strokeRect((chosen.column - left) * cell + 1.5, (chosen.row - top) * cell + 1.5, cell - 3, cell - 3);
  }

  function paintCell(pen, level, x, y, cell) {
    pen.fillStyle = `rgb(${level}, ${level}, ${level})`;
    pen.fillRect(x, y, cell + 0.5, cell + 0.5);
    if (cell < 17) return; // too small to read
    pen.fillStyle = level > 120 ? '#14111d' : `rgba(255, 255, 255, ${level ? 0.95 : 0.45})`;
    pen.fillText(level, x + cell / 2, y + cell / 2);
  }

  function tell() {
    const level = pixels[chosen.row * SIDE + chosen.column];
    const words = level === 0 ? 'paper' : level > 200 ? 'ink' : 'the edge of the ink';
    said.textContent = `Row ${chosen.row + 1}, column ${chosen.column + 1}: ${level}, ${words}`;
    canvas.setAttribute('aria-label', `Your digit as 28 by 28 numbers from 0 to 255. ${said.textContent}.`);
    nearer.disabled = zoom === ZOOMS.length - 1;
    farther.disabled = zoom === 0;
    paint();
  }

  function zoomBy(steps) {
    zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + steps));
    tell();
  }

  function choose(row, column) {
    const inside = (place) => Math.min(SIDE - 1, Math.max(0, place));
    chosen = { row: inside(row), column: inside(column) };
    tell();
  }

  canvas.addEventListener('click', (event) => {
    if (!pixels) return;
    const cell = canvas.clientWidth / ZOOMS[zoom];
    const { top, left } = corner();
    choose(top + Math.floor(event.offsetY / cell), left + Math.floor(event.offsetX / cell));
  });
  canvas.addEventListener('keydown', (event) => {
    const move = MOVES[event.key];
    if (!pixels || (!move && !'+-='.includes(event.key))) return;
    event.preventDefault();
    if (move) choose(chosen.row + move[0], chosen.column + move[1]);
    else zoomBy(event.key === '-' ? -1 : 1);
  });
  new ResizeObserver(paint).observe(canvas);

  followDigit(box, (answer, why) => {
    pixels = answer?.pixels ?? null;
    hintIn(box, pixels ? '' : why || 'Draw a digit: the 784 numbers that the networks see appear here.');
    if (!pixels) return;
    chosen ??= inkNearMiddle();
    tell();
  });

  // Where a first look is worth most.
  function inkNearMiddle() {
    const away = (i) => Math.abs((i % SIDE) - 13.5) + Math.abs(Math.floor(i / SIDE) - 13.5);
    const ink = pixels.map((_, i) => i).filter((i) => pixels[i] > 200);
    const [best = 13 * SIDE + 13] = ink.sort((a, b) => away(a) - away(b));
    return { row: Math.floor(best / SIDE), column: best % SIDE };
  }
};
