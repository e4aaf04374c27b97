// What the whole tab knows, and small things that several of its parts use.

const panel = element.querySelector('.tl');
const find = (selector) => panel.querySelector(selector);
const findAll = (selector) => [...panel.querySelectorAll(selector)];
const TAB = 'training-lab';
const NAMES = ['cnn', 'ann'];
const TITLES = { cnn: 'CNN', ann: 'ANN' };

const lab = {
  part: 'slider',
  about: null, // what the server describes: both networks, and how their training went
  blank: true, // nothing is drawn
  pixels: null, // Float32Array(784): what the networks see of the drawing
  image: null, // the same as the server encoded it
  message: '', // why there is no image
};

// Each is called when the drawing or what is known about the networks has changed.
const followers = [];
const updateAll = () => followers.forEach((update) => update());

// Each part of the tab: {settings: () => what a link should carry, adopt: (settings from a link) => …}.
const parts = {};

const floatsOf = (text) => new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);

// "98.24 %", "0.034", "+0.12", "−0.12".
const share = (value, decimals = 2) => `${(100 * value).toFixed(decimals)} %`;
const minus = (text) => String(text).replace('-', '−');
const signed = (value, decimals = 3) => minus(`${value > 0 ? '+' : ''}${value.toFixed(decimals)}`);
const short = (value) => minus(Number(value.toPrecision(3)));
const many = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
const aDigit = (digit) => `${digit === 8 ? 'an' : 'a'} ${digit}`;

const RAISED = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

// Numbers of any size in a table: plain where that is readable, else with a power of ten.
function tidy(value) {
  const size = Math.abs(value);
  if (size >= 1000) return minus(Math.round(value).toLocaleString('en'));
  if (size === 0 || size >= 0.001) return minus(value.toFixed(size >= 100 ? 1 : 4));
  const [digits, power] = value.toExponential(1).split('e');
  return `${minus(digits)} · 10${Array.from(String(Number(power)), (letter) => RAISED[letter]).join('')}`;
}

function make(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Shows in a part either what belongs there or, in its .tl-hint, why there is nothing.
function showIn(part, there, why = '') {
  part.classList.toggle('empty', !there);
  part.querySelector(':scope > .tl-hint').textContent = there ? '' : why || part.dataset.hint;
}

// What a part that needs the drawing says while there is none.
const whyNoDigit = () => lab.message || '';

// Ten bars for one or two series, back to back: makeBars(ol, ['cnn', 'ann']) or (ol, ['cnn']).
function makeBars(host, series) {
  host.classList.add('ui-bars', series.length === 2 ? 'two' : 'one');
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = make('li');
    const ofSeries = series.map((name) => {
      const value = make('span', `ui-value tl-value ${name}`, '–');
      const bar = make('span', `ui-bar ${name}`);
      bar.append(make('span'));
      return { value, bar, fill: bar.firstChild };
    });
    const [first, second] = ofSeries;
    const which = make('b', 'ui-which', String(digit));
    if (second) row.append(first.value, first.bar, which, second.bar, second.value);
    else row.append(which, first.bar, first.value);
    host.append(row);
    return ofSeries;
  });

  // probabilities: {series name: ten numbers}, or null for none
  return function show(probabilities) {
    series.forEach((name, i) => {
      const found = probabilities?.[name];
      const best = found ? ranked(Array.from(found)).best : null;
      rows.forEach((ofSeries, digit) => {
        const { value, bar, fill } = ofSeries[i];
        value.textContent = found ? percent(found[digit], 1) : '–';
        fill.style.transform = `scaleX(${found ? found[digit] : 0})`;
        for (const part of [value, bar]) part.classList.toggle('best', digit === best);
      });
    });
  };
}

// "CNN: 7, 98 %" in a coloured box.
function showVerdict(place, probabilities) {
  const found = probabilities && ranked(Array.from(probabilities));
  place.querySelector('.tl-digit').textContent = found ? found.best : '–';
  place.querySelector('.tl-sure').textContent = found ? percent(found.p) : '';
}

// One of several radio buttons: returns {value(), set(value)}.
function radios(name, onChange) {
  const inputs = findAll(`input[name="${name}"]`);
  for (const input of inputs) input.addEventListener('change', onChange);
  return {
    value: () => inputs.find((input) => input.checked).value,
    set(value) {
      const input = inputs.find((one) => one.value === value);
      if (input) input.checked = true;
    },
  };
}

// Keeps the address up to date with what the open part shows.
function remember() {
  route.remember(TAB, currentSettings());
}

const currentSettings = () => ({ ...(lab.part === 'slider' ? {} : { part: lab.part }), ...parts[lab.part].settings() });
