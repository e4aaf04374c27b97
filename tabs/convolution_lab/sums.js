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

// Returns show(view, step, result): the step's tables, and beside them the sentences that add them up.
// `result` is a node: the number, or a guess to be made. Tables are made once and filled at each step.
function makeSum(holder) {
  let made = ''; // what the tables were made for
  let tables = [];
  const heading = make('h4');
  const sheet = make('div');
  const told = make('div', { class: 'cl-told-sum' });

  function build({ settings, names }) {
    const pooling = settings.operation !== 'convolution';
    holder.style.setProperty('--cl-cell', `${cellWidth(holder, settings.size, pooling ? names.length : 3)}px`);
    const kinds = pooling ? ['window'] : ['window', 'kernel', 'products'];
    const rows = names.map((name) => kinds.map((kind) => makeTable(captionOf(kind, name), settings.size)));
    tables = rows.flat();
    if (pooling) sheet.replaceChildren(make('div', { class: 'cl-product' }, ...tables));
    else sheet.replaceChildren(...rows.map(([a, b, c]) => make('div', { class: 'cl-product' }, a, sign('×'), b, sign('='), c)));
    holder.replaceChildren(heading, sheet, told);
  }

  return (view, step, result) => {
    const { settings, names } = view;
    const pooling = settings.operation !== 'convolution';
    const wanted = JSON.stringify([pooling, settings.size, names.length, holder.parentElement.clientWidth]);
    if (wanted !== made || !holder.children.length) build(view);
    made = wanted;
    (pooling ? fillPooling : fillConvolution)(tables, view, step);
    const lines = (pooling ? poolingInWords : additionInWords)(view, step);
    heading.textContent = `Output row ${step.row}, column ${step.column}`;
    told.replaceChildren(...lines.map((text) => make('p', { class: 'cl-terms', text })), make('div', { class: 'cl-result' }, result));
  };
}

const captionOf = (kind, name) => (kind === 'window' && name ? CHANNELS[name].toLowerCase() : kind);

// Three tables side by side if their numbers stay readable, else one below the other.
function cellWidth(holder, size, tables) {
  const width = holder.parentElement.clientWidth; // the holder itself is not laid out while it is empty
  const beside = Math.floor((width - 50 - 2 * tables) / (tables * size)) - 2; // 50: × and = with their gaps
  return beside >= 22 ? Math.min(40, beside) : Math.min(40, Math.floor(width / size) - 4);
}

function fillConvolution(tables, view, { patches, products }) {
  const { kernels } = view.settings;
  const [biggest, most] = [products, kernels].map((all) => Math.max(...all.flat(2).map(Math.abs)) || 1);
  patches.forEach((patch, c) => {
    const [seen, kernel, multiplied] = tables.slice(3 * c);
    fillTable(seen, patch, view.tables[c], (value) => levelOf(value, 0, view.full), { border: '0' });
    fillTable(kernel, kernels[c] ?? kernels[0], blueOrange, (value) => signedLevel(value, most));
    fillTable(multiplied, products[c], blueOrange, (value) => signedLevel(value, biggest));
  });
}

function additionInWords({ names, settings }, { products, sums }) {
  const lines = products.map((product, c) => {
    const who = names.length > 1 ? `${CHANNELS[names[c]]}: ` : '';
    const worth = names.length > 1 && product.flat().some(Boolean) ? ` = ${figure(sums[c])}` : '';
    return `${who}${addedUp(product.flat())}${worth}`;
  });
  if (names.length > 1) lines.push(`The channels are added up: ${chain(sums)}`);
  if (settings.bias) lines.push(`Then the bias: ${settings.bias < 0 ? '− ' : '+ '}${figure(Math.abs(settings.bias))}`);
  return lines;
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

function fillPooling(tables, view, { patches }) {
  patches.forEach((patch, c) => {
    const best = view.settings.operation === 'max' ? Math.max(...patch.flat().filter((value) => value !== null)) : null;
    fillTable(tables[c], patch, view.tables[c], (value) => levelOf(value, 0, view.full), { border: '·', best });
  });
}

function poolingInWords({ names, settings }, { patches }) {
  const lines = patches.map((patch, c) => {
    const inside = patch.flat().filter((value) => value !== null);
    const who = names.length > 1 ? `${CHANNELS[names[c]]}: ` : '';
    if (settings.operation === 'max') return `${who}the largest of ${counted(inside.length, 'number')}`;
    const sum = inside.length > 13 ? `the sum of ${inside.length} numbers` : `(${chain(inside)})`;
    return `${who}${sum} ÷ ${inside.length}`;
  });
  if (patches[0].flat().includes(null)) lines.push('Cells on the border do not count.');
  return lines;
}

function makeTable(caption, size) {
  const body = make('tbody');
  for (let i = 0; i < size; i += 1) body.append(make('tr', {}, ...Array.from({ length: size }, () => make('td'))));
  const table = make('table', { class: 'ui-cells cl-table' }, make('caption', { text: caption }), body);
  table.style.width = `calc(${size} * (var(--cl-cell) + 2px) + 2px)`; // a long number makes no cell wider
  return table;
}

// Puts numbers with their colours into a table; null is a cell of the border. `best`: the first such number is marked.
function fillTable(table, rows, colours, level, { border = '', best = null } = {}) {
  const cells = table.querySelectorAll('td');
  const numbers = rows.flat();
  const winner = best === null ? -1 : numbers.indexOf(best);
  cells.forEach((cell, i) => {
    const value = numbers[i];
    const state = `${value} ${i === winner} ${level(value ?? 0)}`;
    if (cell.dataset.state === state) return; // most cells of a kernel stay as they are
    cell.dataset.state = state;
    cell.className = value === null ? 'border' : i === winner ? 'best' : '';
    cell.textContent = value === null ? border : shortFigure(value);
    cell.title = value === null ? 'the border' : figure(value);
    cell.style.background = value === null ? '' : colourOf(colours, level(value));
    cell.style.color = value === null ? '' : inkOn(colours, level(value));
  });
}

const sign = (text) => make('span', { class: 'cl-sign', text });
