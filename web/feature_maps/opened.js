/**
 * One map, opened: large, with its caption, its filter's weights, one pixel's arithmetic, and what that pixel sees.
 * All of it follows the pen; the caption is measured by the server once the drawing is at rest.
 */

import { receptiveField } from '../net/receptive_field.js';
import { explainUnit, filterOf } from '../net/units.js';
import { question, REST } from '../shared/ask.js';
import { ARROWS, all, boxPath, finder, isCommand } from '../shared/dom.js';
import { capital, t, told } from '../shared/messages.js';
import { figure } from '../shared/numbers.js';
import { arithmeticOf, linesOf } from './arithmetic.js';
import { makeField } from './field.js';
import { makeFilter } from './filter.js';
import { mapName, outputOf, unitName } from './layers.js';
import { gridOf, isMaps, oneMap, peakOf, placeOf, positionAt, scaleOf } from './maps.js';
import { makeGrid, makeLegend } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/network.js').Network} Network */

/**
 * Everything there is to say about one map, or row of numbers, and one unit of it.
 * @typedef {object} Found
 * @property {Network} network
 * @property {Layer[]} layers
 * @property {Record<string, Maps>} maps
 * @property {Layer} layer
 * @property {number | null} channel
 * @property {number[]} position
 * @property {import('../net/units.js').Unit} unit
 * @property {import('../net/receptive_field.js').Region[]} field
 * @property {ReturnType<typeof filterOf>} filter
 * @property {boolean} isFresh another map or unit than before
 */

/**
 * @typedef {object} Actions
 * @property {(position: number[]) => void} move
 * @property {(direction: 1 | -1) => void} step to the map before or after
 * @property {() => void} mute
 * @property {() => boolean} isMuted
 * @property {() => boolean} canMute
 * @property {() => void} close
 */

/**
 * @param {Network} network
 * @param {Layer[]} layers
 * @param {Record<string, Maps>} maps
 * @param {Float32Array} pixels
 * @param {{layer: string, channel: number | null, position: number[] | null}} place no position: the largest number
 * @returns {Omit<Found, 'isFresh'>}
 */
export function inspect(network, layers, maps, pixels, { layer: name, channel, position: at }) {
  const layer = /** @type {Layer} */ (layers.find((each) => each.name === name));
  const position = at ?? peakOf(maps[name], channel);
  const outputs = Object.fromEntries(network.layers.map((each) => [each.name, maps[each.name].values]));
  const unit = explainUnit(
    network,
    /** @type {import('../net/network.js').Outputs} */ (outputs),
    pixels,
    name,
    position,
  );
  const field = receptiveField(network, name, position);
  const filter = filterOf(network, name, position[position.length - 1]);
  return { network, layers, maps, layer, channel, position, unit, field, filter };
}

/** @param {HTMLElement} box @param {Actions} actions */
export function makeOpened(box, actions) {
  const find = finder(box);
  const large = makeLarge(box, actions);
  const sum = makeSum(box);
  const filter = makeFilter(find('.fm-filter'), (channel) => {
    sum.choose(channel);
    if (shown) filter.show(shown, channel);
  });
  const field = makeField(find('.fm-field ol'));
  const caption = find('.fm-caption');
  const askCaption = question('feature-maps/caption', {
    show: ({ text }) => say(told(text)),
    say,
    clear: () => say(''),
    delay: REST,
  });
  /** @type {Found | null} */
  let shown = null;

  /** @param {string} text */
  function say(text) {
    caption.textContent = text;
  }

  /**
   * @param {Omit<Found, 'isFresh'>} found
   * @param {string | null} image the drawing at rest, to be asked about
   * @returns {boolean} whether another map or unit was shown before
   */
  function show(found, image) {
    const isSame = shown?.network === found.network && shown.layer === found.layer && shown.channel === found.channel;
    const isFresh = !isSame || String(shown?.position) !== String(found.position);
    shown = { ...found, isFresh };
    box.dataset.state = 'open';
    if (!isSame) {
      sum.choose(null);
      showTitles(found);
    }
    large.show(shown);
    sum.show(shown);
    filter.show(shown, sum.chosen());
    field.show(shown);
    showMuted();
    ask(found, image);
    return isFresh;
  }

  /** @param {Omit<Found, 'isFresh'>} found @param {string | null} image */
  function ask({ network, layer, channel, maps, position }, image) {
    if (channel !== null)
      return askCaption(image ? { network: network.name, image, layer: layer.name, channel } : null);
    askCaption(null);
    say(rowCaption(maps[layer.name].values, position[0]));
  }

  /** @param {Omit<Found, 'isFresh'>} found */
  function showTitles({ layer, channel }) {
    find('.fm-title').textContent = capital(mapName(layer, channel));
    find('.fm-subtitle').textContent = t('{}: {}', outputOf(layer), layer.text);
    for (const button of all(box, '.fm-previous, .fm-next')) button.hidden = !isMaps(layer.shape);
    find('.fm-mute').hidden = !actions.canMute();
  }

  function showMuted() {
    if (!shown) return;
    const isMuted = actions.isMuted();
    const texts = isMaps(shown.layer.shape)
      ? [t('Mute this filter'), t('Unmute this filter')]
      : [t('Mute this unit'), t('Unmute this unit')];
    find('.fm-mute').setAttribute('aria-pressed', String(isMuted));
    find('.fm-mute').textContent = texts[Number(isMuted)];
  }

  function hide() {
    box.dataset.state = 'closed';
    shown = null;
    sum.hide();
    askCaption(null);
  }

  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (!sum.hide()) actions.close();
  });
  find('.fm-previous').addEventListener('click', () => actions.step(-1));
  find('.fm-next').addEventListener('click', () => actions.step(1));
  find('.fm-mute').addEventListener('click', actions.mute);
  find('.fm-close').addEventListener('click', actions.close);
  large.onPress(sum.reveal);
  return { show, hide, showMuted, focus: large.focus };
}

