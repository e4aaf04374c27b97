// The Draw tab, redrawn from every answer of the canvas. Elements are made once; only their text,
// bars and pixels change, so nothing flickers. `element` comes from Gradio.

const panel = element.querySelector('.draw');
const find = (selector) => panel.querySelector(selector);
const NAMES = ['cnn', 'ann'];
const EXPECTED = [
  ['drawn', 'Your drawing, as the pen leaves it.'],
  ['scaled', 'Fitted into 20 × 20 pixels, however large or small it was drawn.'],
  ['centred', 'Moved so that its ink balances in the middle of 28 × 28.'],
];
const WAITING = { blank: 'waits for your drawing', loading: 'is still loading' };
const SIDE = 28;
let seen = null; // {levels} of the image that the networks see

const aDigit = (digit) => `${digit === 8 ? 'an' : 'a'} ${digit}`;

// ---- the verdict in words ----

function headline(answer) {
  if (answer.state === 'loading') {
    return ['The networks are still loading', 'Your drawing is kept and will be read as soon as they are ready.'];
  }
  if (answer.state !== 'answer') return ['No answer this time', answer.message];
  if (answer.verdict === 'blank') {
    return ['Draw a digit', 'Two networks read it while your pen moves. Or press one of the samples.'];
  }
  if (answer.verdict === 'not a digit') return notADigit(answer);
  const [cnn, ann] = NAMES.map((name) => ranked(answer[name]).best);
  if (cnn === ann) return [`Both networks read ${aDigit(cnn)}`, howSure(answer)];
  return [`The CNN reads ${aDigit(cnn)}, the ANN ${aDigit(ann)}`, 'They disagree: keep drawing, or make it plainer.'];
}

function howSure(answer) {
  const [cnn, ann] = NAMES.map((name) => ranked(answer[name]).p);
  const [lower, name] = cnn < ann ? [cnn, 'CNN'] : [ann, 'ANN'];
  if (lower > 0.95) return 'And both are sure of it.';
  return `The ${name} is less sure of it: ${percent(lower)}.`;
}

function notADigit(answer) {
  const text =
    `The CNN gives its best guess ${percent(answer.score)}; below ${percent(answer.threshold)} a drawing ` +
    'counts as no digit. The ten numbers add up to 100 % whatever is drawn.';
  return ['Probably not a digit', text];
}

function showVerdict(answer) {
  const [title, text] = headline(answer);
  find('.draw-verdict h2').textContent = title;
  find('.draw-verdict p').textContent = text;
}

// ---- ten bars for each network ----

function makeBars(name) {
  const list = find(`.draw-network.${name} .draw-bars`);
  return Array.from({ length: 10 }, (_, digit) => {
    const row = document.createElement('li');
    row.innerHTML =
      `<span class="ui-which">${digit}</span><span class="ui-bar"><span></span></span>` +
      '<span class="ui-value draw-percent"></span>';
    list.append(row);
    return { row, bar: row.querySelector('.ui-bar span'), text: row.querySelector('.draw-percent') };
  });
}

const bars = Object.fromEntries(NAMES.map((name) => [name, makeBars(name)]));

function showNetwork(name, probabilities) {
  const best = probabilities ? ranked(probabilities).best : null;
  find(`.draw-network.${name} .draw-digit`).textContent = best ?? '';
  find(`.draw-network.${name} .draw-words`).textContent = probabilities ? inWords(probabilities) : WAITING[panel.dataset.state] ?? 'has not answered';
  bars[name].forEach(({ row, bar, text }, digit) => {
    row.classList.toggle('best', digit === best);
    bar.style.transform = `scaleX(${probabilities ? probabilities[digit] : 0})`;
    text.textContent = probabilities ? percent(probabilities[digit], 1) : '';
    row.classList.toggle('nil', !probabilities || probabilities[digit] < 0.0005);
  });
}

// ---- the stages ----

const titled = (name) => name[0].toUpperCase() + name.slice(1);
const stageViews = new Map();

function stageView(index) {
  if (!stageViews.has(index)) {
    const item = document.createElement('li');
    item.innerHTML = '<canvas role="img"></canvas><h4></h4><p></p>';
    find('.draw-seen').before(item);
    stageViews.set(index, item);
  }
  return stageViews.get(index);
}

function showStages(stages) {
  const shown = stages ?? EXPECTED.map(([name, sentence]) => ({ name, sentence }));
  shown.slice(0, -1).forEach((stage, index) => showStage(stageView(index), stage));
  stageViews.forEach((item, index) => {
    item.hidden = index >= shown.length - 1;
  });
  const last = shown.at(-1);
  find('.draw-seen h4').textContent = titled(last.name);
  find('.draw-sentence').textContent = last.sentence;
  seen = stages ? unpacked(last) : null;
  showSeen();
}

