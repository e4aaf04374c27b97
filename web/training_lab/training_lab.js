/**
 * The Training lab: two small networks through their training, one trained here and now, a single step of it, and what
 * their units' functions do. All of it is computed in the browser.
 */

import { parameterCount } from '../net/small_networks.js';
import { activations, blueOrange, gradientOf } from '../shared/colours.js';
import { all, finder, whenSeen } from '../shared/dom.js';
import { makeFiles } from '../shared/files.js';
import { count } from '../shared/numbers.js';
import { copyLink } from '../shared/route.js';
import { furnish } from '../shared/template.js';
import { Live } from './live.js';
import { OneStep } from './one_step.js';
import { TAB } from './parts.js';
import { makePlayground } from './playground.js';
import { makeMoments, ThroughTime } from './through_time.js';

const FIRST = 'slider';

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, 'training_lab.html', ['training_lab.css'], import.meta.url);
  for (const bar of all(panel, '.tl-scale.weights i')) bar.style.backgroundImage = gradientOf(blueOrange);
  for (const bar of all(panel, '.tl-scale.maps i')) bar.style.backgroundImage = gradientOf(activations);
  new TrainingLab(panel, context).begin();
}

class TrainingLab {
  /**
   * @param {HTMLElement} panel
   * @param {import('../start.js').Context} context
   */
  constructor(panel, context) {
    this.panel = panel;
    this.find = finder(panel);
    this.context = context;
    this.open = FIRST;
    this.isSeen = false;
    /** @type {import('./parts.js').Reading | null} */
    this.reading = null;
    const files = makeFiles(context.files, (text) => {
      this.find('.tl-status').textContent = text;
    });
    const remember = () => this.context.route.remember(TAB, this.settings());
    const lab = { panel, find: this.find, context, files, reading: () => this.reading, remember };
    this.moments = makeMoments(files, () => this.show());
    /** @type {Record<string, import('./parts.js').Part>} */
    this.parts = {
      slider: new ThroughTime(lab, this.moments),
      live: new Live(lab),
      step: new OneStep(lab, this.moments),
      activations: makePlayground(lab),
    };
  }

  begin() {
    const { panel, context } = this;
    for (const button of all(panel, '.tl-parts button')) {
      button.addEventListener('click', () => {
        this.openPart(button.dataset.part ?? FIRST);
        context.route.remember(TAB, this.settings());
      });
    }
    this.find('.tl-copy').addEventListener('click', (event) => {
      const address = context.route.link(TAB, this.settings(), context.studio.latest.drawn);
      copyLink(/** @type {HTMLElement} */ (event.currentTarget), address);
    });
    this.openPart(FIRST);
    context.studio.watch('reading', panel, (next) => {
      this.reading = next;
      this.show();
    });
    context.route.follow(TAB, panel, (asked) => this.adopt(asked));
    whenSeen(panel, (isSeen) => {
      this.isSeen = isSeen;
      if (isSeen) this.show();
      else this.parts[this.open].hide?.();
    });
  }

  settings() {
    return { ...(this.open === FIRST ? {} : { part: this.open }), ...this.parts[this.open].settings() };
  }

  /** @param {Record<string, string>} settings */
  adopt(settings) {
    if (!Object.keys(settings).length) return;
    const name = settings.part in this.parts ? settings.part : FIRST;
    this.parts[name].adopt(settings);
    this.openPart(name);
  }

  show() {
    if (!this.isSeen) return;
    showFacts(this.panel, this.moments.known.story);
    this.parts[this.open].show();
  }

  /** @param {string} name one of the parts */
  openPart(name) {
    if (name !== this.open) this.parts[this.open].hide?.();
    this.open = name;
    for (const part of all(this.panel, '.tl-part')) part.hidden = part.dataset.part !== name;
    for (const button of all(this.panel, '.tl-parts button'))
      button.setAttribute('aria-pressed', String(button.dataset.part === name));
    this.show();
  }
}

/** Numbers in the texts: "cnn.parameters", "digits". @param {HTMLElement} panel @param {import('./through_time.js').Story | null} story */
function showFacts(panel, story) {
  /** @type {Record<string, number | undefined>} */
  const facts = {
    'cnn.parameters': parameterCount('cnn'),
    'ann.parameters': parameterCount('ann'),
    digits: story?.digits,
    test_digits: story?.test_digits,
  };
  for (const place of all(panel, '[data-fact]')) {
    const value = facts[place.dataset.fact ?? ''];
    if (value !== undefined) place.textContent = count(value);
  }
}
