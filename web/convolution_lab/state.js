/** What is chosen in the lab, and what becomes of it when one thing is changed. Nothing here touches the page. */

import { KERNELS, mean } from '../net/convolution.js';
import { defaultsFor, firstStep, isPooling, readKernels, readSettings } from './settings.js';

/** @typedef {import('../net/convolution.js').Kernel} Kernel */
/** @typedef {import('./settings.js').Settings} Settings */

/**
 * @typedef {Settings & Chosen} State
 * @typedef {object} Chosen
 * @property {Kernel[]} kernels one for all channels, or three
 * @property {string} name of the kernel; '' once its numbers were changed
 * @property {number} ownBias which the named kernel brought
 * @property {number} channel whose kernel is edited, if there are three
 * @property {boolean} pooled the window's size and stride are a pooling's
 * @property {string} pending name of a filter that is wanted before the network is here
 */

/** A kernel with its bias. @typedef {{rows: Kernel, bias: number}} Named */
/** @typedef {(name: string) => Named | null} Find */

/** @returns {State} the lesson's kernel on the lesson's numbers */
export const firstState = () => ({
  ...defaultsFor('convolution'),
  kernels: [KERNELS.lesson],
  name: 'lesson',
  ownBias: 0,
  channel: 0,
  pooled: false,
  pending: '',
});

/** @param {State} state */
export const isColour = ({ input, colours }) => input === 'picture' && colours === 'rgb';

/** @param {State} state */
export const channelInUse = ({ kernels, channel }) => (kernels.length > 1 ? channel : 0);

/** The kernels that are laid on the input's channels. @param {State} state */
export const kernelsInUse = (state) => (isColour(state) ? state.kernels : [state.kernels[channelInUse(state)]]);

/**
 * Take a kernel by its name; on a colour picture with three kernels only the edited channel's.
 * @param {State} state
 * @param {string} name
 * @param {Named} kernel
 * @returns {State}
 */
export function withKernel(state, name, { rows, bias }) {
  const isOneOfThree = state.kernels.length === 3 && isColour(state);
  const all = state.kernels.map((old, c) => (c === state.channel ? rows : fitted(old, rows.length)));
  const size = isPooling(state.operation) ? state.size : rows.length;
  const kernels = isOneOfThree ? all : [rows];
  return { ...state, kernels, name: isOneOfThree ? '' : name, bias, ownBias: bias, size, pending: '' };
}

/**
 * Change the numbers of the kernel that is edited.
 * @param {State} state
 * @param {(rows: Kernel) => Kernel} edit
 * @returns {State}
 */
export function edited(state, edit) {
  const kernels = state.kernels.map((rows, c) => (c === channelInUse(state) ? edit(rows) : rows));
  return { ...state, kernels, name: '' };
}

/**
 * Choose which channel's kernel is edited; "all" is one kernel for all of them.
 * @param {State} state
 * @param {string} value "all", "0", "1" or "2"
 * @returns {State}
 */
export function withChannel(state, value) {
  const now = state.kernels[channelInUse(state)];
  if (value === 'all') return { ...state, channel: 0, kernels: [now] };
  return { ...state, channel: Number(value), kernels: state.kernels.length === 1 ? [now, now, now] : state.kernels };
}

/**
 * Choose an operation; between kernels and pooling the window changes too.
 * @param {State} state
 * @param {Settings['operation']} operation
 * @returns {State}
 */
export function withOperation(state, operation) {
  const next = { ...state, operation, step: firstStep(state) };
  if (operation === 'flatten' || isPooling(operation) === state.pooled) return next;
  const { size, stride } = defaultsFor(operation);
  const pooled = isPooling(operation);
  return { ...next, pooled, stride, size: pooled ? size : state.kernels[0].length };
}

/**
 * Give the window another size. A kernel with a name keeps it, and with it what a smaller size cut off.
 * @param {State} state
 * @param {number} size
 * @param {Find} find
 * @returns {State}
 */
export function withSize(state, size, find) {
  if (state.operation !== 'convolution') return { ...state, size };
  const named = find(state.name);
  const whole = named ? [named.rows] : state.kernels;
  const kernels = state.name === 'blur' ? [mean(size)] : whole.map((rows) => fitted(rows, size));
  return { ...state, size, kernels };
}

/**
 * A kernel in another size: the middle stays in the middle, what is new is 0.
 * @param {Kernel} rows
 * @param {number} size
 * @returns {Kernel}
 */
export function fitted(rows, size) {
  if (rows.length === size) return rows;
  const shift = Math.floor((size - rows.length) / 2);
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => rows[row - shift]?.[column - shift] ?? 0),
  );
}

/**
 * What a link or another tab asks for.
 * @param {Record<string, string>} texts
 * @param {Find} find
 * @param {(name: string) => boolean} mayCome whether a name that is not known yet may be known later
 * @returns {State}
 */
export function fromTexts(texts, find, mayCome) {
  const { kernel, bias, ...others } = readSettings(texts);
  const pooling = isPooling(others.operation);
  const written = readKernels(kernel);
  const first = { ...firstState(), ...others, kernel, pooled: pooling };
  const taken = written ? withNumbers(first, written) : withName(first, kernel, find, mayCome);
  const biased = bias === null ? taken : { ...taken, bias };
  if (pooling) return { ...biased, size: others.size };
  return others.operation === 'convolution' && texts.size && !written ? withSize(biased, others.size, find) : biased;
}

/** @param {State} state @param {Kernel[]} kernels @returns {State} */
const withNumbers = (state, kernels) => ({ ...state, kernels, name: '', size: kernels[0].length });

/** @param {State} state @param {string} name @param {Find} find @param {(name: string) => boolean} mayCome @returns {State} */
function withName(state, name, find, mayCome) {
  const known = find(name);
  if (known) return withKernel(state, name, known);
  return { ...withKernel(state, 'lesson', { rows: KERNELS.lesson, bias: 0 }), pending: mayCome(name) ? name : '' };
}
