// The canvas: what is on it, who is asked about it, and the buttons. Everything else is in its own file.
// `element`, `props`, `server`, `trigger` and `watch` come from Gradio.

const root = element.querySelector('.dc');
const find = (selector) => root.querySelector(selector);
const paper = find('.dc-paper');
const board = find('.dc-board');
const ink = makeInk(paper);
const thumb = makeInk(find('.dc-thumb'));
const answers = makeAnswers(root);
const guessing = makeGuessing(root, showAnswer);

const HEIGHT = 280; // of every drawing, in its own pixels; its width follows the paper's shape
const BLANK = { state: 'answer', verdict: 'blank', final: true };

function emptyPaper() {
  const { width, height } = ink.size();
  return { strokes: [], width: Math.round((HEIGHT * width) / height) || HEIGHT, height: HEIGHT };
}

const history = makeHistory(emptyPaper());
let moving = null; // the drawing while the pen, or a sample, moves; not yet in the history
let player = null; // cancels the sample that is drawing itself
let generation = 0; // grows whenever the drawing is replaced: answers to an older one are dropped
let retry = null;
let failures = 0;

const shown = () => moving ?? history.now;

function sendable(drawing) {
  if (drawing.picture) return { picture: drawing.picture };
  return { strokes: drawing.strokes, width: drawing.width, height: drawing.height };
}

// ---- painting ----

let frame = null;
function repaint() {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    ink.paint(shown(), keys.cursor());
    if (root.classList.contains('away')) thumb.paint(shown());
  });
}

function showTools() {
  const blank = isBlank(shown());
  root.classList.toggle('blank', blank);
  root.classList.toggle('inked', !blank);
  find('.dc-undo').disabled = !history.canUndo;
  find('.dc-redo').disabled = !history.canRedo;
  find('.dc-clear').disabled = blank;
}

// While a guess is due nothing is shown and nothing is said.
function showAnswer() {
  const { answer } = studio.latest;
  if (answer) answers.show(guessing.isDue() ? { ...BLANK, final: false } : answer);
}

function note(text) {
  find('.dc-note').textContent = text;
}

// ---- asking ----

const ask = oneAtATime(
  (request) => server.recognize(request.message),
  (answer, request) => {
    failures = 0;
    if (request.generation !== generation) return;
    if (answer.state === 'loading') askAgain(400);
    studio.publish('answer', { ...answer, final: request.final });
  },
  (error, request) => {
    failures += 1;
    askAgain(Math.min(1000 * 2 ** failures, 15000));
    if (request.generation !== generation) return;
    const message = 'The server does not answer. Your drawing is kept; trying again.';
    studio.publish('answer', { state: 'unreachable', message });
  },
);

function askAgain(delay) {
  clearTimeout(retry);
  retry = setTimeout(look, delay);
}

function look() {
  clearTimeout(retry);
  if (isBlank(shown())) return studio.publish('answer', BLANK);
  const message = { ...sendable(shown()), stages: studio.wantsStages() };
  return ask({ message, generation, final: !moving });
}

// Something changed on the paper; the pen may still be moving.
function changed() {
  showTools();
  repaint();
  studio.publish('drawing', sendable(shown()));
  look();
}

// Something is finished: the pen lifted, a sample drawn, a picture opened, a step undone.
function finished() {
  changed();
  studio.publish('drawn', sendable(shown()));
  props.value = JSON.stringify(sendable(shown()));
  trigger('input');
}

function replaceBy(drawing) {
  stopPlaying();
  generation += 1;
  guessing.renew();
  note('');
  history.add(drawing);
  finished();
}

// ---- the pen ----

function begin(point) {
  stopPlaying();
  note('');
  const base = history.now.picture || isBlank(history.now) ? emptyPaper() : history.now;
  if (history.now.picture) generation += 1;
  if (base.strokes.length >= MOST_STROKES) {
    note(`A drawing has at most ${MOST_STROKES} strokes. Undo some, or clear it.`);
    return false;
  }
  moving = { ...base, strokes: [...base.strokes, [point(base)]] };
  changed();
  return true;
}

function move(points) {
  if (!moving) return;
  const stroke = [...moving.strokes.at(-1)];
  for (const point of points) extend(stroke, point);
  moving = { ...moving, strokes: thinned([...moving.strokes.slice(0, -1), stroke]) };
  changed();
}

function end() {
  if (!moving) return;
  history.add(moving);
  moving = null;
  finished();
}

const keys = listenToKeys(paper, {
  begin: (point) => begin(() => point),
  move: (point) => move([point.map((value) => Math.round(value * 10) / 10)]),
  end,
  undo: () => travel('undo'),
  redo: () => travel('redo'),
  clear,
  say: (text) => (find('.dc-said').textContent = text),
  bounds: shown,
  repaint,
});

