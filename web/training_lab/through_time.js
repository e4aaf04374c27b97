/**
 * Through time: both networks as they were at several moments of one training, on the visitor's digit.
 * All weights are fetched once; moving the slider computes here and asks nobody.
 */

import { answerOf, forward } from '../net/network.js';
import { parameterCount, smallNetwork } from '../net/small_networks.js';
import { TITLES } from '../shared/answers.js';
import { makeBars, showVerdict } from '../shared/bars.js';
import { accuracyAxis, lossAxis, makeChart } from '../shared/chart.js';
import { activations, blueOrange } from '../shared/colours.js';
import { all } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { count, fixed, share } from '../shared/numbers.js';
import { BOTH, showIn, whyNoDigit } from './parts.js';
import { filterPictures, filtersInWords, hiddenPictures, makeSheet, reachOf } from './pictures.js';

/** @typedef {import('./parts.js').Lab} Lab */
/** @typedef {import('./parts.js').Part} Part */
/** @typedef {import('./parts.js').Name} Name */
/** @typedef {import('../net/network.js').Network} Network */

/** How the training went. @typedef {{steps: number[], scores: Record<Name, Record<'loss' | 'validation_accuracy' | 'test_accuracy', number[]>>, batch: number, digits: number, test_digits: number}} Story */

/** @typedef {Record<Name, Network>} Pair */

/** @typedef {ReturnType<typeof makeMoments>} Moments */

const FRAME = 900; // milliseconds of a film's pictures

/**
 * The networks at all moments, for this part and the one-step lab; the last moment comes first.
 * @param {import('../shared/files.js').Files} files
 * @param {() => void} onNews
 */
export function makeMoments(files, onNews) {
  /** @type {{story: Story | null, pairs: Pair[]}} */
  const known = { story: null, pairs: [] };
  let isAsked = false;

  async function fetchAll() {
    const story = /** @type {Story} */ (JSON.parse(new TextDecoder().decode(await files.bytes('story'))));
    known.story = story;
    onNews();
    known.pairs[story.steps.length - 1] = pairsIn(await files.bytes('last-moment'), 1)[0];
    onNews();
    known.pairs = pairsIn(await files.bytes('moments'), story.steps.length);
    onNews();
  }

  return {
    known,
    /** Fetch them, unless they are here or under way. */
    fetch() {
      if (!isAsked) fetchAll();
      isAsked = true;
    },
  };
}

/** @param {ArrayBuffer} buffer @param {number} count of moments @returns {Pair[]} */
function pairsIn(buffer, count) {
  let at = 0;
  const rows = BOTH.map((name) => {
    const size = parameterCount(name);
    return Array.from({ length: count }, () => {
      at += 4 * size;
      return smallNetwork(name, new Float32Array(buffer, at - 4 * size, size));
    });
  });
  return rows[0].map((cnn, i) => ({ cnn, ann: rows[1][i] }));
}

/**
 * "After 100 steps: 12,800 digits shown, 0.233 epochs".
 * @param {Story} story
 * @param {number} which
 */
function momentInWords({ steps, batch, digits }, which) {
  const step = steps[which];
  if (step === 0) return t('Before the first step: the weights are random');
  const epochs = step / Math.floor(digits / batch);
  const isWhole = Math.abs(epochs - Math.round(epochs)) < 1e-6;
  return t(
    'After {}: {}, {}',
    counted(step, '{} step', '{} steps'),
    counted(step * batch, '{} digit shown', '{} digits shown'),
    isWhole ? counted(Math.round(epochs), '{} epoch', '{} epochs') : t('{} epochs', fixed(epochs, 3)),
  );
}

/** @implements {Part} */
export class ThroughTime {
  /**
   * @param {Lab} lab
   * @param {Moments} moments
   */
  constructor(lab, moments) {
    this.find = lab.find;
    this.moments = moments;
    this.slider = /** @type {HTMLInputElement} */ (lab.find('#tl-moment'));
    this.play = /** @type {HTMLButtonElement} */ (lab.find('.tl-play'));
    this.charts = makeCharts(lab.find);
    this.pictures = makePictures(lab);
    /** @type {number | null} */
    this.moment = null; // the one that is shown; null until they are known
    /** @type {number | null} */
    this.wanted = null; // what a link asked for before that
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.film = undefined;
    this.play.addEventListener('click', () => (this.film ? this.hide() : this.begin()));
    this.slider.addEventListener('input', () => {
      this.hide();
      this.goTo(Number(this.slider.value));
    });
    this.slider.addEventListener('change', lab.remember);
  }

  get last() {
    return (this.moments.known.story?.steps.length ?? 1) - 1;
  }

  show() {
    const { story, pairs } = this.moments.known;
    this.moments.fetch();
    if (!story) return;
    this.slider.max = String(this.last);
    this.slider.disabled = this.play.disabled = false;
    this.moment ??= Math.min(this.wanted ?? this.last, this.last);
    this.slider.value = String(this.moment);
    const words = momentInWords(story, this.moment);
    this.slider.setAttribute('aria-valuetext', words);
    this.find('.tl-when').textContent = `${words}.`;
    this.charts(story, this.moment);
    this.pictures(pairs[this.moment], pairs[this.last]);
  }

  /** @param {number} which */
  goTo(which) {
    this.moment = Math.min(Math.max(0, which), this.last);
    this.show();
  }

