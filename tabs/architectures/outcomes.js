// What goes into each kind of network and what comes out, on a scene with the visitor's digit.
// Each takes {objects, own: {href, label} or null} and returns [picture, caption].

const READ_OFF = 'Boxes and masks are drawn from the ink, not predicted.';
const OUTCOMES = { label: outLabel, pixels: outPixels, masks: outMasks, proposals: outProposals, grid: outGrid, scales: outScales };

const PANEL = SIDE + 36; // from one scene to the next
const captions = (...words) => words.map((word, i) => text(SIDE / 2 + i * PANEL, SIDE + 22, word));
const three = (label, parts) => drawing(2 * PANEL + SIDE, SIDE + 30, label, [...parts, arrow(SIDE + 6, 100, PANEL - 6, 100), arrow(PANEL + SIDE + 6, 100, 2 * PANEL - 6, 100)]);

function outLabel({ own }) {
  const found = own.label === null ? '?' : String(own.label);
  const parts = [
    tag('rect', { x: 20, y: 10, width: 120, height: 120, rx: 8, fill: '#000' }),
    image(20, 10, 120, own.href),
    arrow(152, 70, 186, 70),
    box(192, 34, 76, 72, 'convolution', 10),
    text(230, 66, 'network', 'ar-onnew'),
    text(230, 83, 'of layers', 'ar-onnew'),
    arrow(274, 70, 308, 70),
    box(316, 36, 70, 68, 'ar-new', 12),
    tag('text', { x: 351, y: 84, 'text-anchor': 'middle', class: 'ar-answer' }, found),
    text(80, 152, 'one picture in'),
    text(351, 152, 'one label out'),
  ];
  const whose = own.isOwn ? 'The label is what this page’s CNN says of your digit.' : 'A sample digit. Draw one: yours takes its place.';
  return [drawing(430, 162, `A picture goes in, the label ${found} comes out.`, parts), `Classification. ${whose}`];
}

function outPixels({ objects }) {
  const ink = objects.map((object) => ({ ...object, mask: object.inkMask }));
  const u = [0, 1, 2, 3, 4].flatMap((i) => {
    const depth = 30 + 34 * Math.min(i, 4 - i) * 1.2;
    const size = 46 - 13 * Math.min(i, 4 - i);
    return box(PANEL + 16 + i * 38, depth, 16, size, i < 3 ? 'convolution' : 'upward', 2);
  });
  const bridges = [path(`M${PANEL + 34} 52 H${PANEL + 166}`, 'ar-skip'), path(`M${PANEL + 72} 87 H${PANEL + 128}`, 'ar-skip')];
  const parts = [scene(0, 0, objects), u, bridges, text(PANEL + 100, 44, 'where', 'ar-small'), text(PANEL + 100, 168, 'what', 'ar-small')];
  const answer = scene(2 * PANEL, 0, ink, { over: masked, dim: true });
  const words = captions('a picture in', 'down and up again', 'a class for each pixel');
  const label = 'A scene of digits goes in; each of its pixels comes out as ink or paper.';
  return [three(label, [...parts, answer, words]), `Segmentation: every pixel is ink or paper, whichever digit it belongs to. ${READ_OFF}`];
}

function outMasks({ objects }) {
  const parts = [
    scene(0, 0, objects),
    scene(PANEL, 0, objects, { over: (object) => boxed(object), dim: true }),
    scene(2 * PANEL, 0, objects, { over: (object) => masked(object) + boxed(object) + labelled(object) }),
    captions('a picture in', 'boxes', 'label, box and mask of each'),
  ];
  const label = 'A scene of digits goes in; for each digit a label, a box and a mask in its own colour come out.';
  return [three(label, parts), `Segmentation of each object by itself. ${READ_OFF}`];
}

// Proposals: for each object a few boxes that nearly fit, and some where there is nothing.
function outProposals({ objects }) {
  const shifts = [[-9, 7, 1.15], [8, -6, 0.9], [5, 10, 1.05], [-6, -8, 1.2]];
  const near = (object) => shifts.map(([dx, dy, scale]) => {
    const [left, top, width, height] = object.box;
    return boxed({ ...object, box: [left + dx, top + dy, width * scale, height * scale] }, 'ar-proposal');
  });
  const nothing = [[12, 4, 60, 40], [118, 66, 40, 60], [70, 150, 40, 40], [150, 40, 44, 34]];
  const empty = nothing.map((found) => boxed({ box: found, colour: [150, 150, 160] }, 'ar-proposal')).join('');
  const parts = [
    scene(0, 0, objects),
    scene(PANEL, 0, objects, { over: (object) => near(object).join(''), all: empty, dim: true }),
    scene(2 * PANEL, 0, objects, { over: (object) => boxed(object) + labelled(object) }),
    captions('a picture in', 'many proposals', 'label and box of each'),
  ];
  const label = 'A scene of digits goes in; many proposed boxes are narrowed to one for each digit, with its label.';
  return [three(label, parts), `Detection in two steps: propose, then decide. Proposals are made up for this picture. ${READ_OFF}`];
}

// The lines of a grid of n × n cells, and the cells that hold a centre.
function gridOver(objects, n) {
  const cell = SIDE / n;
  const lines = Array.from({ length: n - 1 }, (_, i) => `M${(i + 1) * cell} 0 V${SIDE} M0 ${(i + 1) * cell} H${SIDE}`).join(' ');
  const cells = objects.map((object) => {
    const [x, y] = centre(object).map((place) => Math.floor(place / cell) * cell);
    const dot = tag('circle', { cx: centre(object)[0], cy: centre(object)[1], r: 3.5, fill: '#fff' });
    return tag('rect', { x, y, width: cell, height: cell, fill: rgb(object.colour), 'fill-opacity': 0.55 }) + dot;
  });
  return cells.join('') + tag('path', { d: lines, stroke: '#8a86a0', 'stroke-width': 0.8, fill: 'none' });
}

function outGrid({ objects }) {
  const parts = [
    scene(0, 0, objects),
    scene(PANEL, 0, objects, { all: gridOver(objects, 7), dim: true }),
    scene(2 * PANEL, 0, objects, { over: (object) => boxed(object) + labelled(object) }),
    captions('a picture in', 'each cell answers for its middle', 'label and box of each'),
  ];
  const label = 'A scene of digits goes in; the cell of a 7 by 7 grid in which a digit has its middle answers with label and box.';
  return [three(label, parts), `Detection in one pass: the coloured cells hold a digit’s middle. ${READ_OFF}`];
}

function outScales({ objects }) {
  const isSmall = (object) => Math.max(object.box[2], object.box[3]) < 60;
  const half = (found, n, y, words) =>
    tag('g', { transform: `translate(${PANEL + 52} ${y}) scale(0.47)` }, scene(0, 0, objects, { all: gridOver(found, n), over: (object) => (found.includes(object) ? boxed(object) : ''), dim: true })) +
    text(PANEL + 44, y + 50, words, 'ar-small', 'end');
  const parts = [
    scene(0, 0, objects),
    half(objects.filter(isSmall), 8, 0, 'fine'),
    half(objects.filter((object) => !isSmall(object)), 4, 104, 'coarse'),
    scene(2 * PANEL, 0, objects, { over: (object) => boxed(object) + labelled(object) }),
    captions('a picture in', 'small and large, each on its map', 'label and box of each'),
  ];
  const label = 'A scene of digits goes in; a fine grid finds the small ones, a coarse grid the large ones; boxes with labels come out.';
  return [three(label, parts), `Detection in one pass, at several scales. ${READ_OFF}`];
}
