/**
 * The page in the visitor's language. English is the key: `t('Draw a digit')`.
 *
 * A key may hold `{}` for values; a translation may name them in another order: `{2} … {1}`. In templates `<1>`, `<2>`
 * stand for the elements inside a sentence. What Python says to a visitor comes as a message, `{key, values}`,
 * and is put into words here, so that numbers are written as the visitor's language writes them.
 */

import { count, figure, percent, setLocale } from './numbers.js';

/** @typedef {{key: string, values: Value[]}} Message */
/** @typedef {string | number | Message} Value */

/** Languages that the page speaks. English needs no catalogue. */
export const LANGUAGES = ['en', 'es', 'hi'];

const ATTRIBUTES = [
  'aria-label',
  'aria-valuetext',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'data-told',
  'data-hint',
];

/** @type {Record<string, string>} */
let catalogue = {};

/** The language in use, one of LANGUAGES. */
export let language = 'en';

/**
 * Use a catalogue from now on.
 * @param {string} chosen one of LANGUAGES
 * @param {Record<string, string>} entries English to that language
 */
export function speak(chosen, entries) {
  language = chosen;
  catalogue = entries;
  setLocale(chosen);
}

/**
 * Choose the language of the visitor's browser, and load its catalogue.
 * A catalogue that cannot be loaded leaves the page in English.
 */
export async function chooseLanguage() {
  const wanted = preferred(navigator.languages);
  if (wanted === 'en') return;
  try {
    const answer = await fetch(new URL(`../words/${wanted}.json`, import.meta.url));
    if (answer.ok) speak(wanted, await answer.json());
  } catch {
    // English, then
  }
}

/**
 * The first language that the page speaks.
 * @param {readonly string[]} languages of the browser, such as "es-MX"
 */
export function preferred(languages) {
  const short = languages.map((one) => one.split('-')[0].toLowerCase());
  return short.find((one) => LANGUAGES.includes(one)) ?? 'en';
}

/**
 * A text in the visitor's language.
 * @param {string} key English, with `{}` for each value
 * @param {...Value} values texts as they are, numbers as the language writes them, messages translated
 * @returns {string}
 */
export function t(key, ...values) {
  const text = catalogue[key] ?? key;
  if (!values.length) return text;
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (_, place) => written(values[place ? Number(place) - 1 : next++]));
}

/**
 * What Python or a pure module says, in the visitor's language.
 * @param {string | Message | null | undefined} message
 */
export function told(message) {
  if (!message) return '';
  return typeof message === 'string' ? t(message) : t(message.key, ...message.values);
}

/** @param {Value | undefined} value */
function written(value) {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : figure(value);
  if (typeof value === 'string') return value;
  if (value.key === 'percent') return percent(Number(value.values[0]), Number(value.values[1] ?? 0));
  return told(value);
}

/**
 * "1 pixel", "3 pixels": one of two keys by number.
 * @param {number} number
 * @param {string} one key for exactly one, with `{}` for the number
 * @param {string} many key for any other number
 * @param {Value} [shown] the number as it is written
 */
export const counted = (number, one, many, shown = number) => t(number === 1 ? one : many, shown);

/**
 * A text with a capital letter first.
 * @param {string} text
 */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Translate a template once, before it is shown. `lang` on an element of it keeps what is inside as it is.
 * @template {ParentNode} P
 * @param {P} root
 * @returns {P}
 */
export function translate(root) {
  if (language === 'en') return root;
  for (const element of root.querySelectorAll('*')) {
    if (element.closest('[lang]:not(html), script, style, code')) continue;
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, t(single(value)));
    }
    translateText(element);
  }
  return root;
}

/** @param {string} text */
const single = (text) => text.replace(/\s+/g, ' ').trim();

/**
 * Translate an element's own words; a sentence with elements in it as one, since other languages order words otherwise.
 * @param {Element} element
 */
function translateText(element) {
  const nodes = [...element.childNodes];
  if (!nodes.some((node) => node.nodeType === Node.TEXT_NODE && /\p{L}{2}/u.test(node.textContent ?? ''))) return;
  const inner = nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
  const whole = catalogue[single(nodes.map((node) => sign(node, inner)).join(''))];
  if (whole) {
    const parts = whole.split(/(<\d+>)/).filter(Boolean);
    element.replaceChildren(...parts.map((part) => inner[Number(/^<(\d+)>$/.exec(part)?.[1]) - 1] ?? part));
    return;
  }
  for (const node of nodes) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    const text = node.textContent ?? '';
    node.textContent = text.replace(single(text), () => t(single(text)));
  }
}

/**
 * How a node stands in a key: its text, or `<1>`.
 * @param {Node} node
 * @param {Node[]} inner
 */
function sign(node, inner) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  return inner.includes(node) ? `<${inner.indexOf(node) + 1}>` : '';
}
