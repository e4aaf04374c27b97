// Numbers as text, elements, and what Python packed.

const panel = element.querySelector('.cl');
const find = (selector) => panel.querySelector(selector);

const floatsOf = ({ floats }) =>
  new Float32Array(Uint8Array.from(atob(floats), (letter) => letter.charCodeAt(0)).buffer);

// "35", "0.111", "−4.5": whole numbers as they are, others with about three digits, and a real minus sign.
function figure(value) {
  const size = Math.abs(value);
  const whole = Math.round(size);
  if (Math.abs(size - whole) < 2e-6 * Math.max(1, size)) return value < 0 && whole ? `−${whole}` : String(whole);
  if (size < 5e-5) return `${value < 0 ? '−' : ''}${size.toExponential(0)}`;
  const text = size.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.001 ? 3 : 4).replace(/\.?0+$/, '');
  return value < 0 && Number(text) ? `−${text}` : text;
}

// In a cell there is room for four signs.
function shortFigure(value) {
  const text = figure(value);
  if (text.length <= 4) return text;
  const size = Math.abs(value);
  const short = size.toFixed(size >= 99.95 ? 0 : size >= 9.95 ? 1 : 2);
  return value < 0 && Number(short) ? `−${short}` : short;
}

// A number as a visitor may write it: "-1", "−0,5", "1/9". NaN if it is none.
function numberIn(text) {
  const plain = text.trim().replace(/−/g, '-').replace(/,/g, '.');
  const [above, below, more] = plain.split('/');
  const isNumber = (part) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(part.trim());
  if (more !== undefined || !isNumber(above) || (below !== undefined && !isNumber(below))) return NaN;
  const value = below === undefined ? Number(above) : Number(above) / Number(below);
  return Number.isFinite(value) ? value : NaN;
}

// "3 rows", "1 row".
const counted = (number, word) => `${number.toLocaleString('en')} ${word}${number === 1 ? '' : 's'}`;

function make(tag, attributes = {}, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

function makeSvg(tag, attributes = {}, ...children) {
  return dressed(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function dressed(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') made.textContent = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

// Calls back when the page gives an element another width, not when its contents make it higher.
function whenWidthChanges(box, callback) {
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    callback();
  }).observe(box);
}

// One of several buttons is chosen; arrow keys move the choice. Returns show(value).
function radios(group, onChoose) {
  const buttons = () => [...group.querySelectorAll('[role="radio"]')].filter((button) => !button.hidden);
  group.addEventListener('click', (event) => {
    const button = event.target.closest('[role="radio"]');
    if (button) onChoose(button.dataset.value);
  });
  group.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const all = buttons();
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    next.focus();
    onChoose(next.dataset.value);
  });
  return (value) => {
    for (const button of buttons()) {
      const chosen = button.dataset.value === String(value);
      button.setAttribute('aria-checked', chosen);
      button.tabIndex = chosen ? 0 : -1;
    }
  };
}
