/**
 * Class rooms: a teacher opens one, learners join it by a code and send drawings. What the server keeps of it is in
 * serving/rooms.py; here are the button, the two ways in, and what a reload finds again.
 */

import { makeDialog } from '../shared/dialog.js';
import { finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { style, template } from '../shared/template.js';
import { inquire } from './asking.js';
import { Member } from './member.js';
import { Teacher } from './teacher.js';

/** @typedef {import('../start.js').Context} Context */

/**
 * What a browser keeps of the room that it is in: a member's token, or the teacher's secret.
 * @typedef {{code: string, member?: string, secret?: string, qr?: string[], link?: string}} Kept
 */

const KEY = 'class-room';

/** @param {Context} context */
export async function mount(context) {
  await style('room.css', import.meta.url);
  await new Rooms(context).begin();
}

class Rooms {
  /** @type {Teacher | null} */
  #teacher = null;

  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.button = make('button', { type: 'button', class: 'ui-link room-open', text: t('Class room') });
    this.button.setAttribute('aria-haspopup', 'dialog');
  }

  async begin() {
    const { context, button } = this;
    const [lobby, member] = await Promise.all([this.#makeLobby(), Member.make(context, () => this.#left())]);
    this.lobby = lobby;
    this.member = member;
    button.addEventListener('click', () => (this.#teacher ? this.#teacher.show() : lobby.showModal()));
    document.querySelector('.dc-mode')?.append(button);
    await this.#resume(kept());
    context.route.follow('draw', button, ({ room }) => {
      if (!room) return;
      context.route.remember('draw'); // a link that is shared from here leads to no room
      if (!this.#teacher) this.#join(room);
    });
  }

  /** @param {Kept | null} before */
  async #resume(before) {
    if (before?.secret) await this.#teach(before);
    else if (before?.member) this.#enter(before);
  }

  async #makeLobby() {
    const dialog = await makeDialog('room-lobby', t('Class room'), await template('lobby.html', import.meta.url));
    const find = finder(dialog);
    const form = /** @type {HTMLFormElement} */ (find('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#join(/** @type {HTMLInputElement} */ (find('input')).value);
    });
    find('.room-new').addEventListener('click', () => this.#open());
    return dialog;
  }

  /** @param {string} text in the lobby */
  #say(text) {
    if (!this.lobby) return;
    finder(this.lobby)('.room-said').textContent = text;
    if (text && !this.lobby.open) this.lobby.showModal();
  }

  async #open() {
    const link = this.context.route.link('draw', { room: '' });
    const reply = await inquire('rooms/open', { link }, (text) => this.#say(text));
    if (!reply) return;
    const { code, secret, qr } = reply;
    this.lobby?.close();
    await this.#teach(keep({ code, secret, qr, link: link + code }));
  }

  /** @param {Kept} room */
  async #teach(room) {
    this.#teacher = await Teacher.make(this.context, room, (text) => {
      this.#teacher = null;
      forget();
      if (text) this.#say(text);
    });
    this.#teacher.show();
  }

  /** @param {string} code as it was typed */
  async #join(code) {
    const before = kept();
    if (before?.member && before.code === code) return this.#enter(before); // the same link once more
    const reply = await inquire('rooms/join', { code }, (text) => this.#say(text));
    if (!reply) return;
    this.lobby?.close();
    this.#enter(keep({ code: reply.code, member: reply.member }));
  }

  /** @param {Kept} room */
  #enter(room) {
    this.button.hidden = true;
    this.member?.enter({ code: room.code, member: room.member ?? '' });
  }

  #left() {
    forget();
    this.button.hidden = false;
  }
}

/** @param {Kept} room */
function keep(room) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(room));
  } catch {
    // no storage here: a reload leaves the room
  }
  return room;
}

/** @returns {Kept | null} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing is kept there
  }
}
