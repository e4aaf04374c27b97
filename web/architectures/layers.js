/** The layer table: a row for each block, which opens into its layers. */

import { bringIntoSight, make } from '../shared/dom.js';
import { counted, t, told } from '../shared/messages.js';
import { count } from '../shared/numbers.js';
import { called } from './plans.js';
import { timesSign } from './svg.js';

/**
 * A layer of a famous network, as `model/networks/famous/reading.py` reads it.
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} kind
 * @property {string} [activation]
 * @property {number} [groups]
 * @property {number[]} [kernel]
 * @property {number[]} stride
 * @property {number[]} shape
 * @property {number} parameters
 * @property {number} multiplications
 * @property {number[][]} [arrays] shapes of the arrays that hold its parameters
 */
/** @typedef {{name: string, kind: string, times: number, shape: number[], parameters: number, multiplications: number, layers: Layer[]}} Block */
/** @typedef {{input: number[], blocks: Block[]}} Table */
/** @typedef {{block: Block, button: HTMLButtonElement, top: HTMLElement, body: HTMLElement}} Group */

/**
 * @param {HTMLElement} host an empty element
 * @param {(index: number | null) => void} onOpen a block was opened, or closed
 */
export function makeLayers(host, onOpen) {
  /** @type {Group[]} */
  let groups = [];

  /** @param {string} name @param {Table} table */
  function show(name, { blocks }) {
    groups = blocks.map((block, index) => makeGroup(block, (isOpen) => onOpen(isOpen ? index : null)));
    const caption = make('caption', { class: 'ui-unseen', text: t('Layers of {}, block by block', name) });
    const bodies = groups.flatMap(({ top, body }) => [top, body]);
    host.replaceChildren(make('table', { class: 'ui-table' }, caption, head(), ...bodies, total(blocks)));
  }

  /** @param {number} index */
  function open(index) {
    toggle(groups[index], true);
    groups[index].button.focus({ preventScroll: true });
    bringIntoSight(groups[index].top);
  }

  return {
    show,
    open,
    /** @param {boolean} isOpen */
    unfold: (isOpen) => groups.forEach((made) => toggle(made, isOpen)),
    clear: () => host.replaceChildren(),
  };
}

function head() {
  const titles = [t('Layer'), t('Kind'), t('Window'), t('Output'), t('Parameters'), t('Multiplications')];
  return make('thead', {}, make('tr', {}, ...titles.map((text) => make('th', { scope: 'col', text }))));
}

/** @param {Block} block @param {(isOpen: boolean) => void} onToggle @returns {Group} */
function makeGroup(block, onToggle) {
  const button = make('button', { type: 'button', 'aria-expanded': 'false', text: called(block.name) });
  const row = make(
    'tr',
    { class: block.kind },
    make('th', { scope: 'row' }, button),
    make('td', { text: counted(block.layers.length, '{} layer', '{} layers') }),
    make('td', { text: windowOf(block.layers) }),
    ...sizes(block),
  );
  const made = { block, button, top: make('tbody', { class: 'ar-group' }, row), body: make('tbody', { hidden: true }) };
  button.addEventListener('click', () => {
    toggle(made, made.body.hidden);
    onToggle(!made.body.hidden);
  });
  return made;
}

/** Rows are made when they are first seen: some networks have hundreds. @param {Group} made @param {boolean} isOpen */
function toggle({ block, button, body }, isOpen) {
  if (isOpen && !body.children.length) body.append(...block.layers.map(layerRow));
  body.hidden = !isOpen;
  button.setAttribute('aria-expanded', String(isOpen));
}

/** @param {Layer} layer */
function layerRow(layer) {
  const kind = kindInWords(layer);
  const narrow = make('small', { class: 'ar-narrow', 'aria-hidden': 'true', text: kind });
  const name = make('th', { scope: 'row' }, make('span', { lang: 'en', text: layer.name }), narrow);
  const cells = [kind, windowOf([layer])].map((text) => make('td', { text }));
  return make('tr', {}, name, ...cells, ...sizes(layer));
}

/** @param {Layer} layer */
function kindInWords({ kind, activation, groups }) {
  const inner = activation ? `${told(kind)}, ${told(activation)}` : told(kind);
  return groups ? t('{}, in {} groups', inner, groups) : inner;
}

/**
 * A layer's parameters come with their reason: the shapes of the arrays that hold them.
 * @param {{shape: number[], parameters: number, multiplications: number, arrays?: number[][]}} layer
 */
const sizes = ({ shape, parameters, multiplications, arrays }) => [
  make('td', { text: timesSign(shape) }),
  make(
    'td',
    {},
    parameters ? count(parameters) : '–',
    arrays ? make('small', { text: arrays.map((one) => timesSign(one) || '1').join(' + ') }) : null,
  ),
  make('td', { text: multiplications ? count(multiplications) : '–' }),
];

/** "3 × 3, stride 2" where all windows are alike, "1 × 1, 3 × 3" where they are not. @param {Layer[]} layers */
function windowOf(layers) {
  const slides = layers.filter((layer) => layer.kernel);
  const kernels = [...new Set(slides.map(({ kernel = [] }) => timesSign(kernel)))].join(', ');
  const stride = Math.max(1, ...slides.map((layer) => layer.stride[0]));
  if (!kernels) return '–';
  return stride > 1 ? t('{}, stride {}', kernels, stride) : kernels;
}

/** @param {Block[]} blocks */
function total(blocks) {
  /** @param {'parameters' | 'multiplications'} key */
  const sum = (key) => count(blocks.reduce((all, block) => all + block[key], 0));
  const cells = ['', '', '', sum('parameters'), sum('multiplications')].map((text) => make('td', { text }));
  return make('tfoot', {}, make('tr', {}, make('th', { scope: 'row', text: t('All') }), ...cells));
}
