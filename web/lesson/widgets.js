/** What moves in the chapters, by the name that `::widget NAME` asks for. Each is brought to life in its own box. */

import { activation } from './widgets/activation.js';
import { backward } from './widgets/backward.js';
import { batches } from './widgets/batches.js';
import { changed } from './widgets/changed.js';
import { cores } from './widgets/cores.js';
import { crossEntropy } from './widgets/cross-entropy.js';
import { depth } from './widgets/depth.js';
import { errors } from './widgets/errors.js';
import { follow } from './widgets/follow.js';
import { neuron } from './widgets/neuron.js';
import { pixels } from './widgets/pixels.js';
import { publish } from './widgets/publish.js';
import { slide } from './widgets/slide.js';
import { softmax } from './widgets/softmax.js';
import { stacked } from './widgets/stacked.js';

/** @typedef {import('../start.js').Context} Context */
/** @typedef {(box: HTMLElement, context: Context) => void} Widget */

/** @type {Record<string, Widget>} */
export const WIDGETS = {
  activation,
  backward,
  batches,
  changed,
  cores,
  'cross-entropy': crossEntropy,
  depth,
  errors,
  follow,
  neuron,
  pixels,
  publish,
  slide,
  softmax,
  stacked,
};

const FOLLOWING = ['changed', 'cross-entropy', 'depth', 'follow', 'pixels', 'slide', 'softmax'];

/** What would stand empty with nothing drawn, as a selector: these widgets, and whatever a figure shows of the drawing. */
export const NEED_A_DRAWING = ['[data-shows]', ...FOLLOWING.map((name) => `[data-widget="${name}"]`)].join();

/**
 * @param {HTMLElement} box a `.le-widget`
 * @param {Context} context
 */
export function bringToLife(box, context) {
  box.setAttribute('role', 'group');
  WIDGETS[box.dataset.widget ?? '']?.(box, context);
}
