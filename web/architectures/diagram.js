/** A network drawn as slabs from its layer table: press a block to see its layers. */

import { all, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { called, KINDS, planOf, whatIsIn } from './plans.js';
import { AT_ITS_END, arrowHead, path, tag, text, timesSign } from './svg.js';

/** @typedef {import('./layers.js').Table} Table */
/** @typedef {import('./plans.js').Place} Place */

/** Where all slabs are centred. */
const MIDDLE = 128;
/** The picture's lower edge. */
const LOW = 262;

/**
 * @param {HTMLElement} host an empty element
 * @param {(index: number) => void} onPress a block was pressed
 */
export function makeDiagram(host, onPress) {
  let digit = '';
  const blocks = () => all(host, '[role="button"]');

  /** @param {string} name @param {Table} table */
  function show(name, table) {
    const { places, width } = planOf(table);
    const drawn = places.map((place, i) => drawnBlock(place, i - 1));
    const [wide, least] = [width, Math.min(width, 780)].map((pixels) => `${pixels / 16}rem`); // as large as the text
    const frame = { viewBox: `0 0 ${width} ${LOW}`, style: `width: ${wide}; min-width: ${least}` };
    const spoken = { class: 'ar-plan', role: 'group', 'aria-label': t('{}, block by block', name) };
    host.replaceChildren(tag('svg', { ...spoken, ...frame }, arrowHead(), skips(places), drawn));
    host.scrollLeft = 0;
    showDigit(digit);
    blocks().forEach((block, index) => {
      block.addEventListener('click', () => onPress(index));
      block.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPress(index);
      });
    });
  }

  /** The digit on the slab that is read. @param {string} href */
  function showDigit(href) {
    digit = href;
    if (href) host.querySelector('.ar-input-picture')?.setAttribute('href', href);
  }

  return {
    show,
    showDigit,
    /** @param {number | null} index */
    mark: (index) => blocks().forEach((block, i) => block.classList.toggle('open', i === index)),
    /** @param {string} message */
    clear: (message) => host.replaceChildren(message),
  };
}

/** @param {Place} place @param {number} index −1 is the input */
function drawnBlock({ block, x, room, slabs, height, lean }, index) {
  const { kind, name, times, shape, parameters } = block;
  const drawn = slabs.map((slab) => drawnSlab(slab, height, lean, kind));
  const centre = x + room / 2;
  const isPool = kind === 'pooling';
  const words = [
    text(centre, 20, isPool ? t('pool') : called(name), isPool ? 'ar-small' : 'ar-strong'),
    times > 1 && text(centre, 35, t('{} ×', times), 'ar-small'),
    text(centre, LOW - 26, timesSign(shape.slice(0, 2)), 'ar-small'),
    shape.length > 2 && text(centre, LOW - 11, `× ${timesSign(shape.slice(2))}`, 'ar-small'),
  ];
  if (index < 0) return tag('g', { class: 'ar-block input' }, drawn, inputPicture(slabs[0], height, lean), words);
  const label = t('{}: {}, output {}, {} parameters', called(name), whatIsIn(block), timesSign(shape), parameters);
  const spoken = { class: `ar-block ${kind}`, role: 'button', tabindex: '0', 'aria-label': label };
  return tag(
    'g',
    spoken,
    tag('rect', { class: 'ar-press', x, y: 2, width: room, height: LOW - 4, rx: 8 }),
    drawn,
    words,
  );
}

/**
 * A box seen a little from the side: its front is as wide as there are maps, its side is the map.
 * @param {{x: number, width: number}} slab
 * @param {number} height
 * @param {number} lean
 * @param {string} kind
 */
function drawnSlab({ x, width }, height, lean, kind) {
  const rise = lean * 0.4;
  const top = MIDDLE - height / 2 + rise / 2;
  const stripe = (/** @type {number} */ i) => path(`M${x} ${top + (height * i) / 4} h${width}`, 'ar-stripe');
  return [
    tag('path', { class: 'ar-side', d: `M${x + width} ${top} l${lean} ${-rise} v${height} l${-lean} ${rise} z` }),
    tag('path', { class: 'ar-lid', d: `M${x} ${top} l${lean} ${-rise} h${width} l${-lean} ${rise} z` }),
    tag('rect', { class: 'ar-front', x, y: top, width, height }),
    kind === 'inception' && [1, 2, 3].map(stripe),
  ];
}

/**
 * The picture lies on the input's side, leaning with it.
 * @param {{x: number, width: number}} slab
 * @param {number} height
 * @param {number} lean
 */
function inputPicture({ x, width }, height, lean) {
  const rise = lean * 0.4;
  const top = MIDDLE - height / 2 + rise / 2;
  const lie = [lean / 28, -rise / 28, 0, height / 28, x + width, top].map((n) => n.toFixed(4)).join(' ');
  const size = { width: 28, height: 28, preserveAspectRatio: 'none' };
  return tag('image', { class: 'ar-input-picture ar-pixels', transform: `matrix(${lie})`, ...size });
}

/**
 * Arcs over the slabs: around the blocks of a residual stage, and from a U-Net's way down to its way up.
 * @param {Place[]} places
 */
function skips(places) {
  const ways = places.filter(({ block }) => block.kind === 'upward').length;
  return places.map((place) => {
    if (place.block.kind === 'residual') return around(place);
    if (place.block.kind !== 'upward') return null;
    const from = places.find(({ block }) => block.name === place.block.name.replace('Up', 'Down'));
    return from && across(from, place, ways);
  });
}

/** @param {Place} place */
const start = ({ slabs }) => slabs[0].x;
/** @param {Place} place */
const end = ({ slabs, lean }) => slabs[slabs.length - 1].x + lean;

/** @param {Place} place */
function around(place) {
  const [x1, x2, y] = [start(place) - 4, end(place) + 8, MIDDLE - place.height / 2 - 0.2 * place.lean - 2];
  return path(`M${x1} ${y + 12} C${x1} ${y - 16} ${x2} ${y - 16} ${x2} ${y + 12}`, 'ar-skip');
}

/** The longest way lies lowest. @param {Place} from @param {Place} to @param {number} ways */
function across(from, to, ways) {
  const level = LOW - 42 - (24 / ways) * (Number(to.block.name.slice(-1)) - 1);
  const [down, up] = [from, to].map(({ height, lean }) => [MIDDLE + height / 2, 0.2 * lean]);
  const d = `M${end(from)} ${down[0] - down[1]} V${level} H${start(to) + 4} V${up[0] + up[1]}`;
  return tag('path', { d, class: 'ar-path ar-skip', 'marker-end': AT_ITS_END });
}

/**
 * Which colours a diagram has, in words.
 * @param {HTMLElement} list
 * @param {Table} table
 */
export function showLegend(list, { blocks }) {
  const kinds = [...new Set(blocks.map((block) => block.kind))];
  const names = kinds.map((kind) => make('li', { class: kind, text: KINDS[kind]() }));
  const arcs = kinds.includes('residual') || kinds.includes('upward');
  if (arcs) names.push(make('li', { class: 'ar-arc', text: t('skip connections') }));
  list.replaceChildren(...names);
}
