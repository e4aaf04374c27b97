/** A QR code that the server has worked out, as a picture. */

import { boxPath, makeSvg } from '../shared/dom.js';

const QUIET = 4; // modules of paper around it, as ISO 18004 wants

/** @param {string[]} rows of 0 and 1; 1 is dark @param {string} label */
export function makeQr(rows, label) {
  const dark = rows.flatMap((row, y) => [...row].map((module, x) => (module === '1' ? boxPath(x, y, 1, 1) : '')));
  const side = rows.length + 2 * QUIET;
  const box = `${-QUIET} ${-QUIET} ${side} ${side}`;
  const paper = makeSvg('path', { d: boxPath(-QUIET, -QUIET, side, side), fill: '#fff' });
  const code = makeSvg('path', { d: dark.join(''), fill: '#000' });
  return makeSvg(
    'svg',
    { viewBox: box, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    paper,
    code,
  );
}
