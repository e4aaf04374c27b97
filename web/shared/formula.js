/** Formulas as they are printed: letters that stand for numbers in italics, exponents raised. */

import { make } from './dom.js';

// What is raised: the letters, digits and minus after "^", or what stands in brackets there, which may hold brackets.
const RAISED = String.raw`\^(?:([−-]?[\p{L}\d.,]+)|\(((?:[^()]|\([^()]*\))*)\))`;

/**
 * One piece of a formula. @typedef {{text: string, kind: 'plain' | 'letter' | 'raised'}} Piece
 */

/**
 * Cut a formula into pieces.
 * @param {string} text such as "1 / (1 + e^−x)"
 * @param {string} letters those that stand for numbers, such as "ex"; inside longer words they are left alone
 * @returns {Piece[]}
 */
export function piecesOf(text, letters) {
  const pattern = new RegExp(`${RAISED}|(?<!\\p{L})[${letters}](?!\\p{L})`, 'gu');
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), kind: 'plain' });
    const raised = found[1] ?? found[2];
    pieces.push(raised === undefined ? { text: found[0], kind: 'letter' } : { text: raised, kind: 'raised' });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: 'plain' });
  return pieces;
}

/**
 * Set a formula. Read aloud, an exponent still is one: "e^(−x)".
 * @param {string} text
 * @param {string} letters
 * @returns {Node[]}
 */
export const formula = (text, letters) =>
  piecesOf(text, letters).map((piece) => {
    if (piece.kind === 'plain') return document.createTextNode(piece.text);
    if (piece.kind === 'letter') return make('i', { text: piece.text });
    return make('sup', {}, unseen('^('), ...formula(piece.text, letters), unseen(')'));
  });

/** @param {string} text */
const unseen = (text) => make('span', { class: 'ui-unseen', text });

/**
 * Set the formulas of a template: the words of each element with `data-letters`, which stay one part of its layout.
 * @param {ParentNode} root
 */
export function setFormulas(root) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-letters]'))) {
    for (const node of [...element.childNodes])
      if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
        node.replaceWith(make('span', {}, ...formula(node.textContent, element.dataset.letters ?? '')));
  }
}
