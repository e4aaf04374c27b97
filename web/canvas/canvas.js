/** The canvas: what is on it, and the buttons. Everything else is in its own file. */

import { ask, server, Unreachable, unreachable } from '../shared/ask.js';
import { bringIntoSight, finder, prefersCalm, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { copyLink } from '../shared/route.js';
import { isBlank } from '../shared/studio.js';
import { makeAnswers } from './answers.js';
import { makeCropping } from './cropping.js';
import { makeGuessing } from './guessing.js';
import { makeHistory } from './history.js';
import { makeInk } from './ink.js';
import { keep, kept } from './keeping.js';
import { listenToKeys } from './keys.js';
import { extend, listenToPen, thinned } from './pen.js';
import { listenForPictures, loaded, openPicture, readOf } from './pictures.js';
import { makeGhost, makeSamples } from './samples.js';

/** @typedef {import('./ink.js').Shown} Shown */
/** @typedef {import('../shared/studio.js').Point} Point */

const HEIGHT = 280; // of every drawing, in its own pixels; its width follows the paper's shape
const MOST_STROKES = 64;

/**
 * Bring the canvas to life; its template is in the page already.
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const { studio, route } = context;
  const root = /** @type {HTMLElement} */ (element.querySelector('.dc'));
  const find = finder(root);
  const paper = /** @type {HTMLCanvasElement} */ (find('.dc-paper'));
  const board = find('.dc-board');
  const ink = makeInk(paper);
  const thumb = makeInk(/** @type {HTMLCanvasElement} */ (find('.dc-thumb')));
  const answers = makeAnswers(root);
  const guessing = makeGuessing(root, context, showAnswer);
  const history = makeHistory(emptyPaper());
  /** The drawing while the pen, or a sample, moves; not yet in the history. @type {Shown | null} */
  let moving = null;
  let isPainting = false; // in the next frame
  const showPhoto = makeCropping(root, {
    shown: () => shown(),
    place: (event) => ink.point(event, shown()),
    change: (asked) =>
      replaceBy({ ...history.now, ...asked, pixels: undefined, stages: undefined, trouble: undefined }),
  });

  const shown = () => moving ?? history.now;

  /** @returns {Shown} */
  function emptyPaper() {
    const { width, height } = ink.size();
    return { strokes: [], width: Math.round((HEIGHT * width) / height) || HEIGHT, height: HEIGHT };
  }

  // ---- painting ----

  function repaint() {
    if (isPainting) return;
    isPainting = true;
    requestAnimationFrame(() => {
      isPainting = false;
      ink.paint(shown(), keys.cursor());
      if (root.classList.contains('away')) thumb.paint(shown());
    });
  }

  function showTools() {
    showPhoto();
    const blank = isBlank(shown());
    root.classList.toggle('blank', blank);
    root.classList.toggle('inked', !blank);
    button('.dc-undo').disabled = !history.canUndo;
    button('.dc-redo').disabled = !history.canRedo;
    button('.dc-clear').disabled = blank;
    find('.dc-share').hidden = blank;
  }

  /** @param {string} selector */
  const button = (selector) => /** @type {HTMLButtonElement} */ (find(selector));

  /** While a guess is due nothing is shown and nothing is said. */
  function showAnswer() {
    const answer = studio.latest.reading?.answer;
    if (answer) answers.show(guessing.isDue() ? { state: 'answer', verdict: 'blank', final: false } : answer);
  }

  /** @param {string} text */
  const note = (text) => {
    find('.dc-note').textContent = text;
  };

  // ---- what is drawn ----

  /** Something changed on the paper. @param {boolean} isAtRest the pen is lifted */
  function changed(isAtRest) {
    showTools();
    repaint();
    studio.draw(shown(), isAtRest);
    if (isAtRest) keep(shown());
  }

  /** @param {Shown} drawing */
  function replaceBy(drawing) {
    player.stop();
    guessing.renew();
    note('');
    history.add(drawing);
    changed(true);
    if (drawing.picture && !drawing.pixels) readPicture(drawing);
  }

  /** @param {Shown} drawing a photo that the server has not read yet */
  async function readPicture(drawing) {
    try {
      const found = readOf(await ask('canvas/read_picture', photoOf(drawing)));
      if (history.now !== drawing) return;
      history.replace({ ...drawing, ...found });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      server.whenBack(() => history.now.picture === drawing.picture && !history.now.pixels && readPicture(history.now));
      if (history.now !== drawing) return;
      history.replace({ ...drawing, trouble: unreachable() });
    }
    changed(true);
  }

  // ---- the pen ----

  /** @param {(drawing: Shown) => Point} point @returns {boolean} whether a stroke begins */
  function begin(point) {
    player.stop();
    note('');
    const isFresh = history.now.picture || history.now.pixels || isBlank(history.now);
    const base = isFresh ? emptyPaper() : history.now;
    if (base.strokes.length >= MOST_STROKES) {
      note(t('A drawing has at most {} strokes. Undo some, or clear it.', MOST_STROKES));
      return false;
    }
    moving = { ...base, strokes: [...base.strokes, [point(base)]] };
    changed(false);
    return true;
  }

  /** @param {Point[]} points */
  function move(points) {
    if (!moving) return;
    const stroke = [...moving.strokes[moving.strokes.length - 1]];
    for (const point of points) extend(stroke, point);
    moving = { ...moving, strokes: thinned([...moving.strokes.slice(0, -1), stroke]) };
    changed(false);
  }

  function end() {
    if (!moving) return;
    history.add(moving);
    moving = null;
    changed(true);
  }

  const keys = listenToKeys(paper, {
    begin: (point) => begin(() => point),
    move: ([x, y]) => move([[Math.round(x * 10) / 10, Math.round(y * 10) / 10]]),
    end,
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    clear,
    say: (text) => {
      find('.dc-said').textContent = text;
    },
    bounds: shown,
    repaint,
  });

  listenToPen(paper, {
    begin(event) {
      keys.hide();
      return begin((drawing) => ink.point(event, drawing));
    },
    move: (events) => move(events.map((event) => ink.point(event, shown()))),
    end,
  });

  // ---- samples, undo, redo, clear, pictures ----

  const player = makeSamples(find('.dc-samples'), {
    begin() {
      end();
      guessing.renew();
      note('');
    },
    move(drawing) {
      moving = drawing;
      changed(false);
    },
    end(drawing) {
      moving = null;
      history.add(drawing);
      changed(true);
    },
    isCalm: prefersCalm,
  });

  /** @param {'undo' | 'redo'} direction */
  function travel(direction) {
    end();
    player.stop();
    note('');
    history[direction]();
    changed(true);
  }

  function clear() {
    end();
    player.stop();
    if (!isBlank(history.now)) replaceBy(emptyPaper());
  }

  /** @param {File} file */
  async function take(file) {
    try {
      replaceBy({ ...emptyPaper(), ...(await openPicture(file)) });
    } catch (error) {
      note(/** @type {Error} */ (error).message);
    }
  }

  /** Show what another tab, a link or an earlier visit has. @param {Partial<Shown>} drawing */
  async function load({ strokes = [], width = HEIGHT, height = HEIGHT, picture, pixels, stages }) {
    if (!picture)
      return replaceBy(pixels ? { strokes: [], width, height, pixels, stages } : { strokes, width, height });
    const image = await loaded(picture).catch(() => undefined);
    return replaceBy({ ...emptyPaper(), picture, image, pixels, stages });
  }

  // ---- wiring ----

  find('.dc-undo').addEventListener('click', () => travel('undo'));
  find('.dc-redo').addEventListener('click', () => travel('redo'));
  find('.dc-clear').addEventListener('click', clear);
  find('.dc-strip').addEventListener('click', () => bringIntoSight(root, 'start'));
  find('.dc-share').addEventListener('click', () => {
    const { tab, settings } = route.here();
    copyLink(find('.dc-share'), route.link(tab, settings, history.now));
  });
  const input = /** @type {HTMLInputElement} */ (find('.dc-file'));
  listenForPictures({ root, board, button: find('.dc-upload'), input, take });
  makeGhost(find('.dc-ghost'));
  studio.watch('reading', root, ({ answer }) => {
    guessing.follow(answer);
    showAnswer();
  });
  new ResizeObserver(repaint).observe(paper);
  for (const part of [document.body, document.documentElement]) {
    new MutationObserver(repaint).observe(part, { attributeFilter: ['class'] });
  }
  whenSeen(board, (seen) => {
    root.classList.toggle('away', !seen);
    find('.dc-strip').tabIndex = seen ? -1 : 0;
    repaint();
  });

  const before = kept();
  if (before) await load(before);
  else changed(true);
  studio.ready(load);
  root.classList.add('ready');
}

/** What the server is asked about a photo. @param {Shown} drawing */
const photoOf = ({ picture, invert, crop }) => ({ picture, ...(invert && { invert }), ...(crop && { crop }) });
