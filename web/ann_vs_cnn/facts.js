/** Both networks side by side: what they say of the drawing, how large and how good they are, how long they take. */

import { NAMES } from '../shared/answers.js';
import { question } from '../shared/ask.js';
import { makeBars } from '../shared/bars.js';
import { all, finder, whenSeen } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { count, fixed, share } from '../shared/numbers.js';
import { asRequest } from './parts.js';
import { bothInWords, makeVerdicts } from './words.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** One network, as `tabs/ann_vs_cnn/facts.py` tells it. @typedef {any} Facts */

/** @type {Record<string, (network: Facts) => string>} */
const WRITTEN = {
  parameters: ({ parameters }) => count(parameters),
  bytes: ({ bytes }) => (bytes == null ? '–' : `${fixed(bytes / 1e6, 2)} MB`),
  mnist: ({ mnist }) => share(mnist),
  drawings: ({ drawings }) => share(drawings),
  sees: ({ sees }) => count(sees),
  reuse: ({ multiplications, weights }) =>
    multiplications === weights ? t('once') : t('{} times', Math.round(multiplications / weights)),
  multiplications: ({ multiplications }) => count(multiplications),
  layers: ({ layers }) => layers.map(layersInWords).join(', '),
  shifted: ({ shifted }) => share(shifted, 1),
};

/** "6 convolutions". @param {[string, number]} layers */
function layersInWords([kind, number]) {
  if (kind === 'convolution') return counted(number, '{} convolution', '{} convolutions');
  if (kind === 'max pooling') return counted(number, '{} max pooling', '{} max poolings');
  if (kind === 'average pooling') return counted(number, '{} average pooling', '{} average poolings');
  return counted(number, '{} dense layer', '{} dense layers');
}

/** What both say of the drawing itself. @param {Bench} bench @param {HTMLElement} panel */
export function makeSideBySide(bench, panel) {
  const element = finder(panel)('.avc-both');
  const find = finder(element);
  const bars = makeBars(find('.avc-duel'));
  const verdicts = makeVerdicts(find('.avc-verdicts'));
  bench.follow(['subject', 'message'], () => {
    const { subject, message } = bench.now;
    element.classList.toggle('empty', !subject);
    find('.avc-hint').textContent = message || (element.dataset.hint ?? '');
    bars(subject?.found ?? null);
    verdicts(subject?.found ?? null);
    find('.avc-now').textContent = subject ? bothInWords(subject.found) : '';
  });
}

/**
 * Everything that was measured: asked once for the networks that are served, told wherever it stands.
 * @param {Bench} bench
 * @param {HTMLElement} panel
 */
export function makeFacts(bench, panel) {
  const put = question('ann-vs-cnn/facts', {
    show: (facts) => bench.know({ facts, trouble: '' }),
    say: (trouble) => bench.know({ trouble: trouble || t('The measured numbers are on their way.') }),
    clear: () => bench.know({ facts: null }),
  });
  let isSeen = false;
  const look = () => isSeen && put({ serving: bench.reader.served()?.serving ?? null });
  bench.reader.watch(look);
  whenSeen(panel, (seen) => {
    isSeen = seen;
    look();
  });
  bench.follow(['facts', 'trouble'], () => showFacts(bench, panel));
}

/** @param {Bench} bench @param {HTMLElement} panel */
function showFacts({ now }, panel) {
  const { facts, trouble } = now;
  for (const place of all(panel, '.avc-trouble')) place.textContent = facts ? '' : trouble;
  for (const name of NAMES) {
    for (const [fact, write] of Object.entries(WRITTEN)) {
      put(panel, `${name}.${fact}`, facts ? write(facts.networks[name]) : '–');
    }
  }
  for (const fact of ['parameters', 'bytes']) lengthen(panel, fact, (name) => facts?.networks[name][fact]);
  for (const digits of /** @type {const} */ (['test_digits', 'disturbed_digits'])) {
    const many = facts?.[digits];
    put(panel, digits, many ? count(many) : t('MNIST’s'));
  }
  const drawn = facts?.networks.cnn.drawings_n;
  put(panel, 'drawings_n', drawn ? t('{} drawings', drawn) : t('drawings'));
}

/** How long both take for this drawing, on the server. @param {Bench} bench @param {HTMLElement} panel */
export function makeTiming(bench, panel) {
  const element = finder(panel)('.avc-timing');
  const note = finder(element)('.avc-timing-note');
  let isSeen = false;

  /** @param {import('../shared/ask.js').Reply | null} times */
  function show(times) {
    for (const name of NAMES) put(panel, `${name}.time`, times ? t('{} ms', fixed(times[name], 2)) : '–');
    lengthen(panel, 'time', (name) => times?.[name]);
  }

  const ask = question('ann-vs-cnn/time_both', {
    show(times) {
      show(times);
      note.textContent = t('median of {}, on this server, just now', times.runs);
    },
    say: (text) => {
      note.textContent = text || t('measured when you draw');
    },
    clear: () => show(null),
    delay: 600,
  });

  function look() {
    const { subject } = bench.now;
    if (!subject?.isFinal) ask(null);
    else if (isSeen) ask(asRequest(bench, subject));
  }

  note.textContent = t('measured when you draw');
  whenSeen(element, (seen) => {
    isSeen = seen;
    look();
  });
  bench.follow(['subject'], look);
}

/** @param {HTMLElement} panel @param {string} fact @param {string} text */
function put(panel, fact, text) {
  for (const place of all(panel, `[data-fact="${fact}"]`)) place.textContent = text;
}

/**
 * Two thin bars beside two numbers, the larger one at full length.
 * @param {HTMLElement} panel
 * @param {string} fact
 * @param {(network: string) => number | null | undefined} numberOf
 */
function lengthen(panel, fact, numberOf) {
  const most = Math.max(...NAMES.map((name) => numberOf(name) ?? 0));
  for (const name of NAMES) {
    const bar = finder(panel)(`[data-bar="${name}.${fact}"]`);
    bar.style.transform = `scaleX(${most ? (numberOf(name) ?? 0) / most : 0})`;
  }
}
