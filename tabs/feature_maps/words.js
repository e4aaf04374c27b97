// Numbers and shapes in words, as Python writes them, and small helpers for making elements.

// About four digits and a real minus sign, as model/units.py writes numbers.
function figure(value) {
  const size = Math.abs(value);
  let text;
  if (size >= 1e6 || (size > 0 && size < 5e-4)) {
    const [digits, power] = size.toExponential(1).split('e');
    text = `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`;
  } else {
    text = size.toFixed(size >= 10 ? 2 : size >= 0.1 ? 3 : 4);
  }
  return value < 0 && Number(text) ? `−${text}` : text;
}

// Three digits, for small cells.
function shortFigure(value) {
  const text = Math.abs(value).toFixed(Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2);
  return value < 0 && Number(text) ? `−${text}` : text;
}

const times = (shape) => shape.join(' × ');
const counted = (number, word) => `${number.toLocaleString('en')} ${word}${number === 1 ? '' : 's'}`;
const outputOf = (layer) =>
  layer.name === 'input' ? `your drawing (${times(layer.shape)})` : `output of ${layer.name} (${times(layer.shape)})`;

// "map 3 of conv1", "row of dense1", "your drawing".
function mapName(layer, channel) {
  if (layer.name === 'input') return 'your drawing';
  return isSpatial(layer.shape) ? `map ${channel} of ${layer.name}` : `numbers of ${layer.name}`;
}

function unitName(layer, position) {
  if (!isSpatial(layer.shape)) return `number ${position[0]}`;
  return `row ${position[0]}, column ${position[1]}`;
}

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') made.textContent = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

function makeOverlay(width, height, ...classes) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const name of ['fm-halo', ...classes]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', name);
    svg.append(path);
  }
  return svg;
}

// Draws the same outline as light line and dark halo, so that it shows on every colour.
function outline(svg, path) {
  for (const line of svg.children) line.setAttribute('d', path);
}

// A legend: its colours with the numbers at both ends, and 0 between them where there is a sign.
function makeLegend(table) {
  const legend = make('p', { class: 'ui-legend fm-legend' });
  legend.innerHTML = '<span></span><i></i><span></span>';
  legend.querySelector('i').style.backgroundImage = gradientOf(table);
  return legend;
}

function showLegend(legend, low, high) {
  const [from, to] = legend.querySelectorAll('span');
  from.textContent = shortFigure(low);
  to.textContent = shortFigure(high);
}

// Moves the focus among a group's elements with arrow keys: one of them is in the tab order at a time.
// `columns` is how many stand side by side, or a function that says so. May be called again for new ones.
const roving = (() => {
  const known = new WeakSet();

  return (group, selector, columns) => {
    const items = () => [...group.querySelectorAll(selector)];
    const choose = (item) => items().forEach((each) => (each.tabIndex = each === item ? 0 : -1));
    choose(items()[0]);
    if (known.has(group)) return;
    known.add(group);
    group.addEventListener('focusin', (event) => items().includes(event.target) && choose(event.target));
    group.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const all = items();
      const at = all.indexOf(event.target);
      const across = typeof columns === 'function' ? columns() : columns;
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across, Home: -at, End: all.length - 1 - at };
      if (!(event.key in steps) || at < 0) return;
      event.preventDefault();
      all[at + steps[event.key]]?.focus();
    });
  };
})();
