/** A learner in a room: what is asked for, and the button that sends the drawing. Nothing is sent without it. */

import { aDigit } from '../shared/answers.js';
import { finder, make, putText, radios } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { fewer } from '../shared/route.js';
import { isBlank } from '../shared/studio.js';
import { template } from '../shared/template.js';
import { inquire, keepAsking } from './asking.js';

const REST = 3000; // milliseconds between two looks at what is asked for

export class Member {
  /** @type {{code: string, member: string} | null} */
  #room = null;
  /** What the teacher asks for; null: any digit. @type {number | null} */
  #asked = null;
  /** What the learner says it is, where any digit may be sent. @type {number | null} */
  #meant = null;
  /** @type {number[]} */
  #sent = [];
  #number = 0;
  /** Why the drawing could not be sent, until there is another. */
  #trouble = '';
  #stop = () => {};

  /** @param {import('../start.js').Context} context @param {() => void} onLeave */
  static async make(context, onLeave) {
    const content = await template('member.html', import.meta.url);
    const element = /** @type {HTMLElement} */ (content.firstElementChild);
    document.querySelector('#studio-canvas')?.prepend(element);
    return new Member(element, context, onLeave);
  }

  /** @param {HTMLElement} element @param {import('../start.js').Context} context @param {() => void} onLeave */
  constructor(element, { studio }, onLeave) {
    this.element = element;
    this.find = finder(element);
    this.studio = studio;
    this.onLeave = onLeave;
    this.choose = this.#makeChoice();
    this.find('.room-send').addEventListener('click', () => this.#send());
    this.find('.room-leave').addEventListener('click', () => this.#leave(''));
    studio.watch('drawn', element, () => {
      this.#trouble = '';
      this.#show();
    });
  }

  #makeChoice() {
    const group = this.find('.ui-segments');
    for (let digit = 0; digit < 10; digit += 1) {
      group.append(make('button', { type: 'button', role: 'radio', 'data-value': digit, text: String(digit) }));
    }
    const choose = radios(group, (value) => {
      this.#meant = Number(value);
      choose(value);
      this.#show();
    });
    choose('');
    /** @type {HTMLElement} */ (group.firstElementChild).tabIndex = 0; // none is chosen yet: keys begin at the first
    return choose;
  }

  /** @param {{code: string, member: string}} room */
  enter(room) {
    this.#room = room;
    this.element.hidden = false;
    this.#stop();
    this.#stop = keepAsking('rooms/look', () => room, REST, {
      hear: ({ digit, sent, number }) => {
        this.#asked = digit;
        this.#sent = sent;
        this.#number = number;
        this.#show();
      },
      end: (text) => this.#leave(text),
      say: (text) => text && this.#say(text),
    });
  }

  /** @param {string} text why, or '' */
  #leave(text) {
    this.#stop();
    this.#room = null;
    this.#say(text);
    this.element.hidden = !text;
    this.find('.ui-buttons').hidden = true;
    this.find('.ui-segments').hidden = true;
    this.find('.room-asked').textContent = '';
    this.onLeave();
  }

  /** @param {string} text */
  #say(text) {
    putText(this.find('.room-said'), text);
  }

  #digit() {
    return this.#asked ?? this.#meant;
  }

  #show() {
    if (!this.#room) return;
    const drawing = this.studio.latest.drawn;
    const any = this.#asked === null;
    this.find('.ui-buttons').hidden = false;
    this.find('.ui-segments').hidden = !any;
    putText(
      this.find('.room-asked'),
      any ? t('Draw any digit, and say which.') : t('Draw {} the way you write it.', aDigit(this.#asked ?? 0)),
    );
    const isPicture = Boolean(drawing?.picture || drawing?.pixels);
    const can = !isBlank(drawing) && !isPicture && !drawing.isLent;
    /** @type {HTMLButtonElement} */ (this.find('.room-send')).disabled = !can || this.#digit() === null;
    this.#say(this.#trouble || this.#hint(isPicture));
  }

  /** @param {boolean} isPicture */
  #hint(isPicture) {
    if (isPicture) return t('Only what is drawn here can be sent, no pictures.');
    const digit = this.#digit();
    if (digit === null || !this.#sent.includes(digit)) return t('Nothing is sent before you press the button.');
    return t('Your {} is on the wall as number {}. Send another one to replace it.', digit, this.#number);
  }

  async #send() {
    const { strokes, width, height } = this.studio.latest.drawn;
    const digit = this.#digit();
    const drawing = { strokes: fewer(strokes), width, height };
    const reply = await inquire('rooms/send', { ...this.#room, digit, drawing }, (text) => {
      this.#trouble = text;
    });
    if (reply && digit !== null) this.#sent = [...this.#sent, digit];
    this.#show();
  }
}
