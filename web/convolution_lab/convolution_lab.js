/**
 * The Convolution lab: a window slides over numbers, the visitor's digit or a picture, and each step's arithmetic is
 * written out. All of it is computed here; the server is asked nothing.
 */

import { askFor } from '../canvas/pictures.js';
import { unflattened } from '../net/convolution.js';
import { isSpatial } from '../net/network.js';
import { finder, make, radios, whenSeen } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { copyLink } from '../shared/route.js';
import { furnish } from '../shared/template.js';
import { makeField, makePadding, makeStepper } from './controls.js';
import { makeEditor } from './editor.js';
import { Flatten } from './flatten.js';
import { makeKernels } from './kernels.js';
import { photograph } from './photograph.js';
import { digit, FIVE, FOUR_COLOURS, inColours, openPicture } from './pictures.js';
import { firstStep, LIMITS, writtenSettings } from './settings.js';
import { Stage } from './stage.js';
import {
  channelInUse,
  edited,
  firstState,
  fromTexts,
  isColour,
  withChannel,
  withKernel,
  withOperation,
  withSize,
} from './state.js';
import { viewOf } from './view.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./view.js').Subject} Subject */
/** @typedef {import('../shared/studio.js').Reading} Reading */

const TAB = 'convolution-lab';
const CALM = 300; // milliseconds: an address that changed with every step of a film would be refused by the browser
const STYLES = ['../shared/matrix.css', 'convolution_lab.css'];

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, 'convolution_lab.html', STYLES, import.meta.url);
  new Lab(panel, context).begin();
}

class Lab {
  /**
   * @param {HTMLElement} panel
   * @param {import('../start.js').Context} context
   */
  constructor(panel, context) {
    this.panel = panel;
    this.find = finder(panel);
    this.context = context;
    this.state = firstState();
    /** What was opened. @type {import('../net/convolution.js').Picture | null} */
    this.own = null;
    /** @type {Reading | null} */
    this.reading = null;
    this.ownName = '';
    /** Whose filters are offered. @type {import('../net/network.js').Network | undefined} */
    this.network = undefined;
    this.isSeen = false;
    this.toldAt = 0; // when the address was last written
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    const moved = (/** @type {number} */ step) => this.remember(step);
    this.stage = new Stage(panel, context, moved);
    this.flatten = new Flatten(this.find('.cl-flatten'), moved);
    this.kernels = makeKernels(panel, (name) => this.useKernel(name));
    this.showers = this.makeControls();
  }

  makeControls() {
    const numbers = this.find('.cl-numbers');
    this.makeChannels();
    return {
      input: radios(this.find('.cl-inputs'), (value) =>
        this.chooseInput({ input: /** @type {State['input']} */ (value) }),
      ),
      operation: radios(this.find('.cl-operations'), (value) =>
        this.chooseOperation(/** @type {State['operation']} */ (value)),
      ),
      colours: radios(this.find('.cl-colours'), (colours) => this.change({ colours })),
      channel: radios(this.find('.cl-channels'), (value) => this.become(withChannel(this.state, value))),
      size: makeStepper(numbers, t('Size'), LIMITS.size, (size) =>
        this.become(withSize(this.state, size, this.kernels.of)),
      ),
      stride: makeStepper(numbers, t('Stride'), LIMITS.stride, (stride) => this.change({ stride })),
      dilation: makeStepper(numbers, t('Dilation'), LIMITS.dilation, (dilation) => this.change({ dilation })),
      padding: makePadding(numbers, (padding) => this.change({ padding })),
      bias: makeField(numbers, t('Bias'), (bias) => this.change({ bias })),
      editor: makeEditor(this.find('.cl-editor'), {
        changed: (rows) => this.become(edited(this.state, () => rows)),
        wrong: (message) => this.put('.cl-wrong', message),
      }),
    };
  }

  /** A colour picture is read by one kernel on all channels, or by one for each. */
  makeChannels() {
    const buttons = [
      ['all', t('All the same')],
      ['0', 'R'],
      ['1', 'G'],
      ['2', 'B'],
    ].map(([value, text]) => make('button', { type: 'button', role: 'radio', 'data-value': value, text }));
    this.find('.cl-channels').append(...buttons);
  }

  begin() {
    const { studio, route, reader } = this.context;
    this.listen();
    this.showSettings();
    const load = () => this.loadKernels(reader.known('cnn'));
    load();
    reader.watch(load);
    studio.watch('reading', this.panel, (reading) => {
      this.reading = reading;
      if (this.state.input === 'digit') this.update();
    });
    route.follow(TAB, this.panel, (texts) => {
      if (Object.keys(texts).length) this.become(fromTexts(texts, this.kernels.of, this.kernels.isLearned));
    });
    whenSeen(this.panel, (isSeen) => this.seen(isSeen));
  }

