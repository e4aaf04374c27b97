/** "Try it" opens another tab; a small strip at the foot of the page then leads back to where the visitor read. */

import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';

/**
 * @param {import('../shared/route.js').Route} route
 */
export function makeWayBack(route) {
  /** @type {HTMLElement | null} */
  let strip = null;
  /** @type {HTMLElement | null} */
  let from = null;

  function leave() {
    strip?.remove();
    strip = null;
  }

  /** @param {Record<string, unknown>} place */
  function show(place) {
    const go = () => {
      leave();
      route.open('lesson', place);
    };
    const stay = () => {
      leave();
      from = null;
    };
    strip = makeStrip(Number(place.chapter), go, stay);
    document.querySelector('#page')?.append(strip);
  }

  /**
   * Open what a button or link promises.
   * @param {HTMLElement} promise
   * @param {string} tab
   * @param {Record<string, unknown>} settings of that tab
   * @param {Record<string, unknown>} place in the lesson, to come back to
   */
  function follow(promise, tab, settings, place) {
    leave();
    from = promise;
    document.querySelector('#tabs')?.scrollIntoView({ block: 'start' }); // the other tab begins at its top
    route.open(tab, settings);
    if (tab !== 'lesson') show(place);
  }

  /** The button that led away, if it is still on the page: where to go on reading. */
  function takePlaceLeft() {
    const button = from?.isConnected ? from : null;
    from = null;
    return button;
  }

  return { follow, leave, takePlaceLeft };
}

/** @param {number} chapter @param {() => void} go @param {() => void} stay */
function makeStrip(chapter, go, stay) {
  const back = make('button', { type: 'button', class: 'le-back-go', text: t('Back to chapter {}', chapter) });
  const away = make('button', { type: 'button', class: 'le-back-stay', 'aria-label': t('Stay here'), text: '×' });
  back.addEventListener('click', go);
  away.addEventListener('click', stay);
  return make('nav', { class: 'le-back', 'aria-label': t('Way back to the lesson') }, back, away);
}
