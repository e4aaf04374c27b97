/**
 * Where the page begins: the canvas is brought to life before Gradio has put a single tab on the page; each tab's
 * modules are loaded when it is first opened.
 */

import { mount as mountCanvas } from './canvas/canvas.js';
import { mountMasthead } from './masthead.js';
import { onward } from './onward.js';
import { mountSettings } from './settings.js';
import { server, unreachable } from './shared/ask.js';
import { all, isCommand, make } from './shared/dom.js';
import { makeGuess } from './shared/guess.js';
import { chooseLanguage, language, t, translate } from './shared/messages.js';
import { reader } from './shared/reader.js';
import { Route } from './shared/route.js';
import { Studio } from './shared/studio.js';

/**
 * What every tab is given.
 * @typedef {object} Context
 * @property {import('./shared/studio.js').Studio} studio
 * @property {import('./shared/route.js').Route} route
 * @property {ReturnType<typeof makeGuess>} guess
 * @property {typeof reader} reader
 * @property {Record<string, string>} files where the tab's own files lie below the page's path, by name
 */

/** @typedef {{mount: (element: HTMLElement, context: Context) => unknown}} Tab */

/** @type {Record<string, () => Promise<Tab>>} */
const TABS = {
  draw: () => import('./draw/draw.js'),
  'feature-maps': () => import('./feature_maps/feature_maps.js'),
  'ann-vs-cnn': () => import('./ann_vs_cnn/ann_vs_cnn.js'),
  'convolution-lab': () => import('./convolution_lab/convolution_lab.js'),
  'training-lab': () => import('./training_lab/training_lab.js'),
  architectures: () => import('./architectures/architectures.js'),
  lesson: () => import('./lesson/lesson.js'),
};

const studio = new Studio(reader);
/** @type {Context} */
export const context = {
  studio,
  route: new Route(studio),
  guess: makeGuess(studio, () => localStorage),
  reader,
  files: {},
};

/** These show the drawing: opened with nothing drawn they would stand empty, so the canvas lends a sample. */
const NEED_A_DRAWING = ['feature-maps', 'ann-vs-cnn', 'convolution-lab', 'training-lab', 'architectures'];
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest('#tabs [role="tab"]');
  const tab = button instanceof HTMLElement ? button.dataset.tabId : undefined;
  if (tab && NEED_A_DRAWING.includes(tab)) studio.publish('lend', tab);
});

/** Arrow keys lead from tab to tab, as they do in every tab bar; Gradio's has none. */
document.addEventListener('keydown', (event) => {
  const tab = event.target instanceof Element && event.target.closest('#tabs [role="tab"]');
  const tabs = tab ? all(/** @type {Element} */ (tab.parentElement), '[role="tab"]') : [];
  const at = tabs.indexOf(/** @type {HTMLElement} */ (tab));
  const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (!tab || next === undefined || isCommand(event)) return;
  event.preventDefault();
  tabs.at(next % tabs.length)?.focus();
});

const begun = begin();

async function begin() {
  const loading = reader.start();
  await chooseLanguage();
  translate(document.body);
  /** @type {HTMLElement} */ (document.querySelector('#page')).lang = language; // Gradio names the browser's on <html>
  mountSettings(/** @type {HTMLFormElement} */ (document.querySelector('#settings')));
  await mountCanvas(/** @type {HTMLElement} */ (document.querySelector('#studio-canvas')), context);
  mountMasthead(/** @type {HTMLElement} */ (document.querySelector('#masthead')), context);
  context.route.arrive();
  if (document.querySelector('meta[name="class-rooms"]')) import('./room/room.js').then((room) => room.mount(context));
  await loading;
  if (document.readyState === 'complete') fetchMaps();
  else addEventListener('load', fetchMaps, { once: true });
}

const SLOW = 500; // milliseconds after which a tab that is not here is spoken of
const REST = 1500; // milliseconds after which what the first tab needs has come, and a hand has stopped drawing

/** Feature maps can be opened when the server is gone: its files come once the page and the pen are at rest. */
function fetchMaps() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isFetched = false;
  const fetch = () => {
    if (studio.latest.drawn !== studio.latest.drawing) return; // a pen that stays down moves again
    isFetched = true;
    import('./feature_maps/feature_maps.js').then(
      (maps) => maps.prefetch(),
      () => {}, // the server is gone: the tab says so when it is opened
    );
  };
  studio.watch('drawing', null, () => {
    clearTimeout(timer);
    if (!isFetched) timer = setTimeout(fetch, REST);
  });
}

/**
 * Open a tab in the place that Gradio has made for it. Where its modules cannot be loaded, the place says so, and they
 * are loaded when the server is back.
 * @param {string} name one of TABS
 * @param {HTMLElement} element
 * @param {Record<string, string>} [files] the tab's own
 */
export async function openTab(name, element, files = {}) {
  await begun;
  document.title = t('How a machine reads a digit'); // Gradio has set it in English
  setTimeout(() => element.childElementCount || say(element, t('This tab is on its way.')), SLOW);
  try {
    const tab = await TABS[name]();
    await tab.mount(element, { ...context, files });
    element.append(onward(name, context.route) ?? '');
  } catch (error) {
    const isOurs = await server.get('alive').then(
      () => true,
      () => false,
    );
    if (isOurs)
      console.error(error); // a mistake in the page: loading it again would not help
    else server.whenBack(() => openTab(name, element, files));
    say(element, isOurs ? t('This part of the page could not be shown.') : unreachable());
  }
}

/** What stands in a tab's place instead of the tab. @param {HTMLElement} element @param {string} text */
const say = (element, text) => element.replaceChildren(make('p', { class: 'ui ui-hint shown', role: 'status', text }));
