// One unit's arithmetic as tables of real numbers, a view for each kind of layer.

// `unit` is what Python says of it; `state.input` is the input channel that a convolution shows.
function arithmeticOf(unit, state) {
  const views = {
    convolution: convolutionView,
    dense: denseView,
    pooling: poolingView,
    softmax: softmaxView,
    flatten: plainView,
    activation: plainView,
  };
  return views[unit.kind](unit, state);
}

// Returns the matrix of one channel, rows of numbers, from a packed (height, width, channels) array.
function matrixOf(packed, channel) {
  const [height, width, channels] = packed.shape;
  const numbers = floatsOf(packed);
  const at = (row, column) => numbers[(row * width + column) * channels + channel];
  return Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => at(row, column)));
}

// The input channel whose products add most to a convolution's sum.
function weightiest(unit) {
  const sums = [...floatsOf(unit.channel_sums)];
  return sums.reduce((best, sum, k) => (Math.abs(sum) > Math.abs(sums[best]) ? k : best), 0);
}

function convolutionView(unit, state) {
  const [height, width, channels] = unit.patch.shape;
  const inside = unit.inside;
  const isInside = (row, column) => floatsOf(inside)[row * width + column] > 0;
  const channel = Math.min(state.input ?? weightiest(unit), channels - 1);
  const [patch, kernel, products] = ['patch', 'kernel', 'products'].map((key) => matrixOf(unit[key], channel));
  const sum = floatsOf(unit.channel_sums)[channel];
  const from = unit.source.layer === 'input' ? 'the drawing' : `map ${channel} of ${unit.source.layer}`;
  const most = Math.max(...floatsOf(unit.kernel).map(Math.abs));
  const mostProduct = Math.max(...floatsOf(unit.products).map(Math.abs));
  const high = Math.max(...floatsOf(unit.patch), 0);
  const low = Math.min(...floatsOf(unit.patch), 0);
  const view = make('div', { class: 'fm-sum' });
  view.append(
    numberTable(from, patch, (value, row, column) => ({
      table: viridis, level: levelOf(value, low, high), outside: !isInside(row, column),
    })),
    make('span', { class: 'fm-sign', text: '×' }),
    numberTable('kernel', kernel, (value) => ({ table: blueOrange, level: signedLevel(value, most) })),
    make('span', { class: 'fm-sign', text: '=' }),
    numberTable('products', products, (value) => ({ table: blueOrange, level: signedLevel(value, mostProduct) })),
  );
  const note = channels > 1
    ? `These ${height * width} products of input map ${channel} add ${figure(sum)}; all ${channels} input maps together:`
    : `These ${height * width} products, added up:`;
  return make('div', {}, view, make('p', { class: 'ui-note fm-note', text: note }));
}

// A table of coloured cells with their numbers; `look` says which colour a cell has.
function numberTable(name, matrix, look) {
  const table = make('table', { class: matrix[0].length > 4 ? 'ui-cells fm-numbers wide' : 'ui-cells fm-numbers' }, make('caption', { text: name }));
  const body = make('tbody');
  matrix.forEach((numbers, row) => {
    const line = make('tr');
    numbers.forEach((value, column) => {
      const cell = make('td', { text: Number.isNaN(value) ? '' : shortFigure(value), title: figure(value) });
      const { table: colours, level, outside, chosen } = look(value, row, column);
      cell.style.background = colourOf(colours, level);
      cell.style.color = inkOn(colours, level);
      if (outside) cell.className = 'outside';
      if (outside) cell.title = 'outside the map: padding, 0';
      if (chosen) cell.className = 'chosen';
      line.append(cell);
    });
    body.append(line);
  });
  table.append(body);
  return table;
}

function poolingView(unit) {
  const [height, width] = unit.values.shape;
  const numbers = floatsOf(unit.values);
  const real = [...numbers].filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...real, 0), Math.max(...real, 0)];
  const matrix = Array.from({ length: height }, (_, row) => [...numbers.slice(row * width, (row + 1) * width)]);
  const winner = unit.winner ? [...numbers].indexOf(Math.max(...real)) : -1;
  const table = numberTable(`window on ${unit.source.layer}`, matrix, (value, row, column) => ({
    table: viridis,
    level: Number.isNaN(value) ? 0 : levelOf(value, low, high),
    chosen: row * width + column === winner,
    outside: Number.isNaN(value),
  }));
  const what = unit.winner ? 'largest' : 'average';
  const result = numberTable(what, [[unit.result]], (value) => ({ table: viridis, level: levelOf(value, low, high) }));
  return make('div', { class: 'fm-sum' }, table, make('span', { class: 'fm-sign', text: '→' }), result);
}

function denseView(unit) {
  const [inputs, weights, products, indices] = ['inputs', 'weights', 'products', 'indices'].map((key) => floatsOf(unit[key]));
  const most = Math.max(...products.map(Math.abs)) || 1;
  const rows = [...products].map((product, i) => {
    const place = unit.places[i];
    const from = !place ? `number ${indices[i]}` : place[2] === 0 && isDrawing(unit)
      ? `row ${place[0]}, column ${place[1]}` : `map ${place[2]}, row ${place[0]}, column ${place[1]}`;
    return { cells: [from, figure(inputs[i]), figure(weights[i]), figure(product)], value: product };
  });
  const rest = unit.rest_count ? [`the other ${unit.rest_count}`, '', '', figure(unit.rest_sum)] : null;
  return listTable(['input', 'number', '× weight', '= product'], rows, most, rest);
}

const isDrawing = (unit) => unit.places.every((place) => place[2] === 0);

function softmaxView(unit) {
  const [logits, powers] = [floatsOf(unit.logits), floatsOf(unit.powers)];
  const rows = [...powers].map((power, digit) => ({
    cells: [String(digit), figure(logits[digit]), figure(power), percent(power / unit.sum, 1)],
    value: power / unit.sum,
    chosen: digit === unit.position[0],
  }));
  const largest = `e^(score − ${figure(unit.largest)})`;
  return listTable(['digit', 'score', largest, 'share'], rows, 1, ['sum', '', figure(unit.sum), '']);
}

// Rows with a bar behind their last number.
function listTable(heads, rows, most, last) {
  const head = make('tr', {}, ...heads.map((text) => make('th', { scope: 'col', text })));
  const body = make('tbody');
  for (const { cells, value, chosen } of rows) {
    const line = make('tr', { class: chosen ? 'chosen' : null }, ...cells.map((text) => make('td', { text })));
    const colour = value < 0 ? 'var(--fm-minus)' : 'var(--fm-plus)';
    const share = `${(100 * Math.abs(value)) / most}%`;
    line.lastChild.style.backgroundImage = `linear-gradient(to right, ${colour} ${share}, transparent ${share})`;
    body.append(line);
  }
  if (last) body.append(make('tr', { class: 'rest' }, ...last.map((text) => make('td', { text }))));
  return make('table', { class: 'ui-table fm-list' }, make('thead', {}, head), body);
}

const plainView = () => null;
