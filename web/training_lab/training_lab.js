/**
 * The Training lab: two small networks through their training, one trained here and now, a single step of it, and what
 * their units' functions do. All of it is computed in the browser.
 */

import { parameterCount } from '../net/small_networks.js';
import { blueOrange, gradientOf, viridis } from '../shared/colours.js';
import { all, finder, whenSeen } from '../shared/dom.js';
import { count } from '../shared/numbers.js';
import { copyLink } from '../shared/route.js';
import { furnish } from '../shared/template.js';
import { makeLive } from './live.js';
import { makeOneStep } from './one_step.js';
import { makeFiles, TAB } from './parts.js';
import { makePlayground } from './playground.js';
import { makeMoments, makeThroughTime } from './through_time.js';

const FIRST = 'slider';

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, 'training_lab.html', ['training_lab.css'], import.meta.url);
  const find = finder(panel);
  const { studio, route } = context;
  let open = FIRST;
  let isSeen = false;
  /** @type {import('./parts.js').Reading | null} */
  let reading = null;

  const files = makeFiles(context.files, (text) => {
    find('.tl-status').textContent = text;
  });
  const lab = { panel, find, context, files, reading: () => reading, remember };
  const moments = makeMoments(files, show);
  /** @type {Record<string, import('./parts.js').Part>} */
  const parts = {
    slider: makeThroughTime(lab, moments),
    live: makeLive(lab),
    step: makeOneStep(lab, moments),
    activations: makePlayground(lab),
  };

  const settings = () => ({ ...(open === FIRST ? {} : { part: open }), ...parts[open].settings() });

  function remember() {
    route.remember(TAB, settings());
  }

  function show() {
    if (!isSeen) return;
    showFacts(panel, moments.known.story);
    parts[open].show();
  }

  /** @param {string} name one of the parts */
  function openPart(name) {
    if (name !== open) parts[open].hide?.();
    open = name;
    for (const part of all(panel, '.tl-part')) part.hidden = part.dataset.part !== name;
    for (const button of all(panel, '.tl-parts button'))
      button.setAttribute('aria-pressed', String(button.dataset.part === name));
    show();
  }

  for (const button of all(panel, '.tl-parts button')) {
    button.addEventListener('click', () => {
      openPart(button.dataset.part ?? FIRST);
      remember();
    });
  }
  find('.tl-copy').addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    copyLink(button, route.link(TAB, settings(), studio.latest.drawn));
  });
  for (const bar of all(panel, '.tl-scale.weights i')) bar.style.backgroundImage = gradientOf(blueOrange);
  for (const bar of all(panel, '.tl-scale.maps i')) bar.style.backgroundImage = gradientOf(viridis);

  openPart(FIRST);
  studio.watch('reading', panel, (next) => {
    reading = next;
    show();
  });
  route.follow(TAB, panel, (asked) => {
    if (!Object.keys(asked).length) return;
    const name = asked.part in parts ? asked.part : FIRST;
    parts[name].adopt(asked);
    openPart(name);
  });
  whenSeen(panel, (seen) => {
    isSeen = seen;
    if (seen) show();
    else parts[open].hide?.();
  });
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
