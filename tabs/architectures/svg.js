// Small helpers for pictures drawn by code, and for elements. Nothing that a visitor types comes here.

// "<rect x=… />" from a name and its attributes; `inside` is text or further elements.
function tag(name, attributes = {}, inside = '') {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? Math.round(value * 100) / 100 : value}"`);
  return `<${name}${written.join('')}>${inside}</${name}>`;
}

// A whole picture that fills the width it is given; `label` is what those hear who do not see it.
function drawing(width, height, label, parts) {
  const frame = { class: 'ar-svg', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label };
  return tag('svg', frame, ARROW_HEAD + parts.flat(3).join(''));
}

const ARROW_HEAD =
  '<defs><marker id="ar-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">' +
  '<path class="ar-tip" d="M0 0 L8 4 L0 8 z" /></marker></defs>';

const text = (x, y, words, kind = '', anchor = 'middle') =>
  tag('text', { x, y, class: `ar-text ${kind}`, 'text-anchor': anchor }, words);
const box = (x, y, width, height, kind = '', round = 4) =>
  tag('rect', { x, y, width, height, rx: round, class: `ar-box ${kind}` });
const path = (d, kind = '') => tag('path', { d, class: `ar-path ${kind}` });
const arrow = (x1, y1, x2, y2) => tag('path', { d: `M${x1} ${y1} L${x2} ${y2}`, class: 'ar-path', 'marker-end': 'url(#ar-head)' });
const image = (x, y, side, href) =>
  tag('image', { x, y, width: side, height: side, href, preserveAspectRatio: 'none', class: 'ar-pixels' });

// An element with attributes and children; "text" is its text, "onclick" and the like are listeners.
function put(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'text') made.textContent = value;
    else if (key === 'html') made.innerHTML = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

const grouped = (number) => number.toLocaleString('en');
const timesSign = (shape) => shape.join(' × ');

// "60.97 million", "0.72 billion": as many figures as one can grasp.
function rounded(number) {
  const units = [[1e9, 'billion'], [1e6, 'million'], [1e3, 'thousand']];
  const [size, unit] = units.find(([least]) => number >= least) ?? [1, ''];
  return `${(number / size).toPrecision(3)} ${unit}`.trim();
}

// Levels 0 to 255 as a picture's address: bright on nothing in one colour, or grey on black.
function pictureUrl({ width, height, levels }, colour = null) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pixels = new ImageData(width, height);
  levels.forEach((level, i) => pixels.data.set(colour ? [...colour, level] : [level, level, level, 255], 4 * i));
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
