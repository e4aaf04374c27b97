/** Something to take away: a card of the drawing, its 28×28 numbers, the networks, and a script that joins them. */

import { NAMES } from '../shared/answers.js';
import { base64Of, question, REST, server, Unreachable, unreachable } from '../shared/ask.js';
import { makeDialog } from '../shared/dialog.js';
import { finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { npy } from '../shared/npy.js';
import { pngOf, save } from '../shared/saving.js';
import { style, template } from '../shared/template.js';
import { cardInWords, paintCard } from './card.js';

/** @typedef {import('../start.js').Context} Context */
/** @typedef {import('../shared/studio.js').Reading} Reading */

/** @type {Promise<() => void> | undefined} */
let made;

/** Open the dialog. @param {Context} context */
export async function takeAway(context) {
  made ??= prepare(context);
  (await made)();
}

/** @param {Context} context @returns {Promise<() => void>} opens it */
async function prepare({ studio, reader }) {
  const [content] = await Promise.all([
    template('take_away.html', import.meta.url),
    style('take_away.css', import.meta.url),
  ]);
  const dialog = await makeDialog('take-away', t('Save files'), content);
  const card = new Card(dialog, reader);
  listen(dialog, card);
  studio.watch('reading', dialog, (reading) => dialog.open && card.follow(reading));
  dialog.addEventListener('close', () => studio.want(dialog, null));
  return () => {
    dialog.showModal();
    studio.want(dialog, { layers: ['cnn'] });
    card.follow(studio.latest.reading);
  };
}

class Card {
  /** @type {Reading | null} */
  reading = null;
  /** @type {Record<string, number | null>} */
  #fooled = {};
  #key = '';

  /** @param {HTMLDialogElement} dialog @param {Context['reader']} reader */
  constructor(dialog, reader) {
    this.find = finder(dialog);
    this.reader = reader;
    this.canvas = /** @type {HTMLCanvasElement} */ (this.find('.ta-card'));
    this.questions = NAMES.map((name) => this.#questionOf(name));
  }

  /** @param {string} text */
  say = (text) => {
    this.find('.ta-said').textContent = text;
  };

  /** @param {string} name of a network */
  #questionOf(name) {
    return question('ann-vs-cnn/fool', {
      delay: REST,
      show: ({ flipped, changes }) => {
        this.#fooled[name] = flipped ? changes.length : null;
        this.#paint();
      },
      say: this.say,
    });
  }

  /** @param {Reading} reading */
  follow(reading) {
    if (!reading.pixels || !reading.answer.cnn || !reading.outputs.cnn) return;
    this.reading = reading;
    const image = base64Of(reading.pixels);
    if (image !== this.#key) this.#fooled = {};
    this.#key = image;
    NAMES.forEach((network, i) => void this.questions[i]({ image, network }));
    this.#paint();
  }

  #paint() {
    if (!this.reading?.pixels) return;
    const { pixels, answer, outputs } = this.reading;
    const maps = ends(this.reader.known('cnn')?.layers.filter(isMaps) ?? []).map(({ name, outputShape }) => {
      return { name, shape: outputShape, values: outputs.cnn[name] };
    });
    const told = { pixels, answer, maps, fooled: this.#fooled };
    paintCard(this.canvas, told);
    this.canvas.setAttribute('aria-label', cardInWords(told));
  }
}

/** @param {import('../net/network.js').Layer} layer */
const isMaps = ({ activation, outputShape }) => activation === 'relu' && outputShape.length === 3;

/** The first and the last. @template T @param {T[]} layers @returns {T[]} */
const ends = (layers) => [...layers.slice(0, 1), ...layers.slice(1).slice(-1)];

/** @param {HTMLDialogElement} dialog @param {Card} card */
function listen(dialog, card) {
  /** @type {Record<string, () => unknown>} */
  const files = {
    'digit.png': async () => save('digit.png', await pngOf(card.canvas)),
    'digit.npy': () => card.reading?.pixels && save('digit.npy', npy(card.reading.pixels, [28, 28])),
    'cnn.keras': () => fetched('cnn.keras', 'keras/cnn.keras', card.say),
    'ann.keras': () => fetched('ann.keras', 'keras/ann.keras', card.say),
    'read_digit.py': () => fetched('read_digit.py', new URL('read_digit.py', import.meta.url).href, card.say),
  };
  dialog.addEventListener('click', ({ target }) => {
    const button = target instanceof Element && target.closest('button[data-file]');
    if (button instanceof HTMLElement) files[button.dataset.file ?? '']?.();
  });
}

/** @param {string} name @param {string} address from the page's own @param {(text: string) => void} say */
async function fetched(name, address, say) {
  try {
    const reply = await server.get(address);
    if (reply.ok) save(name, await reply.blob());
    say(reply.ok ? '' : t('This file is no longer there.'));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    say(unreachable());
  }
}
