// The size of the output: the formula with the present numbers in it, and what its floor cuts off.

function showFormula(holder, { rows, columns, settings }) {
  const alike = JSON.stringify(rows) === JSON.stringify(columns);
  const lines = alike
    ? [formulaLine('Rows and columns', rows, settings)]
    : [formulaLine('Rows', rows, settings), formulaLine('Columns', columns, settings)];
  holder.replaceChildren(make('h4', { text: 'Size of the output' }), ...lines, ...remarks(rows, columns, settings));
}

function formulaLine(name, axis, { padding }) {
  const { cells, kernel, stride, dilation, before, after, room, places } = axis;
  const border = before === after && padding !== 'same' ? `2·${before}` : `(${before} + ${after})`;
  const [span, spanLetters] = dilation === 1
    ? [`− ${kernel}`, '− k']
    : [`− ${dilation}·(${kernel} − 1) − 1`, '− d(k − 1) − 1'];
  const letters = `⌊(n + 2p ${spanLetters}) / s⌋ + 1`;
  return make(
    'p',
    { class: 'cl-line' },
    make('b', { text: `${name}: ` }),
    make('span', { class: 'cl-letters', text: `${letters} = ` }),
    make('span', { text: `⌊(${cells} + ${border} ${span}) / ${stride}⌋ + 1 = ` }),
    make('span', { text: `⌊${room} / ${stride}⌋ + 1 = ${Math.floor(room / stride)} + 1 = ` }),
    make('b', { class: 'cl-size', text: String(places) }),
  );
}

function remarks(rows, columns, { padding }) {
  const told = [];
  if (rows.left_over || columns.left_over) told.push([floorInWords(rows, columns), 'cl-bites']);
  const lopsided = [rows, columns].find(({ before, after }) => before !== after);
  if (lopsided) {
    told.push([`“Same” needs ${counted(lopsided.before + lopsided.after, 'cell')} of border here. That is odd, so the extra one goes at the end, as in Keras.`]);
  } else if (padding === 'same' && rows.stride > 1) {
    told.push([`“Same” means: as many steps as the stride fits into the input, ⌈${rows.cells} / ${rows.stride}⌉ = ${rows.places}.`]);
  }
  if (rows.stride > rows.reach) told.push(['The stride is longer than the window: cells between two windows are skipped too.']);
  if (rows.stride > 1 && rows.dilation > 1) told.push(['Stride and dilation above 1 together work here; TensorFlow’s layers do not allow it.']);
  return told.map(([text, name]) => make('p', { class: `cl-remark ${name ?? ''}`, text }));
}

function floorInWords(rows, columns) {
  const rests = rows.left_over === columns.left_over || !columns.left_over || !rows.left_over
    ? String(rows.left_over || columns.left_over)
    : `${rows.left_over} and ${columns.left_over}`;
  const lost = [[rows.left_over, 'row'], [columns.left_over, 'column']]
    .filter(([count]) => count)
    .map(([count, word]) => (count === 1 ? `the last ${word}` : `the last ${count} ${word}s`));
  const where = rows.after || columns.after ? ', border included' : '';
  return `The floor ⌊ ⌋ bites: the division leaves ${rests} over. Hatched is what falls off: ${lost.join(', ')}${where}.`;
}
