/**
 * The Feature maps tab: every layer of a network on the visitor's own digit, while the pen moves. Painting happens once
 * a frame and only while the tab is in sight; what the server knows more is asked once the drawing is at rest.
 */

import { INPUT } from '../net/network.js';
import { TITLES } from '../shared/answers.js';
import { base64Of } from '../shared/ask.js';
import { bringIntoSight, finder, make, radios, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { fetchAhead, furnish } from '../shared/template.js';
import { Firing } from './firing.js';
import { Glance } from './glance.js';
import { layersOf } from './layers.js';
import { followLinks, rememberPlace } from './links.js';
import { isMaps, mapsOf } from './maps.js';
import { inspect, Opened } from './opened.js';
import { Reasons } from './reasons.js';
import { Row } from './row.js';
import { Surgery } from './surgery.js';
import { Tour } from './tour.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../shared/studio.js').Reading} Reading */
/** @typedef {{layer: string, channel: number | null, position: number[] | null}} Place */

const SMALL_SCREEN = '(max-width: 43.6875em)';
const TEMPLATE = 'feature_maps.html';
const STYLES = ['feature_maps.css', 'parts.css', 'glance.css'];

/** Fetch what `mount` will need, so that the tab can be opened without the server. */
export const prefetch = () => fetchAhead([TEMPLATE, ...STYLES], import.meta.url);

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, TEMPLATE, STYLES, import.meta.url);
  new FeatureMaps(panel, context).begin();
}

class FeatureMaps {
  network = 'cnn';
  /** Which may be chosen. @type {string[]} */
  names = [];
  serving = '';
  /** Of the network; known before its weights are. @type {Layer[]} */
  layers = [];
  /** What is painted now. @type {Record<string, Maps> | null} */
  maps = null;
  /** @type {Place | null} */
  opened = null;
  /** What a link asks for, until it can be opened. @type {{network?: string, layer?: string, channel?: number}} */
  wanted = {};
  /** The newest. @type {Reading | null} */
  reading = null;
  isVisible = false;
  isAtRest = false;
  areReasonsSeen = false;
  /**
   * A map was just chosen: what comes into sight, and whether the focus goes there too.
   * @type {{intoSight: string, intoFocus: boolean}}
   */
  isComing = { intoSight: '', intoFocus: false };
  /** @type {number | null} */
  frame = null;
  said = '';

  /** @param {HTMLElement} panel @param {import('../start.js').Context} context */
  constructor(panel, { studio, route, reader, files }) {
    this.panel = panel;
    this.studio = studio;
    this.route = route;
    this.reader = reader;
    this.find = finder(panel);
    this.row = new Row(this.find('.fm-row'), (layer, channel, position, byKeyboard) =>
      this.openMap({ layer: layer.name, channel, position }, byKeyboard, '.fm-opened'),
    );
    this.glance = new Glance(this.find('.fm-glance'), {
      open: (layer, channel, position, byKeyboard) => {
        this.row.reveal(layer.name);
        this.openMap({ layer: layer.name, channel, position }, byKeyboard, '.fm-opened');
      },
      network: () => this.reader.known(this.network),
    });
    this.firing = new Firing(this.find('.fm-firing'), files, (pixels) => this.drawExciting(pixels));
    this.openedMap = this.makeOpenedMap();
    this.surgery = new Surgery(this.find('.fm-surgery'), () => this.mutedChanged());
    this.reasons = new Reasons(this.find('.fm-reasons'), () => this.network);
    this.tour = new Tour(this.find('.fm-tour'), {
      reveal: (name) => this.row.reveal(name),
      started: () => {
        panel.classList.add('touring');
        studio.publish('lend', 'tour');
      },
      ended: () => this.tourEnded(),
    });
    this.showChosen = radios(this.find('.fm-networks'), (name) => this.choose(name));
  }

  begin() {
    const { panel, studio } = this;
    studio.watch('networks', panel, (served) => this.networksAre(served));
    studio.watch('reading', panel, (reading) => {
      this.reading = reading;
      this.schedule();
    });
    whenSeen(panel, (isSeen) => this.becomeVisible(isSeen));
    whenSeen(this.find('.fm-reasons'), (isSeen) => {
      this.areReasonsSeen = isSeen;
      if (isSeen && this.isAtRest) this.askReasons();
    });
    this.find('.fm-start').addEventListener('click', () => (this.tour.isRunning ? this.tour.end() : this.tour.start()));
    followLinks(panel, this.route, {
      choose: (name) => this.choose(name),
      open: (layer, channel, part) => {
        Object.assign(this.wanted, { layer, channel });
        this.isComing.intoSight = part === 'firing' ? '.fm-firing' : '.fm-opened';
        this.openWanted();
      },
      startTour: () => this.tour.isRunning || this.tour.start(),
    });
  }