  listen() {
    const on = (/** @type {string} */ selector, /** @type {() => void} */ callback) =>
      this.find(selector).addEventListener('click', callback);
    const relu = /** @type {HTMLInputElement} */ (this.find('.cl-relu input'));
    relu.addEventListener('change', () => this.change({ relu: relu.checked ? '1' : '0' }));
    on('.cl-flip', () => this.become(edited(this.state, (rows) => rows.map((row) => [...row].reverse()).reverse())));
    on('.cl-zero', () => this.become(edited(this.state, (rows) => rows.map((row) => row.map(() => 0)))));
    on('.cl-reset', () => this.reset());
    on('.cl-photograph', () => this.chooseInput({ picture: 'photograph' }));
    on('.cl-four', () => this.chooseInput({ picture: 'four' }));
    on('.cl-link', () => copyLink(this.find('.cl-link'), this.link()));
    const file = /** @type {HTMLInputElement} */ (this.find('.cl-upload input[type="file"]'));
    askFor(file, { upload: this.find('.cl-open'), camera: this.find('.cl-camera') });
    file.addEventListener('change', () => {
      if (file.files?.length) this.open(file.files[0]);
      file.value = ''; // so that the same file can be chosen again
    });
  }

  /** @param {import('../net/network.js').Network | undefined} network */
  loadKernels(network) {
    if (!network || network === this.network) return;
    this.network = network;
    this.kernels.load(network);
    const wanted = this.state.pending || (this.kernels.isLearned(this.state.name) ? this.state.name : '');
    if (wanted) this.useKernel(wanted);
    else this.kernels.show(this.state.name);
  }

  /** @param {string} name nothing happens if it is not known */
  useKernel(name) {
    const kernel = this.kernels.of(name);
    if (kernel) this.become(withKernel(this.state, name, kernel));
  }

  /** @param {Partial<State>} settings */
  change(settings) {
    this.become({ ...this.state, ...settings });
  }

  /** @param {Partial<State>} settings */
  chooseInput(settings) {
    this.stage.stop();
    const next = { ...this.state, ...settings };
    this.become({ ...next, step: firstStep(next) });
  }

  /** @param {State['operation']} operation */
  chooseOperation(operation) {
    if (operation === this.state.operation) return;
    this.stage.stop();
    this.become(withOperation(this.state, operation));
  }

  /** All but what is looked at. */
  reset() {
    const { input, operation, colours, picture } = this.state;
    this.stage.stop();
    const fresh = fromTexts({ input, operation, colours }, this.kernels.of, this.kernels.isLearned);
    this.become({ ...fresh, picture, step: firstStep({ input, picture }) });
  }

  /** @param {File} file */
  async open(file) {
    try {
      const { isShrunk, ...picture } = await openPicture(file);
      this.own = picture;
      const { width, height } = picture;
      this.ownName = isShrunk
        ? t('{}, shrunk to {} × {}', file.name, width, height)
        : `${file.name}, ${width} × ${height}`;
      this.chooseInput({ input: 'picture', picture: 'own' });
    } catch (error) {
      this.put('.cl-status', /** @type {Error} */ (error).message); // the picture before it stays
    }
  }

  /** @param {State} next */
  become(next) {
    this.state = next;
    this.showSettings();
    this.remember(next.step);
    this.update();
  }

  /** @param {string} selector @param {string} text */
  put(selector, text) {
    this.find(selector).textContent = text;
  }

  // ---- what is shown ----

  showSettings() {
    const { state, showers } = this;
    const convolves = state.operation === 'convolution';
    this.panel.dataset.operation = state.operation;
    showers.input(state.input);
    showers.operation(state.operation);
    showers.colours(state.colours);
    showers.size(state.size);
    showers.stride(state.stride);
    showers.padding(state.padding);
    showers.dilation(state.dilation, convolves);
    showers.bias(state.bias, convolves);
    showers.channel(state.kernels.length === 1 ? 'all' : state.channel);
    showers.editor(state.kernels[channelInUse(state)]);
    this.kernels.show(state.name);
    /** @type {HTMLInputElement} */ (this.find('.cl-relu input')).checked = state.relu === '1';
    this.put('.cl-file', this.pictureName());
    this.hide({
      '.cl-upload': state.input !== 'picture',
      '.cl-flatten': state.operation !== 'flatten',
      '.cl-bench': state.operation === 'flatten',
      '.cl-kernel': !convolves,
      '.cl-relu': !convolves,
      '.cl-flipped': !convolves,
      '.cl-channels': !isColour(state),
    });
  }

