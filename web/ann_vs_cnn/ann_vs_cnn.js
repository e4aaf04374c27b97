/** The ANN vs CNN tab: one drawing, two kinds of network, and everything that tells them apart. */

import { activations, blueOrange, gradientOf } from '../shared/colours.js';
import { all, bringIntoSight, whenSeen } from '../shared/dom.js';
import { furnish } from '../shared/template.js';
import { makeBench, subjectOf } from './bench.js';
import { makeMeasuredCurve, makeOwnCurve } from './curves.js';
import { makeDisturbed, makeSliders } from './disturb.js';
import { makeFacts, makeSideBySide, makeTiming } from './facts.js';
import { makeLanding } from './landing.js';
import { makeOwnPlaces, makeTestPlaces } from './places.js';
import { makeSearches } from './searches.js';
import { makeShuffle, makeShuffleFacts } from './shuffle.js';
import { SLIDERS } from './sliders.js';

/** @typedef {import('./bench.js').Bench} Bench */

const PARTS = [
  ...[makeSliders, makeFacts, makeSideBySide, makeTiming, makeDisturbed, makeOwnCurve, makeMeasuredCurve],
  ...[makeOwnPlaces, makeTestPlaces, makeShuffle, makeShuffleFacts, makeSearches],
];

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, 'ann_vs_cnn.html', ['ann_vs_cnn.css'], import.meta.url);
  const bench = makeBench(context);
  for (const bar of all(panel, '.avc-scale i')) bar.style.background = gradientOf(activations);
  for (const bar of all(panel, '.avc-diverging i')) bar.style.background = gradientOf(blueOrange);
  for (const make of PARTS) make(bench, panel);
  await makeLanding(bench, panel, context.files);
  followDrawing(bench, panel);
  followLinks(bench, panel);
}

/** A closed tab computes nothing. @param {Bench} bench @param {HTMLElement} panel */
function followDrawing(bench, panel) {
  let isSeen = false;
  /** @type {import('../shared/studio.js').Reading | null} */
  let latest = null;

  function look() {
    if (!latest) return;
    const { answer } = latest;
    const message = answer.state === 'answer' ? '' : (answer.message ?? '');
    if (isSeen || message || answer.verdict === 'blank') {
      bench.know({ subject: subjectOf(latest, bench.reader.served()), message });
    }
  }

  bench.studio.watch('reading', panel, (reading) => {
    latest = reading;
    look();
  });
  whenSeen(panel, (seen) => {
    isSeen = seen;
    if (!seen) return;
    look();
    if (Object.keys(bench.now.change).length) bench.route.remember('ann-vs-cnn', bench.now.change);
  });
}

/** @param {Bench} bench @param {HTMLElement} panel */
function followLinks(bench, panel) {
  /** @param {string} part @param {boolean} isAtOnce */
  function goTo(part, isAtOnce) {
    const section = all(panel, '.avc-section').find(({ id }) => id === `avc-${part}`);
    if (isAtOnce) section?.scrollIntoView({ block: 'start' });
    else if (section) bringIntoSight(section, 'start');
  }

  // part=shuffle goes to that part; degrees=30 moves that slider.
  bench.route.follow('ann-vs-cnn', panel, ({ part, ...settings }) => {
    const positions = positionsIn(settings);
    if (Object.keys(positions).length) bench.move(positions);
    goTo(part, true);
  });
  for (const link of all(panel, '.avc-jump a')) {
    link.addEventListener('click', (event) => {
      event.preventDefault(); // the page's address is the route's
      goTo(link.dataset.part ?? '', false);
    });
  }
}

/**
 * Positions of sliders in a link. What is no number in a slider's range is left alone.
 * @param {Record<string, string>} settings
 * @returns {import('./sliders.js').Positions}
 */
function positionsIn(settings) {
  const found = SLIDERS.flatMap(({ name, low, high, step }) => {
    const value = Number(settings[name]);
    if (!settings[name] || !(value >= low && value <= high)) return [];
    return [[name, Math.round(1000 * (low + step * Math.round((value - low) / step))) / 1000]];
  });
  return Object.fromEntries(found);
}