  /** Play the film. */
  begin() {
    this.goTo(this.moment === this.last ? 0 : (this.moment ?? 0) + 1);
    this.film = setInterval(() => {
      this.goTo((this.moment ?? 0) + 1);
      if (this.moment === this.last) this.hide();
    }, FRAME);
    this.play.textContent = t('Pause');
  }

  /** Stop the film. */
  hide() {
    clearInterval(this.film);
    this.film = undefined;
    this.play.textContent = t('Play');
  }

  /** @returns {Record<string, unknown>} */
  settings() {
    return this.moment === null || this.moment === this.last ? {} : { moment: this.moment };
  }

  /** @param {Record<string, string>} settings */
  adopt({ moment }) {
    if (!/^\d{1,2}$/.test(moment ?? '')) return;
    this.wanted = Number(moment);
    if (this.moments.known.story) this.moment = Math.min(this.wanted, this.last);
  }
}

/**
 * What both networks have learned at a moment, what they read, and what lights up.
 * @param {Lab} lab
 */
function makePictures({ panel, find, reading }) {
  const bars = makeBars(find('.tl-reading .tl-bars-host'));
  const filters = BOTH.map((name) => makeSheet(find(`.tl-filters.${name} .tl-sheet-host`)));
  const hidden = BOTH.map((name) => all(panel, `.tl-hidden.${name} .tl-sheet-host`).map(makeSheet));

  /** @param {Pair | undefined} pair @param {Pair | undefined} end the last moment: its weights decide on the colours */
  function show(pair, end) {
    const pixels = reading()?.pixels;
    const outputs = pair && pixels ? BOTH.map((name) => forward(pair[name], pixels)) : null;
    const waiting = pixels ? t('The weights are on their way.') : whyNoDigit(reading());
    for (const part of all(panel, '.tl-reading, .tl-inside')) showIn(part, outputs, waiting);
    if (pair) BOTH.forEach((name, i) => showFilters(filters[i], pair[name], (end ?? pair)[name]));
    const said = BOTH.map((name, i) => [name, outputs && pair ? answerOf(pair[name], outputs[i]) : null]);
    bars(Object.fromEntries(said));
    for (const [name, found] of said) showVerdict(find(`.tl-reading .ui-verdict.${name}`), /** @type {any} */ (found));
    if (!outputs || !pair) return;
    BOTH.forEach((name, i) => {
      hiddenPictures(pair[name], outputs[i]).forEach((one, sheet) => {
        hidden[i][sheet](one.pictures, activations, one.label);
      });
    });
  }
  return show;
}

/** @param {ReturnType<typeof makeSheet>} sheet @param {Network} network @param {Network} end */
const showFilters = (sheet, network, end) =>
  sheet(filterPictures(network, reachOf(end)), blueOrange, filtersInWords(network));

/**
 * Accuracy and loss over the moments.
 * @param {Lab['find']} find
 */
function makeCharts(find) {
  const [accuracy, loss] = [makeChart(find('.tl-accuracy')), makeChart(find('.tl-loss'))];

  /** @param {Story} story @param {number} moment */
  return ({ steps, scores }, moment) => {
    /** @param {'loss' | 'test_accuracy'} kind @param {(value: number) => string} write */
    const frame = (kind, write) => ({
      ...axis(steps),
      mark: moment,
      lines: BOTH.map((name) => ({ points: scores[name][kind].map(pairAt), kind: name })),
      dots: BOTH.map((name) => ({ x: moment, y: scores[name][kind][moment], kind: name })),
      here: BOTH.map((name) => `${TITLES[name]} ${write(scores[name][kind][moment])}`).join(', '),
    });
    const ofAccuracy = frame('test_accuracy', (value) => share(value));
    const ofLoss = frame('loss', (value) => fixed(value, 3));
    accuracy({
      ...ofAccuracy,
      ...accuracyAxis(),
      label: t(
        'Share of test digits read correctly, from step {} to {}. Here: {}',
        steps[0],
        steps[steps.length - 1],
        ofAccuracy.here,
      ),
    });
    loss({
      ...ofLoss,
      ...lossAxis(Math.max(...BOTH.flatMap((name) => scores[name].loss))),
      label: t(
        'Loss on digits kept apart, from step {} to {}. Here: {}',
        steps[0],
        steps[steps.length - 1],
        ofLoss.here,
      ),
    });
    for (const name of BOTH) {
      find(`.tl-key-accuracy.${name} b`).textContent = share(scores[name].test_accuracy[moment]);
      find(`.tl-key-validation.${name} b`).textContent = share(scores[name].validation_accuracy[moment]);
      find(`.tl-key-loss.${name} b`).textContent = fixed(scores[name].loss[moment], 3);
    }
  };
}

/** @param {number} value @param {number} i @returns {[number, number]} */
const pairAt = (value, i) => [i, value];

/** Every other moment is named, and the last. @param {number[]} steps */
function axis(steps) {
  const end = steps.length - 1;
  const ticks = steps.map((step, i) => /** @type {[number, string]} */ ([i, inShort(step)]));
  return {
    x: /** @type {[number, number]} */ ([0, end]),
    ticksX: ticks.filter((_, i) => (i % 2 === 0 && i < end - 1) || i === end),
  };
}

/** "860", "6.4k". @param {number} step */
const inShort = (step) => (step >= 1000 ? `${fixed(step / 1000, 1, 0)}k` : count(step));