/** Say where one number of a row stands among the others. @param {ArrayLike<number>} values @param {number} index */
function rowCaption(values, index) {
  const numbers = Array.from(values);
  const [value, size] = [figure(numbers[index]), numbers.length];
  const above = numbers.filter((number) => number > 0).length;
  const rank = numbers.filter((number) => number > numbers[index]).length + 1;
  if (rank === 1) return t('Number {} is {}, the largest of {}; {} are above 0.', index, value, size, above);
  return t('Number {} is {}, rank {} of {}; {} are above 0.', index, value, rank, size, above);
}

/** The map itself, large, and the hands that point at its pixels. @param {HTMLElement} box @param {Actions} actions */
function makeLarge(box, actions) {
  const pixel = finder(box)('.fm-large');
  const legend = makeLegend();
  finder(box)('.fm-large-legend').append(legend.element);
  let picture = makeGrid([1, 1, 1]);
  let onPress = () => {};
  /** @type {Found | null} */
  let shown = null;

  /** @param {Found} found */
  function show(found) {
    const { layer, channel, maps, isFresh } = found;
    if (shown?.layer !== layer) renew(layer);
    shown = found;
    const one = oneMap(maps[layer.name], channel);
    const scale = scaleOf(one);
    picture.paint(one, 0, scale);
    legend.show(scale);
    if (isFresh) point(found);
    pixel.setAttribute('aria-valuetext', t('{}: {}', unitName(layer, found.position), figure(found.unit.result)));
  }

  /** @param {Layer} layer */
  function renew(layer) {
    picture = makeGrid(layer.shape);
    pixel.replaceChildren(...picture.holder.children);
    pixel.style.aspectRatio = picture.holder.style.aspectRatio;
  }

  /** @param {Found} found */
  function point({ layer, channel, position }) {
    const { rows, columns } = gridOf(layer.shape);
    const { row, column } = placeOf(layer.shape, position);
    picture.outline(boxPath(column, row, 1, 1));
    pixel.setAttribute('aria-label', t('Pixel of {}', mapName(layer, channel)));
    pixel.setAttribute('aria-valuemax', String(rows * columns - 1));
    pixel.setAttribute('aria-valuenow', String(row * columns + column));
  }

  /** @param {number} row @param {number} column */
  function moveTo(row, column) {
    if (shown) actions.move(positionAt(shown.layer.shape, shown.channel, row, column));
  }

  /** @param {MouseEvent} event */
  function press(event) {
    if (!shown) return;
    const { rows, columns } = gridOf(shown.layer.shape);
    const frame = picture.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - frame.top) / frame.height) * rows);
    moveTo(row, Math.floor(((event.clientX - frame.left) / frame.width) * columns));
    onPress();
  }

  /** @param {KeyboardEvent} event */
  function step(event) {
    if (!shown || !(event.key in ARROWS) || isCommand(event)) return;
    event.preventDefault();
    const { row, column } = placeOf(shown.layer.shape, shown.position);
    moveTo(row + ARROWS[event.key][0], column + ARROWS[event.key][1]);
  }

  pixel.addEventListener('click', press);
  pixel.addEventListener('keydown', step);
  return {
    show,
    focus: () => pixel.focus({ preventScroll: true }),
    /** @param {() => void} callback */
    onPress(callback) {
      onPress = callback;
    },
  };
}

/** The arithmetic of one number; on a phone, a sheet at the bottom. @param {HTMLElement} box */
function makeSum(box) {
  const part = finder(box)('.fm-arithmetic');
  const find = finder(part);
  /** @type {number | null} */
  let channel = null;
  /** @type {Found | null} */
  let shown = null;

  /** @param {Found} found */
  function show(found) {
    shown = found;
    const { network, layer, position, unit } = found;
    find('h4').textContent = t('{} = {}', capital(unitName(layer, position)), figure(unit.result));
    const tables = arithmeticOf(unit, channel);
    find('.fm-tables').replaceChildren(...(tables ? [tables] : []));
    const lines = linesOf(network, unit).map((text) =>
      Object.assign(document.createElement('li'), { textContent: text }),
    );
    find('.fm-steps').replaceChildren(...lines);
  }

  /** @param {number | null} chosen the input map whose products are shown */
  function choose(chosen) {
    channel = chosen;
    if (shown && chosen !== null) show(shown);
  }

  /** @returns {boolean} whether there was anything to hide */
  function hide() {
    const wasThere = part.classList.contains('sheet') && getComputedStyle(part).position === 'fixed';
    part.classList.remove('sheet');
    return wasThere;
  }

  find('.fm-fold').addEventListener('click', hide);
  return { show, choose, chosen: () => channel, hide, reveal: () => part.classList.add('sheet') };
}
