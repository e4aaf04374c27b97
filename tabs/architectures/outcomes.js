// What goes into each kind of network and what comes out, on a scene with the visitor's digit.
// Each takes {objects, own: {href, label, isOwn}} and returns [panels, caption]; a panel is {picture, words}.

const READ_OFF = 'Boxes and masks are drawn from the ink, not predicted.';
const OUTCOMES = { label: outLabel, pixels: outPixels, masks: outMasks, proposals: outProposals, grid: outGrid, scales: outScales };

const panelOf = (words, label, ...parts) => ({ words, picture: drawing(SIDE, SIDE, label, parts) });
const goesIn = (objects) => panelOf('A picture goes in', `A scene of ${objects.length} digits`, scene(0, 0, objects));
const comesOut = (objects) =>
  panelOf(
    'A label and a box for each digit come out',
    `The digits in boxes, each with its label: ${objects.map(({ label }) => label ?? 'unknown').join(', ')}`,
    scene(0, 0, objects, { over: (object) => boxed(object) + labelled(object) }),
  );

function outLabel({ own }) {
  const found = own.label === null ? '?' : String(own.label);
  const parts = [
    tag('rect', { x: 20, y: 10, width: 120, height: 120, rx: 8, fill: '#000' }),
    image(20, 10, 120, own.href),
    arrow(152, 70, 186, 70),
    box(192, 34, 76, 72, 'convolution', 10),
    text(230, 66, 'network', 'ar-strong'),
    text(230, 83, 'of layers', 'ar-strong'),
    arrow(274, 70, 308, 70),
    box(316, 36, 70, 68, 'ar-said-by-cnn', 12),
    tag('text', { x: 351, y: 84, 'text-anchor': 'middle', class: 'ar-answer' }, found),
    text(80, 152, 'one picture in'),
    text(351, 152, 'one label out'),
  ];
  const said = own.label === null ? 'This page’s CNN says: probably not a digit.' : 'The label is what this page’s CNN says of your digit.';
  const whose = own.isOwn ? said : 'A sample digit. Draw one: yours takes its place.';
  const picture = drawing(430, 162, `A picture goes in, the label ${found} comes out.`, parts);
  return [[{ picture, words: '' }], `Classification. ${whose}`];
}

function outPixels({ objects }) {
  const ink = objects.map((object) => ({ ...object, mask: object.inkMask }));
  const steps = [0, 1, 2, 3, 4].map((i) => {
    const depth = Math.min(i, 4 - i);
    return box(8 + i * 40, 26 + 50 * depth, 24, 56 - 16 * depth, i < 3 ? 'convolution' : 'upward', 3);
  });
  const ways = [
    tag('path', { d: 'M34 54 H166', class: 'ar-path ar-skip', 'marker-end': 'url(#ar-head)' }),
    tag('path', { d: 'M74 96 H126', class: 'ar-path ar-skip', 'marker-end': 'url(#ar-head)' }),
    text(100, 46, 'where', 'ar-strong'),
    text(100, 172, 'what', 'ar-strong'),
  ];
  const label = 'The same scene, each pixel coloured as ink or left as paper';
  const panels = [
    goesIn(objects),
    panelOf('Down to what it is, up again to where', 'A way down of shrinking maps, a way up of growing ones, two skips between them', steps, ways),
    panelOf('A class for every pixel comes out', label, scene(0, 0, ink, { over: masked, dim: true })),
  ];
  return [panels, `Segmentation: every pixel is ink or paper, whichever digit it belongs to. ${READ_OFF}`];
}

function outMasks({ objects }) {
  const panels = [
    goesIn(objects),
    panelOf('Boxes, as Faster R-CNN finds them', 'A box around each digit', scene(0, 0, objects, { over: (object) => boxed(object), dim: true })),
    panelOf(
      'A label, a box and a mask for each come out',
      'Each digit in its own colour, in a box with its label',
      scene(0, 0, objects, { over: (object) => masked(object) + boxed(object) + labelled(object) }),
    ),
  ];
  return [panels, `Segmentation of each object by itself. ${READ_OFF}`];
}

// Proposals: for each object a few boxes that nearly fit, and some where there is nothing.
function outProposals({ objects }) {
  const shifts = [[-9, 7, 1.15], [8, -6, 0.9], [5, 10, 1.05], [-6, -8, 1.2]];
  const near = (object) =>
    shifts.map(([dx, dy, scale]) => {
      const [left, top, width, height] = object.box;
      return boxed({ ...object, box: [left + dx, top + dy, width * scale, height * scale] }, 'ar-proposal');
    });
  const nothing = [[12, 4, 60, 40], [118, 66, 40, 60], [70, 150, 40, 40], [150, 40, 44, 34]];
  const empty = nothing.map((found) => boxed({ box: found, colour: [150, 150, 160] }, 'ar-proposal')).join('');
  const over = (object) => near(object).join('');
  const panels = [
    goesIn(objects),
    panelOf('Many regions are proposed', 'Several dashed boxes near each digit, and some around nothing', scene(0, 0, objects, { over, all: empty, dim: true })),
    comesOut(objects),
  ];
  return [panels, `Detection in two steps: propose, then decide. The proposals are made up for this picture. ${READ_OFF}`];
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
  const label = 'A grid of 7 by 7 cells; those in which a digit has its middle are coloured';
  const panels = [
    goesIn(objects),
    panelOf('Each cell answers for what has its middle there', label, scene(0, 0, objects, { all: gridOver(objects, 7), dim: true })),
    comesOut(objects),
  ];
  return [panels, `Detection in one pass: the coloured cells hold a digit’s middle. ${READ_OFF}`];
}

function outScales({ objects }) {
  const isSmall = (object) => Math.max(object.box[2], object.box[3]) < 60;
  const half = (found, n, x, y, words) => {
    const over = (object) => (found.includes(object) ? boxed(object) : '');
    const inner = scene(0, 0, objects, { all: gridOver(found, n), over, dim: true });
    return tag('g', { transform: `translate(${x} ${y}) scale(0.55)` }, inner) + text(x + (x ? -8 : 118), y + 58, words, 'ar-strong', x ? 'end' : 'start');
  };
  const panels = [
    goesIn(objects),
    panelOf(
      'Small and large things, each on its own map',
      'A fine grid with the small digits in boxes, a coarse grid with the large ones',
      half(objects.filter(isSmall), 8, 0, 0, 'fine'),
      half(objects.filter((object) => !isSmall(object)), 4, 90, 90, 'coarse'),
    ),
    comesOut(objects),
  ];
  return [panels, `Detection in one pass, at several scales. ${READ_OFF}`];
}
