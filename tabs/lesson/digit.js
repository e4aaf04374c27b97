// What widgets share: their registry, the visitor's digit as the server sees it, and small pieces of page.
//
//   widgets.NAME = (box) => {}     brings the widget called NAME to life in its box

const widgets = {};

const SVG_NAME = 'http://www.w3.org/2000/svg';

function makeSvg(tag, attributes, ...parts) {
  const made = document.createElementNS(SVG_NAME, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...parts);
  return made;
}

// "−1.50": a real minus, and as many decimals as asked.
const written = (value, decimals = 2) => value.toFixed(decimals).replace('-', '−');

// "4.9 × 10⁸", for what does not fit.
function writtenLarge(value) {
  if (value >= 0.01 && value < 100_000) return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
  const [digits, power] = value.toExponential(1).split('e');
  return `${digits} × 10${[...String(Number(power))].map((c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]).join('')}`;
}

// Shows an empty state, or takes it away: `text` empty.
function hintIn(box, text) {
  const hint = box.querySelector('.le-hint') ?? box.appendChild(make('p', 'ui-hint le-hint'));
  hint.textContent = text;
  hint.hidden = !text;
  box.classList.toggle('empty', Boolean(text));
}

// Calls back with what the server sees in the drawing; asks once the pen is lifted, and only while in sight.
// `callback` gets the answer, or null and a sentence that says why there is none.
function followDigit(box, callback) {
  let seen = false;
  let wanted = 0;
  let asked = -1;
  const ask = oneAtATime(
    ({ drawing }) => server.pixels({ drawing }),
    (answer, { number }) => number === wanted && show(answer),
    () => callback(null, 'The server does not answer. Draw once more to try again.'),
  );

  function show(answer) {
    if (answer.state === 'loading') setTimeout(() => box.isConnected && again(), 1000);
    if (answer.state !== 'answer') callback(null, answer.message);
    else if (answer.blank) callback(null, '');
    else callback(answer, '');
  }

  function again() {
    asked = -1;
    update();
  }

  function update() {
    const drawing = studio.latest.drawn;
    if (isBlank(drawing)) return callback(null, '');
    if (!seen || asked === wanted) return undefined;
    asked = wanted;
    return ask({ drawing, number: wanted });
  }

  studio.watch('drawn', box, () => {
    wanted += 1;
    update();
  });
  whenSeen(box, (isSeen) => {
    seen = isSeen;
    update();
  });
  update();
}

// A labelled slider: {row, set(value)}; `tell(value)` is called with every new position.
function makeSlider({ label, low, high, step, value, decimals = 1 }, tell) {
  const input = make('input');
  Object.assign(input, { type: 'range', min: low, max: high, step, value });
  const output = make('output');
  const row = make('label', 'le-slider', make('span', '', label), input, output);
  const moved = () => {
    output.textContent = written(Number(input.value), decimals);
    tell(Number(input.value));
  };
  input.addEventListener('input', moved);
  output.textContent = written(value, decimals);
  return row;
}

// A curve on which points can move: {svg, addDot(colour) → place(x)}. Heights are cut at the frame.
function makeCurve({ f, low, high, bottom, top, label, colour = 'var(--quiet)' }) {
  const W = 200;
  const H = 120;
  const across = (x) => ((Math.min(high, Math.max(low, x)) - low) / (high - low)) * W;
  const up = (y) => H - ((Math.min(top, Math.max(bottom, y)) - bottom) / (top - bottom)) * H;
  const points = Array.from({ length: 101 }, (_, i) => low + ((high - low) * i) / 100);
  const line = points.map((x) => `${across(x).toFixed(1)},${up(f(x)).toFixed(1)}`).join(' ');
  const axes = `M0 ${up(0)}H${W}M${across(0)} 0V${H}`;
  const svg = makeSvg(
    'svg',
    { viewBox: `-8 -8 ${W + 16} ${H + 16}`, role: 'img', 'aria-label': label },
    makeSvg('path', { d: axes, stroke: 'var(--line)', 'stroke-width': 1.5, fill: 'none' }),
    makeSvg('polyline', { points: line, stroke: colour, 'stroke-width': 2.5, fill: 'none', 'stroke-linejoin': 'round' }),
  );

  function addDot(fill) {
    const dot = svg.appendChild(makeSvg('circle', { r: 6, fill, stroke: 'var(--page)', 'stroke-width': 2 }));
    return (x) => {
      dot.setAttribute('cx', across(x));
      dot.setAttribute('cy', up(f(x)));
    };
  }
  return { svg, addDot };
}
