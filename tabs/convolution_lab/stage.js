// Input, window and output side by side; stepping through them by key, press or play.

const SLOWEST = 700; // milliseconds of a step while it plays
const WHOLE = 14_000; // a long way is played in about this time

// `actions`: moved(step).
function makeStage(actions) {
  const box = find('.cl-stage');
  const parts = { in: find('.cl-in'), out: find('.cl-out'), sum: find('.cl-sum'), formula: find('.cl-formula') };
  const showSum = makeSum(parts.sum);
  let view = null;
  let at = 0;
  let inputs = [];
  let outputs = [];
  let timer = null;
  let version = 0; // grows with every answer: a guess belongs to one of them
  const guessing = makeGuessing((right) => {
    if (guessing.isOn()) stop();
    if (!view?.rows) return;
    showOutput();
    showStep();
    if (right !== undefined) said(right);
  });

  const count = () => view.rows.places * view.columns.places;
  const key = () => `${version}:${at}`;
  const place = () => [Math.floor(at / view.columns.places), at % view.columns.places];

  // A step below 0 is the one in the middle.
  function show(next, step) {
    const same = view && sameNumbers(view, next);
    view = next;
    if (!same) version += 1;
    build();
    showInput();
    if (!view.rows) return showProblem();
    const middle = Math.floor(view.rows.places / 2) * view.columns.places + Math.floor(view.columns.places / 2);
    at = step < 0 ? middle : Math.min(step, count() - 1);
    showOutput();
    showFormula(parts.formula, view);
    showStep();
    return undefined;
  }

  // One matrix for each channel going in; out of a convolution comes one, out of pooling as many.
  function build() {
    const channels = view.planes.length;
    const outs = view.outs?.length ?? 1;
    box.classList.toggle('three', channels === 3);
    if (inputs.length !== channels) {
      inputs = Array.from({ length: channels }, () => makeMatrix({ press: pressInput }));
      parts.in.replaceChildren(...inputs.map((matrix) => matrix.figure));
    }
    if (outputs.length !== outs) {
      outputs = Array.from({ length: outs }, (_, i) => makeMatrix({ press: pressOutput, keys: i ? undefined : press }));
      parts.out.replaceChildren(...outputs.map((matrix) => matrix.figure));
    }
    parts.out.querySelector('.cl-whole')?.remove();
    if (channels > outs) parts.out.append(wholePicture(view));
  }

  function showInput() {
    const { planes, height, width, names, tables, full, rows, columns, settings } = view;
    const border = rows && { top: rows.before, left: columns.before, bottom: rows.after, right: columns.after };
    planes.forEach((values, c) => {
      inputs[c].show({
        rows: height, columns: width, values, table: tables[c],
        border,
        borderText: settings.operation === 'convolution' ? '0' : '·',
        cut: rows && { rows: rows.left_over, columns: columns.left_over },
        level: (value) => levelOf(value, 0, full),
        text: shortFigure,
        title: `${names[c] ? CHANNELS[names[c]] : 'Input'} ${height} × ${width}`,
        low: names[c] ? undefined : 0,
        high: full,
      });
    });
  }

  function showOutput() {
    const { outs, outTables, outLevel, low, high, rows, columns, names } = view;
    const hidden = guessing.hides(key()) ? at : -1;
    outs.forEach((values, c) => {
      const what = outs.length > 1 ? `${CHANNELS[names[c]]},` : 'Output';
      outputs[c].show({
        rows: rows.places, columns: columns.places, values, table: outTables[c], level: outLevel, text: shortFigure,
        hidden: c ? -1 : hidden,
        title: `${what} ${rows.places} × ${columns.places}`,
        low: outs.length > 1 ? undefined : low,
        high,
      });
      outputs[c].picture.setAttribute('role', c ? 'img' : 'slider');
    });
  }

  function showProblem() {
    stop();
    for (const matrix of inputs) matrix.unmark();
    parts.out.replaceChildren(make('p', { class: 'cl-hint', text: view.problem }));
    outputs = [];
    parts.sum.replaceChildren();
    parts.formula.replaceChildren();
    box.dataset.state = 'problem';
    find('.cl-at').textContent = '';
  }

  function showStep() {
    const { rows, columns, settings } = view;
    const [row, column] = place();
    const step = { row, column, ...arithmeticOf(view, row, column) };
    box.dataset.state = 'shown';
    for (const matrix of inputs) matrix.mark({ top: step.top, left: step.left, size: settings.size, step: rows.dilation });
    for (const matrix of outputs) matrix.mark({ top: row, left: column, size: 1 });
    const hidden = guessing.hides(key());
    showSum(view, step, hidden ? guessForm(row, column) : resultLine());
    find('.cl-at').textContent = `Step ${at + 1} of ${count().toLocaleString('en')}`;
    describe(step, hidden);
    actions.moved(at, count());
  }

  const value = (c = 0) => view.outs[c][at];

  function resultLine() {
    if (view.outs.length > 1) {
      return make('b', { text: `= ${view.outs.map((_, c) => `${CHANNELS[view.names[c]].toLowerCase()} ${figure(value(c))}`).join(', ')}` });
    }
    const before = view.sums[0][at];
    const cut = view.settings.relu === '1' && view.settings.operation === 'convolution';
    const text = cut ? `= ${figure(before)}, and after ReLU: max(0, ${figure(before)}) = ${figure(value())}` : `= ${figure(value())}`;
    return make('b', { text });
  }

  function guessForm(row, column) {
    const which = view.outs.length > 1 ? 'the red output' : 'the output';
    const cut = view.settings.relu === '1' && view.settings.operation === 'convolution' ? ', after ReLU' : '';
    return guessing.form(key(), value(), `Your guess for ${which} at row ${row}, column ${column}${cut}`);
  }

  function said(right) {
    parts.sum.querySelector('.cl-told-sum').append(make('p', { class: 'cl-terms', role: 'status', text: right ? 'Right.' : 'Shown. That counts as a wrong guess.' }));
  }

  function describe({ row, column, top, left }, hidden) {
    const { height, width, settings, rows, names } = view;
    const last = rows.dilation * (settings.size - 1);
    inputs.forEach(({ picture }, c) => {
      picture.setAttribute('role', 'img');
      const what = names[c] ? `${CHANNELS[names[c]]} of the input` : 'Input';
      const where = `rows ${top} to ${top + last}, columns ${left} to ${left + last}`;
      picture.setAttribute('aria-label', `${what}, ${height} by ${width} numbers. The window reads ${where}`);
    });
    outputs.forEach(({ picture }, c) => {
      const what = outputs.length > 1 ? `${CHANNELS[names[c]]} of the output` : 'Output';
      picture.setAttribute('aria-label', `${what}, ${rows.places} by ${view.columns.places} numbers`);
    });
    const [{ picture }] = outputs;
    picture.setAttribute('aria-valuemin', 0);
    picture.setAttribute('aria-valuemax', count() - 1);
    picture.setAttribute('aria-valuenow', at);
    picture.setAttribute('aria-valuetext', `row ${row}, column ${column}: ${hidden ? 'hidden, guess it' : figure(value())}`);
  }

  // ---- moving ----

  function open(step) {
    if (!view?.rows) return;
    const next = Math.min(count() - 1, Math.max(0, step));
    if (next === at) return;
    at = next;
    if (guessing.isOn()) showOutput(); // another cell is hidden now
    showStep();
  }

  function pressInput(row, column) {
    if (!view.rows) return;
    const near = (axis, cell) => {
      const wanted = (cell + axis.before - (axis.reach - 1) / 2) / axis.stride;
      return Math.min(axis.places - 1, Math.max(0, Math.round(wanted)));
    };
    stop();
    open(near(view.rows, row) * view.columns.places + near(view.columns, column));
  }

  function pressOutput(row, column) {
    const { rows, columns } = view;
    if (row < 0 || column < 0 || row >= rows.places || column >= columns.places) return;
    stop();
    open(row * columns.places + column);
  }

  function press(event) {
    if (!view?.rows || event.ctrlKey || event.metaKey || event.altKey) return;
    const across = view.columns.places;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, Home: -at, End: count() - 1 - at };
    if (event.key === ' ') toggle();
    else if (event.key in steps) {
      stop();
      const next = at + steps[event.key];
      if (next >= 0 && next < count()) open(next);
    } else return;
    event.preventDefault();
  }

  function toggle() {
    if (timer) return stop();
    if (!view?.rows || guessing.isOn()) return undefined;
    if (at === count() - 1) open(0);
    timer = setInterval(() => (at < count() - 1 ? open(at + 1) : stop()), Math.min(SLOWEST, Math.max(30, WHOLE / count())));
    return showPlaying();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    showPlaying();
  }

  function showPlaying() {
    const button = find('.cl-play');
    button.textContent = timer ? 'Pause' : 'Play';
    button.setAttribute('aria-pressed', Boolean(timer));
    button.disabled = guessing.isOn();
    button.title = button.disabled ? 'Off while you guess' : '';
  }

  find('.cl-play').addEventListener('click', toggle);
  find('.cl-back').addEventListener('click', () => (stop(), open(at - 1)));
  find('.cl-on').addEventListener('click', () => (stop(), open(at + 1)));
  // Keys work on the buttons too, except those that a button needs for itself.
  find('.cl-steps').addEventListener('keydown', (event) => {
    if (event.key !== ' ' && !event.target.matches('input')) press(event);
  });
  whenWidthChanges(box, () => view?.rows && !guessing.hides(key()) && showStep());
  showPlaying();
  return { show, open, stop };
}

// The colours that three channels make together, and what a convolution does with them.
function wholePicture({ planes, height, width, settings }) {
  const canvas = make('canvas', { role: 'img', 'aria-label': 'The picture in colour' });
  const bytes = Uint8ClampedArray.from({ length: 4 * height * width }, (_, i) => (i % 4 < 3 ? planes[i % 4][i >> 2] : 255));
  const colours = new Uint32Array(bytes.buffer);
  paintColours(canvas, width, height, [...colours.keys()], colours);
  const kernels = settings.kernels.length > 1 ? 'Each channel has a kernel of its own' : 'The same kernel reads each channel';
  const text = `${kernels}. The three sums are added: three matrices go in, one comes out.`;
  return make('div', { class: 'cl-whole' }, canvas, make('span', { text }));
}

// Whether two views give the same output: then a number that was guessed stays known.
function sameNumbers(one, other) {
  return Boolean(one.outs && other.outs) && one.outs.length === other.outs.length && one.outs.every((plane, c) =>
    plane.length === other.outs[c].length && plane.every((value, i) => value === other.outs[c][i]));
}
