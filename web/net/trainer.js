// A module worker in which a network learns: the page begins, stops and goes on with it, and hears how far it is.

import { doubles } from './learn.js';
import { initialWeights } from './small_networks.js';
import { Diverged, train } from './training.js';

/** @typedef {import('./training.js').Settings} Settings */
/** @typedef {import('./training.js').Digits} Digits */

/**
 * What the page says. "begin" takes the place of whatever is under way; "stop" keeps it, for "resume".
 *
 * @typedef {{type: 'digits', training: Digits, held: Digits}
 *   | {type: 'begin', run: number, settings: Settings, seed: number}
 *   | {type: 'stop'} | {type: 'resume'}} Order
 */

/**
 * What it hears. Weights are a copy, in single precision.
 *
 * @typedef {{run: number, state: 'running' | 'stopped' | 'done' | 'diverged', step: number, steps: number,
 *   points: import('./training.js').Point[], weights: Float32Array}} News
 */

/** @typedef {Generator<import('./training.js').Progress | null, void, void>} Steps */
/** @typedef {{steps: Steps, weights: Float32Array, news: Omit<News, 'weights'>, told: number}} Running */

const TELL_EVERY = 100; // milliseconds; the first steps are told one by one
const FIRST = 5;
const AT_A_TIME = 8; // milliseconds of work, then a look whether the page has said anything

/** @type {{training: Digits, held: Digits} | null} */
let digits = null;
/** @type {Running | null} */
let current = null;
let isGoing = false;
let isQueued = false;

const { port1: later, port2: now } = new MessageChannel();
now.onmessage = work;

addEventListener('message', (/** @type {MessageEvent<Order>} */ { data }) => {
  if (data.type === 'digits') digits = data;
  else if (data.type === 'begin') begin(data);
  else if (data.type === 'stop') stop();
  else if (current) go();
});

/** @param {Extract<Order, {type: 'begin'}>} order */
function begin({ run, settings, seed }) {
  if (!digits) return;
  const start = initialWeights(settings.network, seed, settings);
  const weights = doubles(start.length);
  weights.set(start);
  const steps = train(settings, digits.training, digits.held, seed, weights);
  current = { steps, weights, news: { run, state: 'running', step: 0, steps: 0, points: [] }, told: 0 };
  go();
}

function go() {
  isGoing = true;
  if (!isQueued) later.postMessage(null);
  isQueued = true;
}

function stop() {
  isGoing = false;
  if (current) tell('stopped');
}

function work() {
  isQueued = false;
  const end = performance.now() + AT_A_TIME;
  try {
    while (isGoing && current && performance.now() < end) advance(current);
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    finish('diverged');
  }
  if (isGoing) go();
}

/** @param {Running} run */
function advance(run) {
  const { value, done } = run.steps.next();
  if (done) return finish('done');
  if (!value) return;
  run.news.step = value.step;
  run.news.steps = value.steps;
  if (value.point) run.news.points.push(value.point);
  if (value.step <= FIRST || performance.now() - run.told > TELL_EVERY) tell('running');
}

/** @param {News['state']} state */
function finish(state) {
  isGoing = false;
  tell(state);
  current = null;
}

/** @param {News['state']} state */
function tell(state) {
  if (!current) return;
  const weights = Float32Array.from(current.weights);
  postMessage({ ...current.news, state, weights }, { transfer: [weights.buffer] });
  Object.assign(current, { told: performance.now(), news: { ...current.news, points: [] } });
}
