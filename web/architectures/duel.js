/** LeNet-5 and this page's CNN, while the pen moves; and what was measured of both. */

import { aDigit, ranked } from '../shared/answers.js';
import { question, server, unreachable } from '../shared/ask.js';
import { makeBars } from '../shared/bars.js';
import { finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { count, percent, share } from '../shared/numbers.js';

/** @typedef {import('../shared/studio.js').Reading} Reading */
/** @typedef {typeof import('../shared/reader.js').reader} Reader */

const PAIR = ['lenet5', 'cnn'];

/** "98 %" that no line break tears apart. @param {number} p */
export const sure = (p) => percent(p).replace(' ', '\u00a0');

/** Whether there is something to read. @param {Reading} reading */
export const isRead = ({ answer }) => answer.state === 'answer' && answer.verdict !== 'blank';

/**
 * @param {HTMLElement} element
 * @param {Reader} reader
 * @returns {(reading: Reading) => void}
 */
export function makeDuel(element, reader) {
  const find = finder(element);
  const bars = makeBars(find('.ar-bars'), PAIR);
  const invitation = find('.ar-hint').textContent;
  /** @type {Reading | null} */
  let latest = null;

  /** @param {Reading} reading */
  function show(reading) {
    latest = reading;
    const known = isRead(reading);
    element.classList.toggle('empty', !known);
    find('.ar-hint').textContent = reading.answer.message || invitation;
    bars(known ? reading.probabilities : null);
    find('.ar-now').textContent = known ? inWords(reading, reader) : '';
  }

  server.watch(() => latest && show(latest));
  return show;
}

/** @param {Reading} reading @param {Reader} reader */
function inWords({ probabilities, answer }, reader) {
  const young = ranked(probabilities.cnn);
  if (!probabilities.lenet5)
    return [t('The CNN reads {}, {}.', aDigit(young.best), sure(young.p)), missing(reader)].join(' ');
  const old = ranked(probabilities.lenet5);
  const both =
    old.best === young.best
      ? t('Both read {}: LeNet-5 {}, the CNN {}.', aDigit(old.best), sure(old.p), sure(young.p))
      : t('LeNet-5 reads {}, {}; the CNN {}, {}.', aDigit(old.best), sure(old.p), aDigit(young.best), sure(young.p));
  return answer.verdict === 'not a digit' ? `${t('Probably not a digit.')} ${both}` : both;
}

/** Why LeNet-5 says nothing. @param {Reader} reader */
function missing(reader) {
  if (!('lenet5' in (reader.served()?.networks ?? {}))) return t('LeNet-5 did not come with this model.');
  return server.isDown() ? unreachable() : t('LeNet-5 is on its way.');
}

/**
 * The table beside the bars, asked once for the networks that are served.
 * @param {HTMLElement} panel
 * @param {Reader} reader
 * @param {(parameters: number | undefined) => void} onMeasured the CNN's
 * @returns {(isSeen: boolean) => void}
 */
export function makeMeasured(panel, reader, onMeasured) {
  let isSeen = false;
  const ask = question('architectures/measured', {
    show: ({ networks }) => show(networks),
    say: (text) => {
      finder(panel)('.ar-trouble').textContent = text;
    },
    clear: () => show({}),
  });

  /** @param {Record<string, {parameters: number, accuracy: number, errors: number | null, n: number | null}>} networks */
  function show(networks) {
    const write = (/** @type {string} */ fact, /** @type {string} */ text) => {
      finder(panel)(`[data-fact="${fact}"]`).textContent = text;
    };
    for (const name of PAIR) {
      const { parameters, accuracy, errors } = networks[name] ?? {};
      write(`${name}.parameters`, parameters ? count(parameters) : '–');
      write(`${name}.accuracy`, share(accuracy));
      write(`${name}.errors`, errors == null ? '–' : count(errors));
    }
    const { n, parameters } = networks.cnn ?? {};
    write('n', n ? t('of {} test digits', n) : '');
    onMeasured(parameters);
  }

  const look = () => isSeen && ask({ serving: reader.served()?.serving ?? null });
  reader.watch(look);
  return (seen) => {
    isSeen = seen;
    look();
  };
}