function showStage(item, stage) {
  const canvas = item.querySelector('canvas');
  item.querySelector('h4').textContent = titled(stage.name);
  item.querySelector('p').textContent = stage.sentence;
  const picture = pictureOf(stage);
  item.classList.toggle('empty', !picture);
  item.classList.toggle('fine', picture?.width > SIDE || picture?.height > SIDE);
  canvas.setAttribute('aria-label', `${titled(stage.name)}: nothing yet`);
  if (!picture) return;
  paintLevels(canvas, picture);
  canvas.setAttribute('aria-label', `${described(stage.name, picture)}. ${stage.sentence}`);
}

// {width, height, levels} of a stage, or null if nothing is drawn.
function pictureOf(stage) {
  if (stage.runs) return unpacked(stage);
  return stage.drawn ? sketched(studio.latest.drawing) : null;
}

const PREVIEW = 112; // pixels along each edge of the drawing as the pen left it
const sheet = Object.assign(document.createElement('canvas'), { width: PREVIEW, height: PREVIEW });
const sketch = sheet.getContext('2d', { willReadFrequently: true });

// The server has no need to send back what came from here.
function sketched({ strokes = [], width, height }) {
  const scale = (PREVIEW - 1) / Math.max(width, height);
  sketch.resetTransform();
  sketch.fillRect(0, 0, PREVIEW, PREVIEW);
  sketch.setTransform(scale, 0, 0, scale, (PREVIEW - width * scale) / 2, (PREVIEW - height * scale) / 2);
  Object.assign(sketch, { lineWidth: 5 / scale, lineCap: 'round', lineJoin: 'round', strokeStyle: '#fff' });
  for (const stroke of strokes) {
    sketch.beginPath();
    sketch.moveTo(...stroke[0]);
    for (const point of stroke) sketch.lineTo(...point);
    sketch.stroke();
  }
  const { data } = sketch.getImageData(0, 0, PREVIEW, PREVIEW);
  return { width: PREVIEW, height: PREVIEW, levels: Uint8Array.from({ length: PREVIEW * PREVIEW }, (_, i) => data[4 * i]) };
}

function described(name, { width, height, levels }) {
  const ink = levels.filter((level) => level > 127).length;
  return `${titled(name)}: ${width} by ${height} pixels, ${ink} of them bright`;
}

// ---- the image that the networks see, pixel by pixel ----

const image = find('.draw-image');
let pointed = null; // {row, column}

function showSeen() {
  find('.draw-seen').classList.toggle('empty', !seen);
  image.setAttribute('aria-label', seen ? described('what the networks see', seen) : 'What the networks see: nothing yet');
  if (seen) paintLevels(image, seen);
  showPixel();
}

function showPixel() {
  if (!seen) return void (find('.draw-pixel').textContent = '');
  if (!pointed) return void (find('.draw-pixel').textContent = 'Point at a pixel to read its number.');
  const { row, column } = pointed;
  const value = (seen.levels[row * SIDE + column] / 255).toFixed(2);
  return void (find('.draw-pixel').textContent = `Row ${row}, column ${column}: ${value}`);
}

function pointAt(row, column) {
  const inside = (value) => Math.min(SIDE - 1, Math.max(0, value));
  pointed = { row: inside(row), column: inside(column) };
  showPixel();
}

image.addEventListener('pointermove', (event) => {
  const box = image.getBoundingClientRect();
  const cell = (offset, length) => Math.floor((offset / length) * SIDE);
  pointAt(cell(event.clientY - box.top, box.height), cell(event.clientX - box.left, box.width));
});
image.addEventListener('pointerleave', () => {
  pointed = null;
  showPixel();
});
image.addEventListener('keydown', (event) => {
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const [down, right] = moves[event.key];
  const { row, column } = pointed ?? { row: 13, column: 13 };
  pointAt(row + down, column + right);
});

// ---- following the canvas ----

function show(answer) {
  const read = answer.state === 'answer' && answer.verdict !== 'blank';
  panel.dataset.state = read ? answer.verdict : answer.state === 'answer' ? 'blank' : answer.state;
  showVerdict(answer);
  for (const name of NAMES) showNetwork(name, read ? answer[name] : null);
  showStages((read && answer.stages) || null);
}

// A closed tab has no place on the page: then no stages are asked for, and they are when it opens.
studio.wantsStages = () => panel.offsetParent !== null;
studio.watch('answer', panel, show);
whenSeen(panel, (inSight) => {
  const { answer } = studio.latest;
  const read = answer?.state === 'answer' && answer.verdict !== 'blank';
  if (inSight && read && !answer.stages) studio.refresh();
});
