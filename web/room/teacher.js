/** The teacher's page of a room: the way in, what is asked for, the wall, both networks' answers, and the exports. */

import { NAMES, ranked } from '../shared/answers.js';
import { makeDialog } from '../shared/dialog.js';
import { finder, make, putText, radios } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { copyLink } from '../shared/route.js';
import { pngOf, save } from '../shared/saving.js';
import { template } from '../shared/template.js';
import { inquire, keepAsking } from './asking.js';
import { makeConfusion } from './confusion.js';
import { makeQr } from './qr.js';
import { dataOf, paintSheet } from './sheet.js';
import { Wall } from './wall.js';

/** @typedef {import('./room.js').Kept} Kept */
/** @typedef {import('../start.js').Context} Context */

const REST = 250; // milliseconds between two looks at the wall

export class Teacher {
  #since = 0;
  #isSure = false;
  #isCounting = false;
  /** @type {number | null | undefined} */
  #digit;
  /** @type {() => void} */
  #stop;

  /** @param {Context} context @param {Kept} room @param {(text: string) => void} onEnd */
  static async make(context, room, onEnd) {
    const content = await template('teacher.html', import.meta.url);
    const dialog = await makeDialog('room-page', t('Class room'), content);
    await known(context.reader);
    return new Teacher(dialog, context, room, onEnd);
  }

  /** @param {HTMLDialogElement} dialog @param {Context} context @param {Kept} room @param {(text: string) => void} onEnd */
  constructor(dialog, context, room, onEnd) {
    this.dialog = dialog;
    this.find = finder(dialog);
    this.key = { code: room.code, secret: room.secret };
    this.onEnd = onEnd;
    this.confusions = NAMES.map((name) => makeConfusion(this.find('.room-confused'), name));
    this.wall = new Wall(dialog, context, {
      changed: () => this.#showAnswers(),
      remove: async (name) => Boolean(await this.#ask('remove', { name })),
    });
    this.wanted = this.#makeWanted();
    this.#showWay(room);
    this.#listen();
    this.#stop = keepAsking('rooms/wall', () => ({ ...this.key, since: this.#since }), REST, {
      hear: (reply) => this.#hear(reply),
      end: (text) => this.#end(text),
      say: this.#say,
    });
  }

  show() {
    this.dialog.showModal();
  }

  /** @param {string} name @param {object} request */
  #ask(name, request = {}) {
    return inquire(`rooms/${name}`, { ...this.key, ...request }, this.#say);
  }

  #say = (/** @type {string} */ text) => {
    putText(this.find('.room-said'), text);
  };

  /** @param {Kept} room */
  #showWay({ code, qr = [], link = '' }) {
    this.find('.room-code').textContent = (code.match(/.{4}/g) ?? []).join(' ');
    this.find('.room-qr').append(makeQr(qr, t('QR code that leads to this room')));
    this.find('.room-copy').addEventListener('click', () => copyLink(this.find('.room-copy'), link));
  }

  #makeWanted() {
    const group = this.find('.room-wanted');
    const button = (/** @type {string} */ value, /** @type {string} */ text) =>
      make('button', { type: 'button', role: 'radio', 'data-value': value, text });
    for (let digit = 0; digit < 10; digit += 1) group.append(button(String(digit), String(digit)));
    group.append(button('any', t('any')));
    return radios(group, async (value) => {
      const reply = await this.#ask('ask', { digit: value === 'any' ? null : Number(value) });
      if (reply) this.#showWanted(reply.digit);
    });
  }

  /** @param {number | null} digit */
  #showWanted(digit) {
    if (this.#digit !== digit) this.wanted(digit ?? 'any');
    this.#digit = digit;
  }

  #listen() {
    this.find('.room-png').addEventListener('click', async () => {
      save('class.png', await pngOf(paintSheet(await this.wall.read())));
    });
    this.find('.room-npz').addEventListener('click', async () => save('class.npz', dataOf(await this.wall.read())));
    this.find('.room-end').addEventListener('click', () => this.#askToEnd());
    this.dialog.addEventListener('close', () => this.#doubt());
  }

  /** @param {import('../shared/ask.js').Reply} reply to "rooms/wall" */
  #hear({ version, members, drawings, digit, left }) {
    this.#since = version;
    this.#showWanted(digit);
    this.wall.put(drawings);
    const both = [counted(members, '{} member', '{} members'), counted(this.wall.size, '{} drawing', '{} drawings')];
    putText(this.find('.room-count'), both.join(', '));
    putText(this.find('.room-left'), t('The room ends in {} minutes.', Math.ceil(left / 60)));
  }

  /** In the next frame: sixty answers may come in one. */
  #showAnswers() {
    if (this.#isCounting) return;
    this.#isCounting = true;
    requestAnimationFrame(() => this.#count());
  }

  #count() {
    this.#isCounting = false;
    const all = this.wall.answered();
    NAMES.forEach((name, i) => {
      this.confusions[i](all.map(({ digit, probabilities }) => [digit, ranked(probabilities[name]).best]));
    });
  }

  /** A second press ends the room. */
  async #askToEnd() {
    if (this.#isSure) {
      if (await this.#ask('close')) this.#end('');
      return;
    }
    this.#isSure = true;
    this.find('.room-end').textContent = t('Press again: all drawings will be gone');
  }

  #doubt() {
    this.#isSure = false;
    this.find('.room-end').textContent = t('End the room');
  }

  /** @param {string} text why, or '' */
  #end(text) {
    this.#stop();
    this.dialog.close();
    this.dialog.remove();
    this.onEnd(text);
  }
}

/** Wait until both networks are here. @param {Context['reader']} reader @returns {Promise<void>} */
function known(reader) {
  return new Promise((resolve) => {
    const look = () => NAMES.every((name) => reader.known(name)) && resolve();
    reader.watch(look);
    look();
  });
}