  // ---- the network ----

  /** @param {import('../shared/reader.js').Served | null} served */
  networksAre(served) {
    if (!served || served.serving === this.serving) return this.schedule();
    this.serving = served.serving;
    this.names = Object.keys(served.networks).filter((name) => !name.endsWith('_shuffled'));
    this.find('.fm-networks').replaceChildren(...this.names.map(networkButton));
    const { network = this.network } = this.wanted;
    this.wanted.network = undefined;
    this.use(this.names.includes(network) ? network : this.names[0]);
  }

  /** @param {string} name whatever a link says */
  choose(name) {
    if (!this.names.length) this.wanted.network = name;
    if (!this.names.includes(name) || name === this.network) return;
    this.opened = null;
    this.openedMap.hide();
    this.use(name);
    this.remember();
  }

  /** @param {string} name */
  use(name) {
    this.network = name;
    const served = /** @type {import('../shared/reader.js').Served} */ (this.reader.served());
    this.layers = layersOf(served.networks[name].description);
    this.maps = null;
    this.isAtRest = false;
    this.showChosen(name);
    for (const part of [this.row, this.glance]) {
      part.build(this.layers);
      part.clear();
    }
    this.surgery.layersAre(name, this.layers);
    this.reasons.layersAre(name, this.layers);
    this.tour.about(null);
    this.want();
    this.schedule();
  }

  /** @param {boolean} isSeen */
  becomeVisible(isSeen) {
    this.isVisible = isSeen;
    this.want();
    this.schedule();
  }

  want() {
    const muted = { [this.network]: this.surgery.asked() };
    this.studio.want(this.panel, this.isVisible ? { layers: [this.network], muted } : null);
  }

  // ---- painting ----

