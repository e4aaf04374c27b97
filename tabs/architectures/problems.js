// Classification, detection and segmentation of the visitor's own drawing, side by side.

const PROBLEMS = [
  ['classification', 'Which digit is it?', 'One label for the whole picture.', 'predicted by this page’s CNN'],
  ['detection', 'Where is it?', 'A box, four numbers, and a label for each object.', 'drawn from your ink, not predicted'],
  ['segmentation', 'Which pixels belong to it?', 'A class for every single pixel.', 'drawn from your ink, not predicted'],
];
const INK_COLOUR = [96, 205, 255];

function makeProblems(host, cards, onOpen) {
  const parts = Object.fromEntries(PROBLEMS.map(([problem, ...words]) => [problem, column(problem, ...words)]));

  function column(problem, question, answer, honest) {
    const canvas = put('canvas', { role: 'img' });
    const made = { canvas, said: put('p', { class: 'ar-said' }) };
    const known = cards.filter((card) => card.problem === problem);
    const links = known.map((card) => put('button', { type: 'button', class: 'ui-button', text: card.name, onclick: () => onOpen(card.id, true) }));
    host.append(
      put(
        'section',
        { class: `ar-column ${problem}` },
        put('h4', { text: PROBLEM_NAMES[problem] }),
        put('p', { class: 'ar-question', text: `${question} ${answer}` }),
        put('div', { class: 'ar-paper' }, canvas),
        made.said,
        put('p', { class: 'ar-honest', text: honest }),
        put('p', { class: 'ar-known' }, ...links),
      ),
    );
    return made;
  }

  function show(answer, message = '') {
    host.classList.toggle('empty', !answer);
    if (!answer) return PROBLEMS.forEach(([problem]) => clear(parts[problem], message || 'Draw a digit: the answer appears here.'));
    const picture = unpacked(answer.picture);
    const mask = unpacked(answer.mask);
    classify(parts.classification, picture, answer);
    detect(parts.detection, picture, answer.box);
    segment(parts.segmentation, picture, mask);
    return undefined;
  }

  return { show };
}

function clear({ canvas, said }, message) {
  canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
  canvas.setAttribute('aria-label', 'Nothing is drawn yet');
  said.textContent = message;
}

function classify({ canvas, said }, picture, { cnn, verdict }) {
  const { best, p } = ranked(cnn);
  paintLevels(canvas, picture);
  canvas.setAttribute('aria-label', 'Your drawing');
  said.replaceChildren(put('b', { text: best }), ` ${surely(p)}${verdict === 'not a digit' ? ', probably not a digit' : ''}`);
}

function detect({ canvas, said }, picture, [left, top, right, bottom]) {
  paintLevels(canvas, picture);
  const context = canvas.getContext('2d');
  context.strokeStyle = rgb(PALETTE[1]);
  context.lineWidth = Math.max(1, picture.width / 90);
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  const words = `left ${left}, top ${top}, right ${right}, bottom ${bottom}`;
  canvas.setAttribute('aria-label', `Your drawing in a box: ${words}, of ${picture.width} × ${picture.height} pixels`);
  said.textContent = words;
}

function segment({ canvas, said }, picture, mask) {
  const { width, height, levels } = picture;
  Object.assign(canvas, { width, height });
  const pixels = new ImageData(width, height);
  for (let i = 0; i < levels.length; i += 1) {
    const grey = levels[i] / 2;
    pixels.data.set(mask.levels[i] ? [...INK_COLOUR, 255] : [grey, grey, grey, 255], 4 * i);
  }
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  const inked = mask.levels.reduce((sum, level) => sum + (level > 0), 0);
  canvas.setAttribute('aria-label', `Your drawing with its ink coloured: ${inked} pixels`);
  said.textContent = `${grouped(inked)} of ${grouped(width * height)} pixels are ink`;
}
