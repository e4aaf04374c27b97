/** A network of two inputs, two hidden neurons and one output: its numbers forward, its slopes back, and a step downhill. */

import { alike, saidRounded } from '../../shared/addition.js';
import { make, makeSvg } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed } from '../../shared/numbers.js';
import { forward, START, backward as slopesOf, stepped } from '../backward.js';
import { makeDial } from '../parts.js';

const RATE = 0.5;
const [LEFT, MIDDLE, RIGHT, TOP, BOTTOM] = [40, 190, 330, 45, 155];

/** @param {HTMLElement} box */
export function backward(box) {
  const x = [1, 2];
  let weights = START;
  const picture = makeSvg('svg', { class: 'le-neuron', viewBox: '0 0 380 200', role: 'img' });
  const said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  const paths = make('p');
  const show = () => {
    const [values, slopes] = [forward(x, weights), slopesOf(x, weights)];
    picture.replaceChildren(...drawn(x, weights, values, slopes));
    const loss = t('p = {}, loss −ln p = {}', fixed(values.p, 3), fixed(values.loss, 3));
    said.textContent = loss;
    picture.setAttribute('aria-label', t('A network of two, two and one neurons. {}', loss));
    paths.textContent = pathsInWords(slopes.paths[0], slopes.inputs[0]);
  };
  const press = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const button = make('button', { type: 'button', class: 'ui-button', text });
    button.addEventListener('click', () => {
      act();
      show();
    });
    return button;
  };
  const step = press(t('Take a step'), () => {
    weights = stepped(weights, slopesOf(x, weights), RATE);
  });
  const again = press(t('Start again'), () => {
    weights = START;
  });
  const dials = x.map((value, i) =>
    makeDial({ id: `le-backward-${i}`, label: t('Input {}', i + 1), low: -3, high: 3, step: 0.5, value }, (moved) => {
      x[i] = moved;
      show();
    }),
  );
  box.setAttribute('aria-label', t('Backpropagation by hand'));
  const note = make('p', { class: 'le-keys', text: t('Above each line its weight, below it the slope of the loss.') });
  box.append(picture, note, ...dials, make('div', { class: 'le-tools' }, step, again), said, paths);
  show();
}

/** @param {number[]} paths slopes by either hidden neuron @param {number} sum */
function pathsInWords(paths, sum) {
  const { write, addsUp } = alike([...paths, sum]);
  const [first, second, both] = [...paths, sum].map(write);
  return t(
    'Two paths lead from the first input to the loss. Their slopes add up: {} + ({}) = {}.',
    first,
    second,
    saidRounded(both, addsUp(paths, sum)),
  );
}

/**
 * @param {number[]} x
 * @param {import('../backward.js').Weights} weights
 * @param {import('../backward.js').Forward} values
 * @param {import('../backward.js').Slopes} slopes
 */
function drawn(x, { w, v }, { hidden, p }, slopes) {
  const rows = [TOP, BOTTOM];
  const output = (TOP + BOTTOM) / 2;
  return [
    ...rows.flatMap((from, i) =>
      rows.flatMap((to, j) => line([LEFT, from], [MIDDLE, to], w[i][j], slopes.w[i][j], i === j ? 0.5 : 0.24)),
    ),
    ...rows.flatMap((from, j) => line([MIDDLE, from], [RIGHT, output], v[j], slopes.v[j], 0.5)),
    ...rows.flatMap((y, i) => neuron([LEFT, y], fixed(x[i], 1))),
    ...rows.flatMap((y, j) => neuron([MIDDLE, y], fixed(hidden[j], 2))),
    ...neuron([RIGHT, output], fixed(p, 2)),
  ];
}

/** @param {number[]} place @param {string} text */
const neuron = ([x, y], text) => [
  makeSvg('circle', { cx: x, cy: y, r: 24, fill: 'var(--cnn-soft)', stroke: 'var(--cnn)' }),
  makeSvg('text', { x, y: y + 5, 'text-anchor': 'middle', text }),
];

/** A weight above its line, its slope below. @param {number[]} from @param {number[]} to @param {number} weight @param {number} slope @param {number} at where on the line the words stand */
function line([x1, y1], [x2, y2], weight, slope, at) {
  const [x, y] = [x1 + (x2 - x1) * at, y1 + (y2 - y1) * at];
  const words = { x, 'text-anchor': 'middle', class: 'le-slope' };
  return [
    makeSvg('line', { x1, y1, x2, y2, stroke: 'var(--edge)', 'stroke-width': 2 }),
    makeSvg('text', { ...words, y: y - 5, text: fixed(weight, 2) }),
    makeSvg('text', { ...words, y: y + 14, fill: 'var(--ann)', text: fixed(slope, 2) }),
  ];
}
