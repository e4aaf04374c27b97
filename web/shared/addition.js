/**
 * A sum laid out in numbers, the same everywhere: its terms and its total have equally many decimals, so that whoever
 * adds up what is written gets what is written, and where rounding spoils that by a little, "rounded" stands there.
 */

import { t } from './messages.js';
import { count, fixed, isWhole, power } from './numbers.js';

const MOST_DECIMALS = 8;

/** @typedef {ReturnType<typeof alike>} Alike */

/**
 * How numbers that belong to one sum are written: all with the decimals that the largest needs.
 * @param {ArrayLike<number>} numbers terms, totals, and whatever stands beside them; NaN is left out
 */
export function alike(numbers) {
  const decimals = decimalsFor(Array.from(numbers).filter(Number.isFinite));
  /** Whole numbers have no decimals to hide. @param {number} value */
  const cell = (value) =>
    value === 0 || (Math.abs(value) > 0.5 && isWhole(value)) ? count(Math.round(value)) : fixed(value, decimals);
  const rounded = (/** @type {number} */ value) => Number(value.toFixed(decimals));
  return {
    /** For small cells, where a very small number is 0.000. */
    cell,
    /** @param {number} value */
    write: (value) => (value !== 0 && rounded(value) === 0 ? power(value) : cell(value)),
    /**
     * Whether terms, as they are written, add up to the total as it is written.
     * @param {ArrayLike<number>} terms
     * @param {number} total
     */
    addsUp(terms, total) {
      const sum = Array.from(terms).reduce((all, term) => all + rounded(term), 0);
      return Math.abs(sum - rounded(total)) < 0.5 * 10 ** -decimals;
    },
  };
}

/**
 * How the numbers of a unit's sum are written, the same wherever it is shown.
 * @param {{products: ArrayLike<number>, channelSums?: ArrayLike<number>, restSum?: number, sum: number, bias: number, total: number}} unit
 *   of a convolution or a dense layer
 */
export const writtenUnit = ({ products, channelSums = [], restSum = 0, sum, bias, total }) =>
  alike([...Array.from(products), ...Array.from(channelSums), restSum, sum, bias, total]);

/** About four digits of the largest, or as few as say all of every number. @param {number[]} numbers */
function decimalsFor(numbers) {
  const largest = Math.max(0, ...numbers.map(Math.abs));
  const most = largest >= 1000 ? 1 : largest >= 10 ? 2 : largest >= 0.1 ? 3 : 2 - Math.floor(Math.log10(largest || 1));
  const saysAll = (/** @type {number} */ decimals) => numbers.every((value) => isWhole(value * 10 ** decimals));
  const fewest = largest >= 0.1 ? [0, 1, 2].find(saysAll) : undefined;
  return Math.min(fewest ?? MOST_DECIMALS, most, MOST_DECIMALS);
}

/**
 * A sentence with a total in it, and whether the total is that of rounded terms.
 * @param {string} text
 * @param {boolean} isExact what `addsUp` says
 */
export const saidRounded = (text, isExact) => (isExact ? text : t('{} (rounded)', text));

/**
 * "1 + 3 − 7": terms one after the other.
 * @param {ArrayLike<number>} terms
 * @param {(value: number) => string} write
 */
export const chain = (terms, write) =>
  Array.from(terms, (value, i) => {
    if (!i) return write(value);
    return `${value < 0 ? '−' : '+'} ${write(Math.abs(value))}`;
  }).join(' ');