  /** @param {Record<string, boolean>} parts */
  hide(parts) {
    for (const [selector, isHidden] of Object.entries(parts)) this.find(selector).hidden = isHidden;
  }

  pictureName() {
    if (this.state.picture === 'own') return this.ownName;
    if (this.state.picture === 'four') return t('Red, green, blue and yellow');
    return t('Not a photograph: a program computed it, pixel by pixel');
  }

  update() {
    if (!this.isSeen) return;
    this.wish();
    if (this.state.operation === 'flatten') return this.showFlatten();
    const picture = this.subject();
    if (!picture) return this.showNothing(this.whyNothing());
    const view = viewOf(picture, this.state);
    this.shown(view.problem ? 'problem' : 'shown');
    this.stage.show(view, this.state.step);
    const isMeasured = view.phrase && this.state.input === 'digit';
    this.put('.cl-phrase', isMeasured ? measured(told(view.phrase)) : '');
  }

  /** The maps that are flattened come with each reading. */
  wish() {
    const { input, operation } = this.state;
    const wants = this.isSeen && input === 'digit' && operation === 'flatten';
    this.context.studio.want(this, wants ? { layers: ['cnn'] } : null);
  }

  /** @returns {Subject | null} */
  subject() {
    const { input, colours, picture } = this.state;
    if (input === 'grid') return FIVE;
    if (input === 'digit') return this.reading?.pixels ? digit(this.reading.pixels) : null;
    const found = picture === 'own' && this.own ? this.own : picture === 'four' ? FOUR_COLOURS : photograph();
    return inColours(found, colours === 'grey');
  }

  whyNothing() {
    const answer = this.reading?.answer;
    if (answer && answer.state !== 'answer') return answer.message ?? '';
    return t('Draw a digit, or press one of the samples: it appears here as 28 × 28 numbers.');
  }

  showFlatten() {
    const maps = this.mapsToFlatten();
    if (!maps) return this.showNothing(this.reading?.pixels ? '' : this.whyNothing());
    this.shown('shown');
    this.flatten.show(maps, this.state.step);
  }

  /** @returns {import('./flatten.js').Maps | null} */
  mapsToFlatten() {
    const { input, colours } = this.state;
    if (input === 'grid') {
      const example = unflattened(
        Float64Array.from({ length: 128 }, (_, i) => i),
        [4, 4, 8],
      );
      return { maps: example, title: t('Maps'), isExample: true };
    }
    const picture = this.subject();
    if (!picture) return null;
    if (input === 'picture') return { maps: picture, title: t('Maps of the picture'), isColour: colours === 'rgb' };
    return this.learnedMaps();
  }

  /** The last maps of the CNN, which it flattens. */
  learnedMaps() {
    const layer = this.context.reader.known('cnn')?.layers.findLast(isSpatial);
    const values = layer && this.reading?.outputs.cnn?.[layer.name];
    if (!layer || !values) return null;
    const shape = /** @type {import('../net/convolution.js').Shape} */ (layer.outputShape);
    return { maps: unflattened(values, shape), title: t('Maps of {}', layer.name) };
  }

  /** @param {'shown' | 'problem'} how */
  shown(how) {
    this.put('.cl-status', '');
    this.panel.dataset.state = how;
  }

  /** @param {string} text */
  showNothing(text) {
    this.stage.stop();
    this.panel.dataset.state = 'blank';
    this.put('.cl-status', text);
    this.put('.cl-phrase', '');
  }

  // ---- the address ----

  /** @param {number} step */
  remember(step) {
    this.state = { ...this.state, step };
    clearTimeout(this.timer);
    const tell = () => {
      this.toldAt = Date.now();
      if (this.isSeen) this.context.route.remember(TAB, writtenSettings(this.state));
    };
    if (Date.now() - this.toldAt > CALM) tell();
    else this.timer = setTimeout(tell, CALM);
  }

  link() {
    const { studio, route } = this.context;
    const drawing = this.state.input === 'digit' ? studio.latest.drawn : null;
    return route.link(TAB, writtenSettings(this.state), drawing);
  }

  /** @param {boolean} isSeen */
  seen(isSeen) {
    this.isSeen = isSeen;
    if (!isSeen) {
      this.stage.stop();
      return this.wish();
    }
    this.remember(this.state.step);
    this.update();
  }
}

/** @param {string} phrase */
const measured = (phrase) => t('Measured against drawn edges, strokes and spots, this kernel answers to {}.', phrase);
