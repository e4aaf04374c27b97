// One step written out: what the window shows × the kernel = the products, and their sum.

const CHANNELS = { R: 'Red', G: 'Green', B: 'Blue' };

// `view`: what stage.js shows. Returns {patches, products, sums, total, result} of a step.
function arithmeticOf(view, row, column) {
  const { settings, rows, columns, planes, width, height } = view;
  const { size, dilation, kernels } = settings;
  const top = row * rows.stride - rows.before;
  const left = column * columns.stride - columns.before;
  const patches = planes.map((plane) =>
    square(size, (i, j) => {
      const [y, x] = [top + i * dilation, left + j * dilation];
      return y >= 0 && x >= 0 && y < height && x < width ? plane[y * width + x] : null; // null: the border
    }),
  );
  if (settings.operation !== 'convolution') return { top, left, patches };
  const products = patches.map((patch, c) =>
    square(size, (i, j) => (patch[i][j] ?? 0) * (kernels[c] ?? kernels[0])[i][j]),
  );
  const sums = products.map((product) => product.flat().reduce((sum, value) => sum + value, 0));
  return { top, left, patches, products, sums };
}

const square = (size, value) => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => value(i, j)));

// Puts a step's tables and sentences on the page. `result` is a node: the number, or a guess to be made.
function showSum(holder, view, step, result) {
  const pooling = view.settings.operation !== 'convolution';
  holder.style.setProperty('--cl-cell', `${cellWidth(holder, view.settings.size, pooling ? view.planes.length : 3)}px`);
  const body = pooling ? poolingBody(view, step) : convolutionBody(view, step);
  const where = make('p', { class: 'cl-result' }, result);
  holder.replaceChildren(make('h4', { text: `Output row ${step.row}, column ${step.column}` }), ...body, where);
}

// Three tables side by side if their numbers stay readable, else one below the other.
function cellWidth(holder, size, tables) {
  const width = holder.clientWidth || 640;
  const beside = Math.floor((width - 26 * tables) / (tables * size)) - 2;
  return beside >= 25 ? Math.min(40, beside) : Math.min(40, Math.floor(width / size) - 4);
}

function convolutionBody(view, step) {
  const { settings, names } = view;
  const biggest = Math.max(...step.products.flat(2).map(Math.abs)) || 1;
  const body = step.patches.map((patch, c) => {
    const kernel = settings.kernels[c] ?? settings.kernels[0];
    const most = Math.max(...settings.kernels.flat(2).map(Math.abs)) || 1;
    return make(
      'div',
      { class: 'cl-product' },
      patchTable(view, patch, c),
      sign('×'),
      numberTable('kernel', kernel, blueOrange, (value) => signedLevel(value, most)),
      sign('='),
      numberTable('products', step.products[c], blueOrange, (value) => signedLevel(value, biggest)),
    );
  });
  return [...body, ...addition(view, step)];
}

function addition({ names, settings }, { products, sums }) {
  const lines = products.map((product, c) => {
    const who = names.length > 1 ? `${CHANNELS[names[c]]}: ` : '';
    const worth = names.length > 1 && product.flat().some(Boolean) ? ` = ${figure(sums[c])}` : '';
    return `${who}${addedUp(product.flat())}${worth}`;
  });
  if (names.length > 1) lines.push(`The channels are added up: ${chain(sums)}`);
  if (settings.bias) lines.push(`Then the bias: ${settings.bias < 0 ? '− ' : '+ '}${figure(Math.abs(settings.bias))}`);
  return lines.map((text) => make('p', { class: 'cl-terms', text }));
}

// "1 + 3 − 7": products of 0 are left out.
function addedUp(numbers) {
  const terms = numbers.filter((value) => value !== 0);
  if (!terms.length) return '0, as all products are';
  if (terms.length > 13) return `${counted(terms.length, 'product')} that are not 0, added up`;
  return chain(terms);
}

const chain = (terms) =>
  terms.map((value, i) => (i ? `${value < 0 ? '−' : '+'} ${figure(Math.abs(value))}` : figure(value))).join(' ');

function poolingBody(view, step) {
  const { settings, names } = view;
  const tables = step.patches.map((patch, c) => patchTable(view, patch, c, settings.operation === 'max'));
  const lines = step.patches.map((patch, c) => {
    const inside = patch.flat().filter((value) => value !== null);
    const who = names.length > 1 ? `${CHANNELS[names[c]]}: ` : '';
    if (settings.operation === 'max') return `${who}the largest of ${counted(inside.length, 'number')}`;
    const sum = inside.length > 13 ? `the sum of ${inside.length} numbers` : `(${chain(inside)})`;
    return `${who}${sum} ÷ ${inside.length}`;
  });
  const border = step.patches[0].flat().includes(null) ? ['Cells on the border do not count.'] : [];
  return [make('div', { class: 'cl-product' }, ...tables), ...[...lines, ...border].map((text) => make('p', { class: 'cl-terms', text }))];
}

function patchTable({ names, tables, full, settings }, patch, channel, winner = false) {
  const name = names.length > 1 ? CHANNELS[names[channel]].toLowerCase() : 'window';
  const highest = Math.max(...patch.flat().filter((value) => value !== null));
  const zero = settings.operation === 'convolution' ? 0 : null;
  return numberTable(name, patch, tables[channel], (value) => levelOf(value ?? 0, 0, full), { zero, best: winner ? highest : null });
}

// Coloured cells with their numbers; null is a cell of the border.
function numberTable(name, rows, table, level, { zero = 0, best = null } = {}) {
  const body = make('tbody');
  let found = false; // the first of several largest
  for (const row of rows) {
    const line = make('tr');
    for (const value of row) {
      const border = value === null;
      const cell = make('td', { text: border ? (zero === null ? '·' : '0') : shortFigure(value) });
      if (border) Object.assign(cell, { className: 'border', title: 'the border' });
      else {
        cell.title = figure(value);
        cell.style.background = colourOf(table, level(value));
        cell.style.color = inkOn(table, level(value));
      }
      if (!found && best !== null && value === best) found = Boolean(cell.classList.add('best')) || true;
      line.append(cell);
    }
    body.append(line);
  }
  return make('table', { class: 'cl-table' }, make('caption', { text: name }), body);
}

const sign = (text) => make('span', { class: 'cl-sign', text });
