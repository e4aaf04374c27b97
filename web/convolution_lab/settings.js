/** Everything that a link to the lab can carry: read from texts, checked, and written back. */

import { numberIn } from '../shared/numbers.js';

/** @typedef {import('../net/convolution.js').Kernel} Kernel */
/** @typedef {import('../net/convolution.js').Padding} Padding */
/** @typedef {'grid' | 'digit' | 'picture'} Input */
/** @typedef {'convolution' | 'max' | 'average' | 'flatten'} Operation */

/**
 * @typedef {object} Settings
 * @property {Input} input
 * @property {Operation} operation
 * @property {number} size of the window
 * @property {number} stride
 * @property {string} padding "valid", "same" or a number
 * @property {number} dilation
 * @property {number} bias
 * @property {string} relu "1" if it comes after the convolution
 * @property {string} picture "photograph", "four", or "own" for an opened one, which no link can carry
 * @property {string} colours "rgb" or "grey"
 * @property {string} kernel its name, or its numbers
 * @property {number} step −1 for the one in the middle
 */

/** @type {Record<'size' | 'stride' | 'dilation', [number, number]>} */
export const LIMITS = { size: [1, 7], stride: [1, 7], dilation: [1, 4] };

/** @type {Record<string, string[]>} */
export const CHOICES = {
  input: ['grid', 'digit', 'picture'],
  operation: ['convolution', 'max', 'average', 'flatten'],
  padding: ['valid', 'same', '0', '1', '2', '3', '4', '5'],
  picture: ['photograph', 'four'],
  colours: ['rgb', 'grey'],
  relu: ['0', '1'],
};

/** Of a kernel's numbers and the bias, without their sign. */
export const LARGEST = 10_000;

/** The step to begin with on a digit or photograph, whose corners are empty. */
export const MIDDLE = -1;

/** @param {string} operation */
export const isPooling = (operation) => operation === 'max' || operation === 'average';

/**
 * Pooling windows lie side by side, as in the networks; a kernel moves cell by cell.
 * @param {Operation} operation
 * @returns {Settings}
 */
export const defaultsFor = (operation) => ({
  input: 'grid',
  operation,
  size: isPooling(operation) ? 2 : 3,
  stride: isPooling(operation) ? 2 : 1,
  padding: 'valid',
  dilation: 1,
  bias: 0,
  relu: '0',
  picture: 'photograph',
  colours: 'rgb',
  kernel: 'lesson',
  step: 0,
});

/** @param {Pick<Settings, 'input' | 'picture'>} settings */
export const firstStep = ({ input, picture }) =>
  input === 'digit' || (input === 'picture' && picture !== 'four') ? MIDDLE : 0;

/** @param {string} padding @returns {Padding} as the computation takes it */
export const paddingOf = (padding) => (padding === 'valid' || padding === 'same' ? padding : Number(padding));

/**
 * The settings that texts ask for; what is not understood stays at its default.
 * @param {Record<string, string>} texts
 * @returns {Omit<Settings, 'bias'> & {bias: number | null}} a bias of null is the kernel's own
 */
export function readSettings(texts) {
  const isKnown = CHOICES.operation.includes(texts.operation);
  const settings = defaultsFor(/** @type {Operation} */ (isKnown ? texts.operation : 'convolution'));
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(texts[name])) Object.assign(settings, { [name]: texts[name] });
  }
  for (const [name, [low, high]] of Object.entries(LIMITS)) {
    const value = wholeIn(texts[name], low, high);
    if (value !== null) Object.assign(settings, { [name]: value });
  }
  const bias = numberIn(texts.bias ?? '');
  return {
    ...settings,
    kernel: texts.kernel || settings.kernel,
    step: wholeIn(texts.step, 0, Number.MAX_SAFE_INTEGER) ?? firstStep(settings),
    bias: Math.abs(bias) <= LARGEST ? bias : null,
  };
}

/** @param {string | undefined} text @param {number} low @param {number} high */
function wholeIn(text, low, high) {
  const value = Number(text);
  return text && Number.isInteger(value) && value >= low && value <= high ? value : null;
}

/**
 * "1,0,1,0,1,0,1,0,1" as one kernel, three of them with semicolons between as one for each channel; null if neither.
 * @param {string} text
 * @returns {Kernel[] | null}
 */
export function readKernels(text) {
  const kernels = text.split(';').map((part) => asSquare(part.split(',').map(numberIn)));
  const found = kernels.filter((kernel) => kernel !== null);
  const fits = found.length === kernels.length && found.every((kernel) => kernel.length === found[0].length);
  return fits && (found.length === 1 || found.length === 3) ? found : null;
}

/** @param {number[]} numbers @returns {Kernel | null} */
function asSquare(numbers) {
  const size = Math.sqrt(numbers.length);
  const good = numbers.every((value) => Math.abs(value) <= LARGEST);
  if (!good || !Number.isInteger(size) || size > LIMITS.size[1]) return null;
  return Array.from({ length: size }, (_, row) => numbers.slice(row * size, (row + 1) * size));
}

/** @param {Kernel} rows */
const writtenKernel = (rows) => rows.flat().map(asTyped).join(',');

/** As much of a number as anyone wants to read while changing it. @param {number} value */
export const asTyped = (value) => String(Number(value.toPrecision(6)));

/** Which settings mean nothing to an operation. @type {Record<Operation, string[]>} */
const NEEDLESS = {
  convolution: [],
  flatten: ['size', 'stride', 'padding', 'dilation', 'bias', 'relu', 'kernel'],
  max: ['dilation', 'bias', 'relu', 'kernel'],
  average: ['dilation', 'bias', 'relu', 'kernel'],
};

/**
 * What differs from the defaults, for an address. Pooling says its window in any case.
 * @param {import('./state.js').State} state
 */
export function writtenSettings(state) {
  const step = state.operation === 'flatten' ? 0 : firstStep(state);
  const defaults = { ...defaultsFor('convolution'), bias: state.name ? state.ownBias : 0, step };
  const known = { ...state, kernel: state.name || state.kernels.map(writtenKernel).join(';') };
  const isWanted = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {unknown} */ usual) => {
    if (NEEDLESS[state.operation].includes(name) || value === 'own') return false;
    if ((name === 'colours' || name === 'picture') && state.input !== 'picture') return false;
    return value !== usual || (isPooling(state.operation) && ['size', 'stride'].includes(name));
  };
  const names = /** @type {(keyof Settings)[]} */ (Object.keys(defaults));
  const wanted = names.filter((name) => isWanted(name, known[name], defaults[name]));
  return Object.fromEntries(wanted.map((name) => [name, known[name]]));
}
