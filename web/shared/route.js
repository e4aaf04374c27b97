/**
 * The page's address: which tab is open, with which settings, and if wanted with the drawing, so that whatever is open
 * can be shared and Back leads to what was open before. It reads `#convolution-lab?stride=2&kernel=sobel`.
 */

import { make } from './dom.js';
import { t } from './messages.js';

const MOST_POINTS = 400; // of a drawing in a link: some two thousand characters
const SIDE = 28;

/** @typedef {Record<string, string>} Settings */
/** @typedef {import('./studio.js').Drawing} Drawing */

export class Route {
  /** @type {{tab: string, settings: Settings}} */
  #latest = { tab: '', settings: {} };
  #studio;

  /** @param {import('./studio.js').Studio} studio */
  constructor(studio) {
    this.#studio = studio;
    document.addEventListener('click', (event) => {
      const button = event.target instanceof Element && event.target.closest('#tabs [role="tab"]');
      const tab = button instanceof HTMLElement && button.dataset.tabId;
      if (!tab || !event.isTrusted) return;
      if (tab !== this.#latest.tab) this.step(tab);
      showContent();
    });
    addEventListener('popstate', () => this.arrive());
  }

  /**
   * Go there, as a link would: a step of the browser's history.
   * @param {string} tab
   * @param {Record<string, unknown>} [settings]
   */
  open(tab, settings = {}) {
    this.step(tab, settings);
    this.#show(tab, this.#latest.settings);
  }

  /**
   * A new place within a tab, such as a chapter, is open: Back leads to the one before.
   * @param {string} tab
   * @param {Record<string, unknown>} [settings]
   */
  step(tab, settings = {}) {
    this.#write(tab, settings, hashOf(tab, settings) === location.hash ? 'replaceState' : 'pushState');
  }

  /**
   * What the tab shows now. Only the open tab may speak: one that computes in the background must not change the address.
   * @param {string} tab
   * @param {Record<string, unknown>} [settings]
   */
  remember(tab, settings = {}) {
    const chosen = tabButton(tab);
    if (chosen && chosen.getAttribute('aria-selected') !== 'true' && this.#latest.tab !== tab) return;
    this.#write(tab, settings, 'replaceState');
  }

  /** @param {string} tab @param {Record<string, unknown>} settings @param {'pushState' | 'replaceState'} how */
  #write(tab, settings, how) {
    this.#latest = { tab, settings: asTexts(settings) };
    history[how](history.state, '', hashOf(tab, settings));
    tellFrame();
  }

  /**
   * Hear the settings that a link or another tab asks for.
   * @param {string} tab
   * @param {Element} element
   * @param {(settings: Settings) => void} callback
   */
  follow(tab, element, callback) {
    this.#studio.watch(`open ${tab}`, element, callback);
  }

  /**
   * The whole address of a place, with a drawing if one is given.
   * @param {string} tab
   * @param {Record<string, unknown>} settings
   * @param {Drawing | null} [drawing]
   */
  link(tab, settings, drawing) {
    const { origin, pathname, search } = location;
    return origin + pathname + search + hashOf(tab, { ...settings, ...(drawing ? written(drawing) : {}) });
  }

  /** What is open now. */
  here() {
    const chosen = document.querySelector('#tabs [role="tab"][aria-selected="true"]');
    const tab = (chosen instanceof HTMLElement && chosen.dataset.tabId) || 'draw';
    return { tab, settings: this.#latest.tab === tab ? this.#latest.settings : {} };
  }

  /** Go where the address says: at the start, on Back and Forward, and when a link is followed. */
  arrive() {
    const [tab, query = ''] = location.hash.slice(1).split('?');
    if (!/^[a-z-]+$/.test(tab)) {
      if (this.#latest.tab) this.#show('draw', {});
      return;
    }
    const { drawing, image, ...settings } = Object.fromEntries(new URLSearchParams(query));
    const carried = drawing ? readStrokes(drawing) : image ? readImage(image) : null;
    if (carried) this.#studio.load(carried);
    this.#show(tab, settings);
  }

  /**
   * Show what the address says already: on Back, a new step of the history would leave nothing to go forward to.
   * @param {string} tab
   * @param {Settings} settings
   */
  #show(tab, settings) {
    select(tab);
    this.#latest = { tab, settings };
    this.#tell();
  }

  /** Tell the tab what is asked of it, once it is shown: what is hidden cannot be scrolled to. */
  #tell() {
    const { tab, settings } = this.#latest;
    whenShown(tab, () => tab === this.#latest.tab && this.#studio.publish(`open ${tab}`, settings));
  }
}

/** @param {string} tab */
const tabButton = (tab) => document.querySelector(`#tabs [role="tab"][data-tab-id="${tab}"]`);

/** On a phone a tab's content begins below the screen, and after much scrolling above it: the tabs go to the top then. */
function showContent() {
  const tabs = document.querySelector('#tabs');
  const top = tabs?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight / 2) tabs?.scrollIntoView({ block: 'start' });
}

/**
 * Open a tab. Gradio puts the tabs on the page in its own time.
 * @param {string} tab
 */
function select(tab) {
  const button = tabButton(tab);
  if (button instanceof HTMLElement) {
    if (button.getAttribute('aria-selected') !== 'true') button.click();
    button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return;
  }
  const watcher = new MutationObserver(() => {
    if (!tabButton(tab)) return;
    watcher.disconnect();
    select(tab);
  });
  watcher.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-tab-id'] });
}

const PATIENCE = 60; // frames

/** Gradio shows a chosen tab in its own time. @param {string} tab @param {() => void} callback @param {number} [patience] */
function whenShown(tab, callback, patience = PATIENCE) {
  const panel = document.getElementById(`${tab}-panel`);
  if (!panel || !patience || panel.offsetParent) callback();
  else requestAnimationFrame(() => whenShown(tab, callback, patience - 1));
}

/** On a Space the page stands in a frame; its surroundings take the address over when told. */
function tellFrame() {
  if (parent === window) return;
  const { search, hash } = location;
  parent.postMessage({ queryString: search.slice(1), hash }, 'https://huggingface.co');
}

/**
 * @param {string} tab
 * @param {Record<string, unknown>} settings
 */
export function hashOf(tab, settings) {
  const query = new URLSearchParams(asTexts(settings)).toString();
  return `#${tab}${query ? `?${query}` : ''}`;
}

/** @param {Record<string, unknown>} settings @returns {Settings} */
const asTexts = (settings) => Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));

