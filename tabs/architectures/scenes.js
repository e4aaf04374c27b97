// Digits in one scene: the visitor's own and some from the bundled sample, and what is read off their ink.

const SIDE = 200; // of a scene, in the units of its picture
const PLACES = [
  { x: 8, y: 14, side: 104 },
  { x: 126, y: 10, side: 58 },
  { x: 100, y: 84, side: 104 },
  { x: 26, y: 124, side: 66 },
];
const PALETTE = [[177, 150, 255], [251, 191, 36], [96, 205, 255], [255, 138, 178]]; // on black, one for each object
const INKED = 128; // level from which a pixel counts as ink

const rgb = (colour) => `rgb(${colour.join(' ')})`;

// A digit at one of the places of a scene: {x, y, side, href, mask, inkMask, box: [left, top, width, height],
// label, colour}: the mask in the object's own colour and in one for all. `label` is null where nobody knows.
// Place 0 is the visitor's.
function objectOf({ picture, label }, index) {
  const [place, colour] = [PLACES[index], PALETTE[index]];
  const mask = { ...picture, levels: picture.levels.map((level) => (level >= INKED ? 255 : 0)) };
  const pictures = { href: pictureUrl(picture, [255, 255, 255]), mask: pictureUrl(mask, colour), inkMask: pictureUrl(mask, PALETTE[2]) };
  return { ...place, ...pictures, colour, label, box: boxOf(picture, place) };
}

// The smallest box around the ink, [left, top, width, height] in the scene.
function boxOf({ width, levels }, place) {
  const inked = [...levels.keys()].filter((i) => levels[i] >= INKED);
  if (!inked.length) return [place.x, place.y, place.side, place.side];
  const columns = inked.map((i) => i % width);
  const rows = inked.map((i) => Math.floor(i / width));
  const unit = place.side / width;
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const size = (all) => (Math.max(...all) + 1 - Math.min(...all)) * unit;
  return [place.x + left * unit, place.y + top * unit, size(columns), size(rows)];
}

// Where the visitor's digit will stand.
const YOURS =
  tag('rect', { x: 22, y: 18, width: 76, height: 96, rx: 6, fill: 'none', stroke: '#8a86a0', 'stroke-dasharray': '5 5' }) +
  tag('text', { x: 60, y: 70, 'text-anchor': 'middle', class: 'ar-text ar-yours' }, 'yours');

// One scene at (x, y) of a picture: black, the digits, and whatever `over(object)` and `all` add.
function scene(x, y, objects, { over = () => '', all = '', dim = false } = {}) {
  const digits = objects.map((o) => image(o.x, o.y, o.side, o.href)).join('');
  const paper = tag('rect', { width: SIDE, height: SIDE, rx: 8, fill: '#000' }) + (objects.length < PLACES.length ? YOURS : '');
  return tag('g', { transform: `translate(${x} ${y})` }, paper + tag('g', { opacity: dim ? 0.45 : 1 }, digits) + all + objects.map(over).join(''));
}

const boxed = ({ box: [left, top, width, height], colour }, kind = '') =>
  tag('rect', { x: left - 2, y: top - 2, width: width + 4, height: height + 4, fill: 'none', stroke: rgb(colour), 'stroke-width': 2.5, rx: 2, class: kind });

// What is in the box: a chip above it, or inside its upper edge where there is no room.
function labelled(object) {
  if (object.label === null) return '';
  const [left, top] = object.box;
  const y = top > 20 ? top - 20 : top + 1;
  const chip = tag('rect', { x: left - 3, y, width: 19, height: 18, rx: 3, fill: rgb(object.colour) });
  return chip + tag('text', { x: left + 6.5, y: y + 14, 'text-anchor': 'middle', class: 'ar-chip' }, object.label);
}

const masked = (object) => image(object.x, object.y, object.side, object.mask);
const centre = ({ box: [left, top, width, height] }) => [left + width / 2, top + height / 2];
