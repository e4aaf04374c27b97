/**
 * Asks the server, and knows whether it answers. One signal, "server is back", for everybody who waits.
 *
 * What a panel asks about a drawing at rest goes through `question`: the newest request counts, stale answers are
 * dropped, and what went wrong is said in the panel's own place and tried again by itself.
 */

import { t, told } from './messages.js';

/** @typedef {{state: 'answer' | 'refused' | 'loading' | 'failed' | 'busy' | 'gone', message?: string | import('./messages.js').Message} & Record<string, any>} Reply */

/** The server could not be reached, or answered with something that is no answer. */
export class Unreachable extends Error {}

const BASE = new URL('../../', import.meta.url); // one above the versioned files
const BACK_AGAIN = 1000; // milliseconds between two looks whether the server is back

/** What every panel says while nobody answers. */
export const unreachable = () => t('The server does not answer. This part will go on by itself as soon as it does.');

/** A connection to the server; the page has one. */
export class Server {
  #send;
  #later;
  #isDown = false;
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** @type {Set<(isDown: boolean) => void>} */
  #watchers = new Set();

  /**
   * @param {(url: URL, options?: RequestInit) => Promise<Response>} send as `fetch`
   * @param {(callback: () => void, milliseconds: number) => unknown} later as `setTimeout`
   */
  constructor(send, later) {
    this.#send = send;
    this.#later = later;
  }

  /**
   * Fetch something below the page's own path.
   * @param {string} path
   * @param {RequestInit} [options]
   * @returns {Promise<Response>}
   * @throws {Unreachable} no answer, or one that is no success
   */
  async get(path, options) {
    try {
      const response = await this.#send(new URL(path, BASE), options);
      if (response.ok) return response;
      if (response.status < 500 && response.status !== 408 && response.status !== 429) return response;
    } catch {
      // below
    }
    this.#lost();
    throw new Unreachable();
  }

  /**
   * Ask one of the questions that a tab's Python answers.
   * @param {string} name "feature_maps/explain"
   * @param {object} request plain JSON
   * @returns {Promise<Reply>}
   * @throws {Unreachable}
   */
  async ask(name, request = {}) {
    const headers = { 'Content-Type': 'application/json' };
    const response = await this.get(`ask/${name}`, { method: 'POST', headers, body: JSON.stringify(request) });
    const reply = await response.json().catch(() => null);
    if (reply?.state) return reply;
    return { state: 'refused', message: reply?.detail ?? 'This request could not be understood.' };
  }

  #lost() {
    if (this.#isDown) return;
    this.#become(true);
    this.#later(() => this.#look(), BACK_AGAIN);
  }

  /** @param {boolean} down */
  #become(down) {
    this.#isDown = down;
    for (const callback of this.#watchers) callback(down);
  }

  async #look() {
    try {
      const response = await this.#send(new URL('alive', BASE), { cache: 'no-store' });
      if (!response.ok) throw new Unreachable();
    } catch {
      this.#later(() => this.#look(), BACK_AGAIN);
      return;
    }
    this.#become(false);
    const told = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of told) callback();
  }

  /**
   * Call back once, when the server answers again.
   * @param {() => void} callback
   */
  whenBack(callback) {
    this.#waiting.add(callback);
    this.#lost();
  }

  isDown() {
    return this.#isDown;
  }

  /** Hear when the server stops answering and when it answers again. @param {(isDown: boolean) => void} callback */
  watch(callback) {
    this.#watchers.add(callback);
  }
}

/** The page's connection. */
export const server = new Server(
  (url, options) => fetch(url, options),
  (callback, milliseconds) => setTimeout(callback, milliseconds),
);

/** As `server.ask`. @type {typeof server.ask} */
export const ask = (name, request) => server.ask(name, request);

/** Milliseconds of rest before the server is asked about a drawing: between two strokes of a hand nothing leaves. */
export const REST = 150;

const AGAIN = { loading: 700, busy: 2000 }; // milliseconds

/**
 * A question that a panel asks again and again about whatever is drawn.
 *
 * @param {string} name as for `ask`
 * @param {object} panel
 * @param {(reply: Reply, request: any) => void} panel.show an answer to the newest request
 * @param {(text: string) => void} panel.say what is the matter, in the panel's own place; '' when all is well
 * @param {() => void} [panel.clear] what is shown belongs to something else now
 * @param {number} [panel.delay] milliseconds of rest before it is asked
 * @param {{ask: typeof ask, whenBack: (callback: () => void) => void}} [from] for tests
 * @returns {(request: object | null) => void} asks, unless the same is asked or shown already; null: nothing to ask
 */
export function question(name, { show, say, clear = () => {}, delay = 0 }, from = server) {
  let key = 'null';
  let turn = 0;
  let isBusy = false;
  /** @type {object | null} */
  let wanted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {object | null} request */
  function put(request) {
    const next = JSON.stringify(request);
    if (next === key) return;
    key = next;
    turn += 1;
    wanted = request;
    clearTimeout(timer);
    clear();
    say('');
    if (request) timer = setTimeout(run, delay);
  }

  async function run() {
    if (isBusy || !wanted) return;
    const [mine, request] = [turn, wanted];
    isBusy = true;
    try {
      const reply = await from.ask(name, request);
      if (mine === turn) settle(reply, request);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (mine === turn) say(unreachable());
      from.whenBack(run);
    } finally {
      isBusy = false;
      if (mine !== turn) run();
    }
  }

  /** @param {Reply} reply @param {object} request */
  function settle(reply, request) {
    const patience = AGAIN[/** @type {keyof typeof AGAIN} */ (reply.state)];
    say(saidOf(reply));
    if (reply.state === 'answer') show(reply, request);
    else if (patience) timer = setTimeout(run, patience);
  }

  return put;
}

/** What a panel says of a reply. @param {Reply} reply */
function saidOf({ state, message }) {
  if (state === 'answer') return '';
  if (state !== 'loading') return told(message);
  return t('The server is still loading its networks. This part will go on by itself.');
}

/**
 * Numbers as the server sends and takes them: base64 of little-endian float32.
 * @param {string} text
 * @returns {Float32Array}
 */
export function floatsOf(text) {
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}

/**
 * The other way round.
 * @param {Float32Array} numbers
 * @returns {string}
 */
export function base64Of(numbers) {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
