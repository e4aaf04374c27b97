/**
 * Parts of the tab that follow the drawing and the sliders: computed in the browser, asked of the server, or found when
 * the visitor presses a button. Each works only while it can be seen, and shows nothing of an older drawing.
 */

import { base64Of, question } from '../shared/ask.js';
import { finder, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { newest } from '../shared/newest.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Subject} Subject */

/**
 * A part either shows something (`.avc-live`) or says why it does not (`.avc-hint`).
 * @param {HTMLElement} element
 */
function makePart(element) {
  const hint = finder(element)('.avc-hint');
  const busy = (/** @type {boolean} */ isBusy) => element.setAttribute('aria-busy', String(isBusy));
  return {
    busy,
    open() {
      element.classList.remove('empty');
      hint.textContent = '';
    },
    /** There is a digit: the invitation to draw one would be false. */
    wait() {
      if (hint.textContent === element.dataset.hint) hint.textContent = t('One moment');
    },
    /** @param {string} [text] otherwise what will appear */
    empty(text) {
      element.classList.add('empty');
      busy(false);
      hint.textContent = text || (element.dataset.hint ?? '');
    },
  };
}

/**
 * A part that the browser computes.
 * @template Settings, Found
 * @param {Bench} bench
 * @param {HTMLElement} element
 * @param {object} how
 * @param {() => Settings} how.settings what it depends on beside the drawing, as plain JSON
 * @param {(subject: Subject, settings: Settings) => Promise<Found>} how.work
 * @param {(found: Found, subject: Subject, settings: Settings) => void} how.show
 * @param {() => void} how.clear
 * @param {() => string} [how.obstacle] why it cannot be computed now; '' if it can
 * @param {number} [how.delay] milliseconds of rest before it is computed
 * @param {HTMLElement} [how.seenBy] what must be in sight
 */
export function live(
  bench,
  element,
  { settings, work, show, clear, obstacle = () => '', delay = 0, seenBy = element },
) {
  const part = makePart(element);
  let isSeen = false;
  let key = '';
  /** @type {Subject | null} */
  let of = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const compute = newest(
    (/** @type {{subject: Subject, settings: Settings}} */ asked) => work(asked.subject, asked.settings),
    (found, asked, isNewest) => {
      show(found, asked.subject, asked.settings);
      if (isNewest) part.busy(false);
    },
  );

  function stop(/** @type {string} */ text) {
    clearTimeout(timer);
    compute(null);
    [of, key] = [null, ''];
    clear();
    part.empty(text);
  }

  function update() {
    const { subject, message } = bench.now;
    if (!subject || obstacle()) return stop(message || (subject ? obstacle() : ''));
    const asked = { subject, settings: settings() };
    const next = JSON.stringify(asked.settings);
    part.open();
    if (!isSeen || (subject === of && next === key)) return;
    [of, key] = [subject, next];
    part.busy(true);
    clearTimeout(timer);
    if (delay) timer = setTimeout(() => compute(asked), delay);
    else compute(asked);
  }

  bench.follow(null, update);
  whenSeen(seenBy, (seen) => {
    isSeen = seen;
    update();
  });
}

/**
 * A drawing as the server is asked about it: anew where other networks are served by then.
 * @param {Bench} bench
 * @param {Subject} subject
 */
export const asRequest = ({ reader }, { pixels }) => ({ image: base64Of(pixels), serving: reader.served()?.serving });

/**
 * A part that the server answers, about a drawing at rest.
 * @param {Bench} bench
 * @param {HTMLElement} element
 * @param {string} name of the question
 * @param {object} how
 * @param {() => object} how.settings what it depends on beside the drawing, as plain JSON
 * @param {(reply: import('../shared/ask.js').Reply, request: any) => void} how.show
 * @param {() => void} how.clear
 * @param {number} how.delay milliseconds of rest before it is asked
 */
export function asked(bench, element, name, { settings, show, clear, delay }) {
  const part = makePart(element);
  let isSeen = false;
  const put = question(name, {
    show(reply, request) {
      part.busy(false);
      show(reply, request);
    },
    say(text) {
      if (!text) return part.open();
      clear();
      part.empty(text);
    },
    clear: () => part.busy(true),
    delay,
  });

  function update() {
    const { subject, message } = bench.now;
    if (subject) {
      part.wait();
      if (isSeen) put(subject.isFinal ? { ...asRequest(bench, subject), ...settings() } : null);
      return;
    }
    put(null);
    clear();
    part.empty(message);
  }

  bench.follow(null, update);
  whenSeen(element, (seen) => {
    isSeen = seen;
    update();
  });
}

/**
 * Something that the server looks for when a button is pressed. It goes when the drawing changes.
 * @param {Bench} bench
 * @param {HTMLElement} element
 * @param {string} name of the question
 * @param {object} how
 * @param {HTMLButtonElement} how.button
 * @param {() => string} how.busy what is said meanwhile
 * @param {(subject: Subject | null) => object} how.request
 * @param {(reply: import('../shared/ask.js').Reply, subject: Subject | null) => string} how.show returns what is said
 * @param {() => void} how.clear
 * @param {boolean} [how.depends] false: it stays whatever is drawn
 */
export function onDemand(bench, element, name, { button, busy, request, show, clear, depends = true }) {
  const said = finder(element)('.avc-said');
  /** @type {Subject | null} */
  let of = null;

  /** @param {boolean} isBusy @param {string} text */
  function become(isBusy, text) {
    element.setAttribute('aria-busy', String(isBusy));
    button.disabled = isBusy || (depends && !bench.now.subject);
    said.textContent = text;
  }

  const put = question(name, {
    show: (reply) => become(false, show(reply, of)),
    say: (text) => become(false, text),
    clear,
  });

  button.addEventListener('click', () => {
    of = bench.now.subject;
    put(null);
    put(request(of));
    become(true, busy());
  });
  if (!depends) return;
  const part = makePart(element);
  bench.follow(['subject', 'message'], () => {
    const { subject, message } = bench.now;
    if (subject) part.open();
    else part.empty(message);
    if (of?.drawing === subject?.drawing && of?.networks === subject?.networks) return;
    of = subject;
    put(null);
    become(false, '');
  });
}
