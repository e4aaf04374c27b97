/** The size of the output: the formula with the present numbers in it, and what its floor cuts off. */

import { make } from '../shared/dom.js';
import { formula } from '../shared/formula.js';
import { counted, t } from '../shared/messages.js';

/** @typedef {import('../net/convolution.js').Axis} Axis */

/**
 * @param {HTMLElement} holder
 * @param {import('../net/convolution.js').Axes} axes
 * @param {string} padding as it was chosen
 */
export function showFormula(holder, { rows, columns }, padding) {
  const isAlike = JSON.stringify(rows) === JSON.stringify(columns);
  const lines = isAlike
    ? [formulaLine(t('Rows and columns'), rows, padding)]
    : [formulaLine(t('Rows'), rows, padding), formulaLine(t('Columns'), columns, padding)];
  const told = remarks(rows, columns, padding).map((text) => make('p', { class: 'cl-remark', text }));
  const cut = rows.leftOver || columns.leftOver;
  if (cut) told.unshift(make('p', { class: 'cl-remark cl-bites', text: floorInWords(rows, columns) }));
  holder.replaceChildren(make('h3', { text: t('Size of the output') }), ...lines, ...told);
}

/** @param {string} name @param {Axis} axis @param {string} padding */
function formulaLine(name, { cells, kernel, stride, dilation, before, after, room, places }, padding) {
  const border = before === after && padding !== 'same' ? `2·${before}` : `(${before} + ${after})`;
  const [span, spanLetters] =
    dilation === 1 ? [`− ${kernel}`, '− k'] : [`− ${dilation}·(${kernel} − 1) − 1`, '− d(k − 1) − 1'];
  return make(
    'p',
    { class: 'cl-line' },
    make('b', { text: `${name}: ` }),
    make('span', { class: 'cl-letters' }, ...formula(`⌊(n + 2p ${spanLetters}) / s⌋ + 1 = `, 'dknps')),
    make('span', { text: `⌊(${cells} + ${border} ${span}) / ${stride}⌋ + 1 = ` }),
    make('span', { text: `⌊${room} / ${stride}⌋ + 1 = ${Math.floor(room / stride)} + 1 = ` }),
    make('b', { class: 'cl-size', text: places }),
  );
}

/** @param {Axis} rows @param {Axis} columns @param {string} padding */
function remarks(rows, columns, padding) {
  const told = [];
  const lopsided = [rows, columns].find(({ before, after }) => before !== after);
  if (lopsided) told.push(lopsidedInWords(lopsided));
  else if (padding === 'same' && rows.stride > 1) {
    const { cells, stride, places } = rows;
    told.push(
      t('“Same” means: as many steps as the stride fits into the input, ⌈{} / {}⌉ = {}.', cells, stride, places),
    );
  }
  if (rows.stride > rows.reach)
    told.push(t('The stride is longer than the window: cells between two windows are skipped too.'));
  if (rows.stride > 1 && rows.dilation > 1)
    told.push(t('Stride and dilation above 1 together work here; TensorFlow’s layers do not allow it.'));
  return told;
}

/** @param {Axis} axis */
const lopsidedInWords = ({ before, after }) =>
  counted(
    before + after,
    '“Same” needs {} cell of border here. That is odd, so the extra one goes at the end, as in Keras.',
    '“Same” needs {} cells of border here. That is odd, so the extra one goes at the end, as in Keras.',
  );

/** @param {Axis} rows @param {Axis} columns */
function floorInWords(rows, columns) {
  const [down, across] = [rows.leftOver, columns.leftOver];
  const isOne = down === across || !down || !across;
  const rests = isOne ? t('The floor ⌊ ⌋ bites: the division leaves {} over.', down || across) : twoRests(down, across);
  const lost = [];
  if (down) lost.push(counted(down, 'the last row', 'the last {} rows'));
  if (across) lost.push(counted(across, 'the last column', 'the last {} columns'));
  const hasBorder = rows.after || columns.after;
  const hatched = hasBorder
    ? t('Hatched is what falls off, border included: {}.', lost.join(', '))
    : t('Hatched is what falls off: {}.', lost.join(', '));
  return `${rests} ${hatched}`;
}

/** @param {number} down @param {number} across */
const twoRests = (down, across) => t('The floor ⌊ ⌋ bites: the divisions leave {} and {} over.', down, across);
