// One matrix as colours, with numbers where there is room, and what a window does on it.

const SMALLEST = 8; // screen pixels of a number; below that none is written
const LARGEST_NUMBER = 0.36; // of a cell
const NO_BORDER = { top: 0, left: 0, bottom: 0, right: 0 };
let patterns = 0;

const greys = colourTable('000000 ffffff');
const PRIMARIES = { R: colourTable('000000 ff4a3d'), G: colourTable('000000 35d05a'), B: colourTable('000000 5b8cff') };

// `actions`: press(row, column); keys(event) for a matrix that the keyboard moves on.
function makeMatrix(actions = {}) {
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const svg = makeSvg('svg', { 'aria-hidden': 'true' });
  const picture = make('div', { class: 'cl-picture' }, canvas, svg);
  const title = make('figcaption');
  const legend = make('p', { class: 'ui-legend cl-legend' }, make('span'), make('i'), make('span'));
  const figure_ = make('figure', { class: 'cl-matrix' }, title, picture, legend);
  const id = `cl-hatch-${(patterns += 1)}`;
  const parts = makeParts(svg, id);
  let shown = null;
  let written = null; // whether numbers were written

  // `values` row by row; `border` is {top, left, bottom, right}; `table` and `level(value)` give colours;
  // `text(value)` what is written; `low`, `high` for the legend; `cut` {rows, columns} that are hatched.
  function show(what) {
    shown = { ...what, border: what.border ?? NO_BORDER, cut: what.cut ?? { rows: 0, columns: 0 } };
    const { rows, columns, values, table, level, border } = shown;
    const [height, width] = [border.top + rows + border.bottom, border.left + columns + border.right];
    paintColours(canvas, columns, rows, Array.from(values, level), table);
    Object.assign(canvas.style, {
      left: `${(100 * border.left) / width}%`,
      top: `${(100 * border.top) / height}%`,
      width: `${(100 * columns) / width}%`,
      height: `${(100 * rows) / height}%`,
    });
    picture.style.aspectRatio = `${width} / ${height}`;
    picture.style.setProperty('--cl-tall', width / height);
    picture.classList.toggle('bordered', Object.values(border).some(Boolean));
    svg.setAttribute('viewBox', `${-border.left} ${-border.top} ${width} ${height}`);
    title.textContent = shown.title;
    showHatch(width, height);
    showLegend();
    write(true);
  }

  function showHatch(width, height) {
    const { border, cut } = shown;
    const right = width - border.left - cut.columns;
    const bottom = height - border.top - cut.rows;
    const strips = [];
    if (cut.rows) strips.push(box(-border.left, bottom, width, cut.rows));
    if (cut.columns) strips.push(box(right, -border.top, cut.columns, height - cut.rows));
    parts.hatch.setAttribute('d', strips.join(''));
    const size = Math.max(0.3, width / 46);
    for (const name of ['width', 'height']) parts.pattern.setAttribute(name, size);
    parts.stripe.setAttribute('d', `M0 0V${size}`);
    parts.stripe.setAttribute('stroke-width', 0.7 * size); // half of it falls outside the pattern
    parts.edge.setAttribute('d', picture.classList.contains('bordered') ? box(0, 0, shown.columns, shown.rows) : '');
  }

  function showLegend() {
    const { low, high, table } = shown;
    legend.hidden = low === undefined;
    if (legend.hidden) return;
    const [from, bar, to] = legend.children;
    from.textContent = figure(low);
    to.textContent = figure(high);
    bar.style.backgroundImage = gradientOf(table);
  }

  // Writes numbers into the cells if they are large enough to be read; anew if anything changed.
  function write(anew) {
    if (!shown) return;
    const { rows, columns, values, border, table, level, hidden } = shown;
    const cell = picture.clientWidth / (columns + border.left + border.right);
    const all = cell * LARGEST_NUMBER < SMALLEST ? [] : Array.from(values, (value, i) => (i === hidden ? '?' : shown.text(value)));
    const size = Math.min(LARGEST_NUMBER, 1.5 / Math.max(...all.map((one) => one.length)));
    const roomy = all.length > 0 && cell * size >= SMALLEST;
    if (!anew && roomy === written) return;
    written = roomy;
    parts.texts.replaceChildren();
    if (hidden >= 0) parts.texts.append(cover(hidden % columns, Math.floor(hidden / columns)));
    if (!roomy) return;
    parts.texts.setAttribute('font-size', size);
    all.forEach((one, i) => {
      const ink = i === hidden ? 'var(--text)' : inkOn(table, level(values[i]));
      parts.texts.append(letter(i % columns, Math.floor(i / columns), one, ink));
    });
    if (picture.classList.contains('bordered') && shown.borderText) writeBorder(rows, columns, border);
  }

  const letter = (x, y, text, fill) => makeSvg('text', { x: x + 0.5, y: y + 0.5, text, fill });
  const cover = (x, y) => makeSvg('rect', { x, y, width: 1, height: 1, class: 'cl-cover' });

  function writeBorder(rows, columns, { top, left, bottom, right }) {
    for (let y = -top; y < rows + bottom; y += 1) {
      for (let x = -left; x < columns + right; x += 1) {
        const inside = x >= 0 && y >= 0 && x < columns && y < rows;
        if (!inside) parts.texts.append(letter(x, y, shown.borderText, 'var(--quiet)'));
      }
    }
  }

  // Outlines the cells that a window reads, and if they lie apart also all that it spans.
  function mark({ top, left, size, step = 1 }) {
    const reach = step * (size - 1) + 1;
    const taps = [];
    if (step === 1) taps.push(box(left, top, size, size));
    else for (let i = 0; i < size * size; i += 1) taps.push(box(left + (i % size) * step, top + Math.floor(i / size) * step, 1, 1));
    for (const line of [parts.halo, parts.line]) line.setAttribute('d', taps.join(''));
    parts.reach.setAttribute('d', step === 1 ? '' : box(left, top, reach, reach));
  }

  function unmark() {
    for (const line of [parts.halo, parts.line, parts.reach]) line.setAttribute('d', '');
  }

  function cellAt(event) {
    const area = picture.getBoundingClientRect();
    const { border, rows, columns } = shown;
    const column = Math.floor(((event.clientX - area.left) / area.width) * (columns + border.left + border.right));
    const row = Math.floor(((event.clientY - area.top) / area.height) * (rows + border.top + border.bottom));
    return [row - border.top, column - border.left];
  }

  if (actions.press) {
    picture.classList.add('pressable');
    const press = (event) => shown && actions.press(...cellAt(event));
    picture.addEventListener('click', press);
    picture.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && event.buttons === 1 && press(event));
  }
  if (actions.keys) {
    picture.tabIndex = 0;
    picture.addEventListener('keydown', actions.keys);
  }
  whenWidthChanges(picture, () => write(false));
  return { figure: figure_, picture, show, mark, unmark };
}

const box = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;

function makeParts(svg, id) {
  const stripe = makeSvg('path', { class: 'cl-stripe' });
  const pattern = makeSvg('pattern', { id, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, stripe);
  const path = (name) => makeSvg('path', { class: name });
  const parts = {
    pattern,
    stripe,
    texts: makeSvg('g', { class: 'cl-texts' }),
    hatch: makeSvg('path', { class: 'cl-hatch', fill: `url(#${id})` }),
    edge: path('cl-edge'),
    reach: path('cl-reach'),
    halo: path('cl-halo'),
    line: path('cl-line'),
  };
  const { texts, hatch, edge, reach, halo, line } = parts;
  svg.append(makeSvg('defs', {}, pattern), hatch, texts, edge, reach, halo, line);
  return parts;
}
