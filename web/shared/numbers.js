/**
 * Numbers as the visitor's language writes them, the same on every tab: real minus signs, powers of ten, percentages.
 */

let locale = 'en';

/** No line ends within a number. */
const NO_BREAK = '\u00a0';

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * Write numbers as a language does from now on.
 * @param {string} language a BCP 47 tag
 */
export function setLocale(language) {
  locale = language;
  formats.clear();
}

/**
 * A number with a fixed number of decimals, a real minus sign, and no minus before a zero.
 * @param {number} value
 * @param {number} [decimals]
 * @param {number} [least] decimals that are written even if they are 0; all of them by default
 */
export function fixed(value, decimals = 0, least = decimals) {
  const key = `${decimals} ${least}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  const text = format.format(Math.abs(value));
  return value < 0 && Number(Math.abs(value).toFixed(decimals)) ? `−${text}` : text;
}

/**
 * A whole number: "109,370".
 * @param {number} value
 */
export const count = (value) => fixed(value, 0);

/**
 * About four digits: "12.34", "0.123", "0.0123"; what is very small or large with a power of ten, "4.6 × 10⁻¹¹".
 * @param {number} value
 */
export function figure(value) {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 5e-4)) return power(value);
  return fixed(value, size >= 10 ? 2 : size >= 0.1 ? 3 : 4);
}

/**
 * Three digits, for small cells: "12", "1.2", "0.12".
 * @param {number} value
 */
export function shortFigure(value) {
  const size = Math.abs(value);
  return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/**
 * Where something stands among its like in words for visitors: rows, columns, maps and filters are counted from 1 all over
 * the page. Only arrays, as code and flatten's formula have them, count from 0, and say so.
 * @param {number} index from 0
 */
export const nth = (index) => index + 1;

/**
 * Whether a number is whole but for what single precision loses.
 * @param {number} value
 */
export const isWhole = (value) => Math.abs(value - Math.round(value)) < 2e-6 * Math.max(1, Math.abs(value));

/**
 * Whole numbers as they are, others with about three digits: "35", "0.111", "−4.5".
 * @param {number} value
 */
export function plain(value) {
  const size = Math.abs(value);
  if (isWhole(value)) return count(Math.round(value));
  if (size < 5e-5) return power(value);
  return fixed(value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.001 ? 3 : 4, 0);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * One decimal and a power of ten: "4.6 × 10⁻¹¹".
 * @param {number} value
 */
export function power(value) {
  const [digits, exponent] = value.toExponential(1).split('e');
  return [fixed(Number(digits), 1), '×', `10${raised(Number(exponent))}`].join(NO_BREAK);
}

/**
 * A whole number as an exponent: "⁻¹¹".
 * @param {number} exponent
 */
export function raised(exponent) {
  return `${exponent < 0 ? '⁻' : ''}${[...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]).join('')}`;
}

/**
 * A number with its sign: "+3", "−2.5", "0".
 * @param {number} value
 * @param {number} [decimals]
 */
export function signed(value, decimals = 0) {
  const text = fixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) ? `+${text}` : text;
}

/**
 * A network's belief: "98 %". Never "100 %": a network is never certain, so from 99 % on one decimal is shown, cut off.
 * @param {number} probability in [0, 1]
 * @param {number} [decimals] below 99 %
 */
export function percent(probability, decimals = 0) {
  if (probability < 0.99) return `${fixed(probability * 100, decimals)}${NO_BREAK}%`;
  return `${fixed(Math.min(99.9, Math.floor(probability * 1000 + 1e-9) / 10), 1)}${NO_BREAK}%`;
}

/**
 * One part of a sum that stands beside the others: "> 99.9 %" where `percent` would cut off, or the sum would be false.
 * @param {number} probability in [0, 1]
 * @param {number} [decimals] below 99 %
 */
export const part = (probability, decimals = 0) =>
  probability > 0.999 ? `>${NO_BREAK}${percent(probability)}` : percent(probability, decimals);

/**
 * A counted or measured share, which may be "100.0 %"; "–" where there is none.
 * @param {number | null | undefined} value in [0, 1]
 * @param {number} [decimals]
 */
export const share = (value, decimals = 2) => (value == null ? '–' : `${fixed(100 * value, decimals)}${NO_BREAK}%`);

/**
 * A number as a visitor may write it: "-1", "−0,5", "1/9". NaN if it is none.
 * @param {string} text
 */
export function numberIn(text) {
  const [above, below = '1', more] = text.trim().replace(/−/g, '-').replace(/,/g, '.').split('/');
  /** @param {string} part */
  const isNumber = (part) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(part.trim());
  if (more !== undefined || !isNumber(above) || !isNumber(below)) return Number.NaN;
  const value = Number(above) / Number(below);
  return Number.isFinite(value) ? value : Number.NaN;
}