/**
 * A drawing as a setting: strokes as numbers, or, for what came from a photo, its 28×28 image.
 * @param {Drawing} drawing
 * @returns {Settings}
 */
export function written({ strokes, width, height, pixels, isLent }) {
  if (isLent) return {}; // whoever opens the link is lent one too
  if (pixels) return { image: writtenImage(pixels) };
  const parts = fewer(strokes).map((stroke) => stroke.flat().map(Math.round).join(','));
  return parts.length ? { drawing: [`${Math.round(width)},${Math.round(height)}`, ...parts].join('_') } : {};
}

/**
 * Strokes with points left out evenly, each stroke's end kept: some four hundred are left, never 500.
 * @param {import('./studio.js').Point[][]} strokes
 */
export function fewer(strokes) {
  const step = Math.ceil(strokes.flat().length / MOST_POINTS);
  const kept = strokes.map((stroke) => stroke.filter((_, i) => i % step === 0 || i === stroke.length - 1));
  return kept.filter((stroke) => stroke.length);
}

/**
 * Strokes from a link, or null if it holds none that can be drawn.
 * @param {string} text
 */
export function readStrokes(text) {
  const [[width, height], ...flat] = text.split('_').map((part) => part.split(',').map(Number));
  const numbers = [width, height, ...flat.flat()];
  if (!numbers.every((n) => Number.isFinite(n) && Math.abs(n) < 5000) || numbers.length > 4000) return null;
  const strokes = flat.map(pairs).filter((stroke) => stroke.length);
  return strokes.length && width > 0 && height > 0 ? { strokes, width, height } : null;
}

/** @param {number[]} numbers @returns {[number, number][]} */
const pairs = (numbers) => Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);

/** 784 brightnesses as base64 that an address can hold. @param {Float32Array} pixels */
function writtenImage(pixels) {
  const text = String.fromCharCode(...Array.from(pixels, (value) => Math.round(255 * value)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * A 28×28 image from a link, or null if it is none.
 * @param {string} text
 */
export function readImage(text) {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    if (bytes.length !== SIDE * SIDE) return null;
    const pixels = Float32Array.from(bytes, (letter) => letter.charCodeAt(0) / 255);
    return { strokes: [], width: 280, height: 280, pixels };
  } catch {
    return null;
  }
}

/**
 * Put an address on the clipboard; the button says so.
 * @param {HTMLElement} button
 * @param {string} address
 */
export async function copyLink(button, address) {
  const words = button.dataset.words ?? button.textContent ?? '';
  button.dataset.words = words;
  if (await copyText(address, button)) button.textContent = t('Link copied');
  else prompt(t('Copy this link'), address); // no clipboard here: let the visitor do it
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
}

/**
 * Put any text on the clipboard. The site around a frame may keep it from there; the old way asks nobody.
 * @param {string} text
 * @param {HTMLElement} button where the focus returns
 * @returns {Promise<boolean>} whether that was possible
 */
export async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make('textarea', { class: 'ui-unseen' });
    area.value = text;
    button.after(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    button.focus({ preventScroll: true });
    return copied;
  }
}