  /** Paint with the next frame: of what comes until then only the newest counts. */
  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.isVisible && this.reading && this.layers.length) this.paint(this.reading);
    });
  }

  /** @param {Reading} reading */
  paint({ pixels, outputs, probabilities, muted, answer }) {
    const found = outputs[this.network];
    if (!pixels || answer.verdict === 'blank') return this.showNothing(answer.message ?? t('Nothing is drawn yet.'));
    if (!found) return this.waitForWeights();
    this.panel.dataset.state = 'shown';
    this.maps = mapsOf(this.layers, pixels, found);
    this.row.show(this.maps);
    this.glance.show(this.maps);
    const image = answer.final ? base64Of(pixels) : null;
    this.openWanted();
    if (this.opened) this.showOpened(this.opened, this.maps, pixels, image);
    this.surgery.show(this.maps, probabilities[this.network], muted?.[this.network] ?? null);
    this.say(this.summary());
    if (image) this.rest(this.maps, image);
    else this.move();
  }

  /** @param {Record<string, Maps>} maps @param {string} image the drawing at rest */
  rest(maps, image) {
    this.isAtRest = true;
    this.row.describe(maps);
    if (this.areReasonsSeen) this.askReasons();
    this.tour.about({ network: this.network, image, layers: this.layers, maps });
  }

  /** What was said of the drawing at rest belongs to an older one. */
  move() {
    if (!this.isAtRest) return;
    this.isAtRest = false;
    this.reasons.about(null);
    this.tour.about(null);
  }

  askReasons() {
    const { pixels, probabilities } = this.reading ?? {};
    const own = probabilities?.[this.network];
    if (pixels && own) this.reasons.about({ image: base64Of(pixels), digit: own.indexOf(Math.max(...own)) });
  }

  waitForWeights() {
    if (this.reader.known(this.network)) return; // its maps are being computed
    const name = TITLES[this.network] ?? this.network;
    this.showNothing(
      t('The weights of the {} are on their way. Its maps appear here as soon as they have come.', name),
    );
  }

  /** Clear every part, and say why. @param {string} why */
  showNothing(why) {
    this.panel.dataset.state = 'blank';
    this.maps = null;
    this.isAtRest = false;
    this.row.clear();
    this.glance.clear();
    this.openedMap.hide();
    this.surgery.show(null, null, null);
    this.reasons.clear(why);
    if (this.tour.isRunning) this.tour.clear(why);
    this.say(this.reading?.answer.state === 'answer' && this.reader.known(this.network) ? this.summary() : why);
  }

  /** Read aloud when it changes. @param {string} text */
  say(text) {
    if (text !== this.said) this.find('.fm-status').textContent = text;
    this.said = text;
  }

  summary() {
    const [layers, numbers] = [this.layers.length - 1, this.layers.reduce((sum, layer) => sum + layer.parameters, 0)];
    return this.maps
      ? t('{} layers, {} learned numbers. All of them follow your pen.', layers, numbers)
      : t('{} layers, {} learned numbers. Draw a digit to fill them.', layers, numbers);
  }

  // ---- the opened map ----

  makeOpenedMap() {
    /** @type {(tell: (layer: string, filter: number) => boolean) => boolean} */
    const ofFilter = (tell) => {
      const { layer = '', channel = null, position = null } = this.opened ?? {};
      return tell(layer, channel ?? position?.[0] ?? 0);
    };
    return new Opened(this.find('.fm-opened'), {
      move: (position) => this.opened && this.openMap({ ...this.opened, position }, false),
      step: (direction) => this.step(direction),
      mute: () => void ofFilter((layer, filter) => Boolean(this.surgery.toggle(layer, filter))),
      isMuted: () => ofFilter(this.surgery.isMuted),
      canMute: () => ofFilter(this.surgery.canMute),
      close: () => this.close(),
    });
  }

  /** @param {Place} place @param {boolean} byKeyboard @param {string} [intoSight] what is brought there: pressed elsewhere, the map may be open already and out of sight */
  openMap(place, byKeyboard, intoSight = '') {
    if (!this.maps) return;
    if (place.layer === INPUT)
      return this.say(t('That is what the network sees: 28 × 28 numbers. Press a map after it.'));
    this.isComing = { intoSight: this.isComing.intoSight || intoSight, intoFocus: byKeyboard };
    this.opened = place;
    this.remember();
    this.schedule();
  }

  /** @param {Place} place @param {Record<string, Maps>} maps @param {Float32Array} pixels @param {string | null} image */
  showOpened(place, maps, pixels, image) {
    const [network, served] = [this.reader.known(this.network), this.reader.served()];
    if (!network || !served) return;
    const found = inspect(network, this.layers, maps, pixels, place);
    place.position = found.position;
    if (this.openedMap.show(found, image)) this.row.mark(found.field, found.channel);
    this.firing.show(network, served.networks[this.network].file, place);
    const { intoSight, intoFocus } = this.isComing;
    this.isComing = { intoSight: '', intoFocus: false };
    if (intoSight) bringIntoSight(this.find(intoSight), matchMedia(SMALL_SCREEN).matches ? 'start' : 'nearest');
    if (intoFocus) this.openedMap.focus();
  }

  /** A picture that makes the opened map's filter fire becomes the drawing; where it fires most is looked at. @param {Float32Array} pixels */
  drawExciting(pixels) {
    if (this.opened) this.opened.position = null;
    this.studio.load({ pixels });
  }

  /** What a link asked for, as soon as there are maps. */
  openWanted() {
    const { layer: name, channel = 0 } = this.wanted;
    const layer = this.layers.find((each) => each.name === name);
    if (!layer || !this.maps || name === INPUT) return;
    this.wanted = {};
    if (!isMaps(layer.shape)) this.openMap({ layer: layer.name, channel: null, position: [0] }, false);
    else if (channel >= 0 && channel < layer.shape[2])
      this.openMap({ layer: layer.name, channel: Math.floor(channel), position: null }, false);
  }

  /** @param {1 | -1} direction */
  step(direction) {
    const shape = this.layers.find(({ name }) => name === this.opened?.layer)?.shape;
    if (!this.opened || !shape) return;
    const { layer, channel, position } = this.opened;
    const next = ((channel ?? 0) + direction + shape[2]) % shape[2];
    this.openMap({ layer, channel: next, position: position && [position[0], position[1], next] }, false);
  }

  close() {
    const was = this.opened;
    this.opened = null;
    this.remember();
    this.openedMap.hide();
    this.row.unmark();
    if (was) this.row.focus(was.layer, was.channel);
  }

  remember() {
    const { layer = null, channel = null } = this.opened ?? {};
    rememberPlace(this.route, { network: this.network, layer, channel });
  }

  mutedChanged() {
    this.row.showMuted(this.surgery.isMuted);
    this.openedMap.showMuted();
    this.want();
  }

  tourEnded() {
    this.panel.classList.remove('touring');
    this.find('.fm-start').focus();
  }
}

/** @param {string} name */
const networkButton = (name) =>
  make('button', { type: 'button', role: 'radio', class: name, 'data-value': name, text: TITLES[name] ?? name });