listenToPen(paper, {
  begin(event) {
    keys.hide();
    return begin((drawing) => ink.point(event, drawing));
  },
  move: (events) => move(events.map((event) => ink.point(event, moving))),
  end,
});

// ---- samples, which draw themselves ----

function play(sample) {
  stopPlaying();
  generation += 1;
  guessing.renew();
  note('');
  const drawing = { strokes: sample.strokes, width: sample.width, height: sample.height };
  if (prefersCalm()) return replaceBy(drawing);
  const total = sample.strokes.flat().length;
  const began = performance.now();
  let timer = null;

  const step = (now) => {
    const count = Math.round((total * (now - began)) / 650);
    if (count >= total) return stopPlaying();
    moving = { ...drawing, strokes: firstPoints(sample.strokes, Math.max(1, count)) };
    changed();
    timer = requestAnimationFrame(step);
    return undefined;
  };
  player = { finish: () => (cancelAnimationFrame(timer), history.add(drawing)) };
  timer = requestAnimationFrame(step);
  return undefined;
}

function stopPlaying() {
  if (!player) return;
  const { finish } = player;
  player = null;
  moving = null;
  finish();
  finished();
}

function firstPoints(strokes, count) {
  const parts = [];
  for (const stroke of strokes) {
    if (count <= 0) break;
    parts.push(stroke.slice(0, count));
    count -= stroke.length;
  }
  return parts;
}

// ---- undo, redo, clear, pictures ----

function travel(direction) {
  end();
  stopPlaying();
  generation += 1;
  note('');
  history[direction]();
  finished();
}

function clear() {
  end();
  stopPlaying();
  if (!isBlank(history.now)) replaceBy(emptyPaper());
}

async function take(file) {
  try {
    replaceBy({ ...emptyPaper(), ...(await openPicture(file)) });
  } catch (error) {
    note(error.message);
  }
}

// What another tab, or Python, wants to see on the canvas.
async function load(drawing) {
  if (drawing.picture) replaceBy({ ...emptyPaper(), ...drawing, image: await loaded(drawing.picture) });
  else replaceBy({ strokes: drawing.strokes, width: drawing.width, height: drawing.height });
}

function loadValue() {
  if (props.value && props.value !== JSON.stringify(sendable(history.now))) load(JSON.parse(props.value));
}

// ---- wiring ----

function addSamples() {
  for (const sample of props.samples) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ui-button';
    button.setAttribute('aria-label', `Draw a sample ${sample.digit}`);
    button.innerHTML =
      `<svg viewBox="20 20 240 240" aria-hidden="true"><path d="${svgPath(sample.strokes)}" /></svg>`;
    button.addEventListener('click', () => play(sample));
    find('.dc-samples').append(button);
  }
}

// A faint digit draws itself over and over on the empty paper, another one each time.
function addGhost() {
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const order = [2, 5, 3, 8, 7, 0, 6, 9, 4, 1];
  let turn = 0;
  const next = () => {
    path.setAttribute('d', svgPath(props.samples[order[turn % order.length]].strokes));
    path.style.setProperty('--length', path.getTotalLength?.() || 900);
    turn += 1;
  };
  find('.dc-ghost').append(path);
  next();
  path.addEventListener('animationiteration', next);
}

find('.dc-undo').addEventListener('click', () => travel('undo'));
find('.dc-redo').addEventListener('click', () => travel('redo'));
find('.dc-clear').addEventListener('click', clear);
find('.dc-strip').addEventListener('click', () => {
  const behavior = prefersCalm() ? 'auto' : 'smooth';
  root.scrollIntoView({ behavior, block: 'start' });
});
find('.dc-share').addEventListener('click', (event) => {
  const { tab, settings } = route.here();
  route.copy(event.currentTarget, route.link(tab, settings, history.now));
});
listenForPictures({ root, board, button: find('.dc-upload'), input: find('.dc-file'), take });

addSamples();
addGhost();
studio.watch('answer', root, (answer) => {
  guessing.follow(answer);
  showAnswer();
});
watch('value', loadValue);

new ResizeObserver(repaint).observe(paper);
new MutationObserver(repaint).observe(document.body, { attributes: true, attributeFilter: ['class'] });
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
whenSeen(board, (seen) => {
  root.classList.toggle('away', !seen);
  find('.dc-strip').tabIndex = seen ? -1 : 0;
  repaint();
});

// A canvas that is put on the page anew finds its drawing again.
if (!isBlank(studio.latest.drawn)) load(studio.latest.drawn);
else changed();
studio.ready({ load, refresh: look });
root.classList.add('ready');
