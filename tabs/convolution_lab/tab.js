// The lab: what is chosen, what is asked of the server, and the address that says both.

const state = { ...defaultsFor('convolution'), name: 'lesson', kernels: null, ownBias: 0 };
const subject = { drawing: null, known: null, picture: null }; // `known`: {of: drawing, pixels}
let visible = false;
let wanted = null; // settings that came before the kernels did
let pendingKernel = ''; // a filter's name that came before the network did
let retry = null;
let channel = 0; // of the kernel that is edited
let pooled = false; // the window's size and stride are a pooling's

const kernels = makeKernels((name) => useKernel(name) && changed());
const editor = makeEditor(find('.cl-editor'), {
  changed(rows) {
    state.kernels = state.kernels.map((old, c) => (c === channel || state.kernels.length === 1 ? rows : old));
    state.name = '';
    changed();
  },
  wrong: (message) => (find('.cl-wrong').textContent = message),
});
const stage = makeStage({ moved: (step) => remember(step) });
const flattened = makeFlatten(find('.cl-flatten'), { moved: (index) => remember(index) });

// ---- asking ----

const UNREACHABLE = 'The server does not answer. Trying again.';

function asker(name, onAnswer) {
  return oneAtATime(
    ({ request }) => server[name](request),
    (answer, asked) => {
      if (answer.state === 'loading') again(700);
      if (answer.state !== 'answer') return trouble(answer.message);
      if (asked.settings && (asked.settings.operation === 'flatten') !== (state.operation === 'flatten')) return undefined;
      return onAnswer(answer, asked);
    },
    () => {
      trouble(UNREACHABLE);
      again(2500);
    },
  );
}

function again(delay) {
  clearTimeout(retry);
  retry = setTimeout(() => (kernels.haveLearned() ? update() : askKernels({ request: {} })), delay);
}

const askKernels = asker('kernels', (answer) => {
  kernels.load(answer);
  if (answer.later) again(1000);
  if (wanted) return use(wanted);
  if (pendingKernel && useKernel(pendingKernel)) return changed();
  if (!state.kernels) useKernel('lesson');
  return changed();
});
const askSlide = asker('slide', (answer, asked) => {
  if (!keep(answer, asked)) return;
  const view = viewOf(answer, asked.settings);
  panel.dataset.state = view.problem ? 'problem' : 'shown';
  stage.show(view, state.step);
  find('.cl-phrase').textContent = phraseOf(view.phrase);
});
const askFlatten = asker('flatten', (answer, asked) => {
  if (!keep(answer, asked)) return;
  panel.dataset.state = 'shown';
  const { input, colours } = asked.settings;
  flattened.show(answer, state.step, input === 'grid', input === 'picture' && colours === 'rgb');
});
const askPicture = asker('open_picture', (answer, { name }) => {
  subject.picture = answer;
  state.input = 'picture';
  state.step = 0;
  find('.cl-file').textContent = `${name}, shrunk to ${answer.width} × ${answer.height}`;
  changed();
});

// Notes what Python understood the drawing as. False if nothing is drawn, or another question was asked since.
function keep(answer, { settings, drawing }) {
  if (settings.input !== state.input) return false;
  say('');
  if (answer.blank) {
    empty('Draw a digit, or press one of the samples: it appears here as 28 × 28 numbers.');
    return false;
  }
  if (answer.pixels) subject.known = { of: drawing, pixels: answer.pixels };
  return true;
}

function update() {
  if (!visible || !state.kernels) return;
  if (state.input === 'digit' && isBlank(subject.drawing)) {
    return void empty('Draw a digit, or press one of the samples: it appears here as 28 × 28 numbers.');
  }
  const settings = { ...state, kernels: inChannels(), dilation: state.operation === 'convolution' ? state.dilation : 1 };
  const asked = { request: requestOf(settings), settings, drawing: subject.drawing };
  if (state.operation === 'flatten') askFlatten(asked);
  else askSlide(asked);
}

function requestOf({ input, operation, size, stride, padding, dilation, kernels: rows, bias, colours }) {
  const window_ = { size, stride, dilation, padding: Number.isNaN(Number(padding)) ? padding : Number(padding) };
  const { drawing, known, picture } = subject;
  const subjects = {
    grid: {},
    digit: known?.of === drawing ? { pixels: known.pixels } : { drawing },
    picture: { picture, colours },
  };
  return { input, operation, ...window_, kernels: rows, bias, ...subjects[input] };
}

const isColour = () => state.input === 'picture' && state.colours === 'rgb';
const inChannels = () => (isColour() ? state.kernels : [state.kernels[channelInUse()]]);
const channelInUse = () => (state.kernels.length > 1 ? channel : 0);

// ---- what is on the page ----

const say = (text) => (find('.cl-status').textContent = text);

function trouble(message) {
  say(message);
}

function empty(text) {
  stage.stop();
  panel.dataset.state = 'blank';
  say(text);
}

function phraseOf(phrase) {
  if (!phrase || state.input !== 'digit') return '';
  return `Measured against drawn edges, strokes and spots, this kernel answers to ${phrase}.`;
}

const showInputs = radios(find('.cl-inputs'), (input) => changed({ input, step: 0 }));
const showOperations = radios(find('.cl-operations'), chooseOperation);
const showColours = radios(find('.cl-colours'), (colours) => changed({ colours }));
const showChannels = radios(find('.cl-channels'), chooseChannel);
const numbers = find('.cl-numbers');
const showers = {
  size: makeStepper(numbers, 'Size', LIMITS.size, resize),
  stride: makeStepper(numbers, 'Stride', LIMITS.stride, (stride) => changed({ stride })),
  dilation: makeStepper(numbers, 'Dilation', LIMITS.dilation, (dilation) => changed({ dilation })),
  padding: makePadding(numbers, (padding) => changed({ padding })),
  bias: makeField(numbers, 'Bias', (bias) => changed({ bias })),
};

function showSettings() {
  const convolves = state.operation === 'convolution';
  panel.dataset.operation = state.operation;
  showInputs(state.input);
  showOperations(state.operation);
  showColours(state.colours);
  find('.cl-upload').hidden = state.input !== 'picture';
  find('.cl-flatten').hidden = state.operation !== 'flatten';
  find('.cl-bench').hidden = state.operation === 'flatten';
  find('.cl-kernel').hidden = find('.cl-relu').hidden = find('.cl-flipped').hidden = !convolves;
  find('.cl-relu input').checked = state.relu === '1';
  for (const name of ['size', 'stride']) showers[name](state[name]);
  showers.padding(state.padding);
  showers.dilation(state.dilation, convolves);
  showers.bias(state.bias, convolves);
  if (!state.kernels) return;
  showKernelChannels();
  editor.show(state.kernels[channelInUse()]);
  kernels.show(state.name);
}

// A colour picture is read by one kernel on all channels, or by one for each.
function showKernelChannels() {
  const group = find('.cl-channels');
  group.hidden = !isColour();
  if (!group.children.length) {
    for (const [value, text] of [['all', 'All the same'], ['0', 'R'], ['1', 'G'], ['2', 'B']]) {
      const button = make('button', { type: 'button', role: 'radio', text });
      button.dataset.value = value;
      group.append(button);
    }
  }
  showChannels(state.kernels.length === 1 ? 'all' : channel);
}

function chooseChannel(value) {
  const now = state.kernels[channelInUse()];
  channel = value === 'all' ? 0 : Number(value);
  if (value === 'all') state.kernels = [now];
  else if (state.kernels.length === 1) state.kernels = [now, now, now];
  changed();
}

// ---- changing settings ----

function changed(change = {}) {
  Object.assign(state, change);
  showSettings();
  remember(state.step);
  update();
}

function chooseOperation(operation) {
  if (operation === state.operation) return;
  stage.stop();
  if (operation !== 'flatten' && isPooling(operation) !== pooled) {
    const { size, stride } = defaultsFor(operation);
    pooled = isPooling(operation);
    Object.assign(state, { stride, size: pooled ? size : state.kernels[0].length });
  }
  changed({ operation, step: 0 });
}

function resize(size) {
  if (state.operation === 'convolution') fitTo(size);
  changed({ size });
}

// Takes a kernel by its name. False if it is not known yet, or not at all.
function useKernel(name) {
  const kernel = kernels.of(name);
  if (!kernel) return false;
  pendingKernel = '';
  state.name = name;
  state.kernels = state.kernels?.length === 3 && isColour()
    ? resizedAll(state.kernels, kernel.rows.length).map((old, c) => (c === channel ? kernel.rows : old))
    : [kernel.rows];
  if (state.kernels.length === 3) state.name = '';
  state.bias = state.ownBias = kernel.bias;
  if (!isPooling(state.operation)) state.size = kernel.rows.length;
  return true;
}

const resizedAll = (all, size) => all.map((rows) => (rows.length === size ? rows : resized(rows, size)));

// Settings from a link or from another tab.
function use(texts) {
  wanted = null;
  if (!kernels.areLoaded()) return void (wanted = texts);
  const settings = readSettings(texts);
  const { kernel, bias, ...others } = settings;
  stage.stop();
  channel = 0;
  pooled = isPooling(others.operation);
  Object.assign(state, others, { kernels: null, ownBias: 0, bias: bias ?? 0, name: '' });
  const written = readKernels(kernel);
  if (written) Object.assign(state, { kernels: written, size: isPooling(state.operation) ? state.size : written[0].length });
  else if (!useKernel(kernel)) {
    useKernel('lesson');
    pendingKernel = kernels.isLearned(kernel) ? kernel : '';
  }
  if (bias !== null) state.bias = bias;
  if (state.operation === 'convolution' && texts.size && !written) fitTo(settings.size);
  else if (isPooling(state.operation)) state.size = settings.size;
  changed();
}

// A kernel with a name keeps it, and with it what a smaller size cut off.
function fitTo(size) {
  const whole = state.name ? [kernels.of(state.name).rows] : state.kernels;
  const fitted = state.name === 'blur' ? [mean(size)] : whole.map((rows) => resized(rows, size));
  Object.assign(state, { size, kernels: fitted });
}

function remember(step) {
  state.step = step;
  clearTimeout(remember.timer); // a browser refuses an address that changes with every step
  remember.timer = setTimeout(() => visible && state.kernels && route.remember('convolution-lab', address()), 300);
}

const address = () => writtenSettings(state);

// ---- buttons ----

find('.cl-relu input').addEventListener('change', (event) => changed({ relu: event.target.checked ? '1' : '0' }));
find('.cl-flip').addEventListener('click', () => editKernel((rows) => rows.map((row) => [...row].reverse()).reverse()));
find('.cl-zero').addEventListener('click', () => editKernel((rows) => rows.map((row) => row.map(() => 0))));
find('.cl-reset').addEventListener('click', () => use({ input: state.input, operation: state.operation, colours: state.colours }));
find('.cl-four').addEventListener('click', () => {
  subject.picture = null;
  find('.cl-file').textContent = 'Red, green, blue and yellow';
  changed({ step: 0 });
});

function editKernel(edit) {
  state.kernels = state.kernels.map((rows, c) => (c === channelInUse() ? edit(rows) : rows));
  changed({ name: '' });
}

const file = find('.cl-upload input[type="file"]');
find('.cl-open').addEventListener('click', () => file.click());
file.addEventListener('change', () => {
  if (file.files.length) take(file.files[0]);
  file.value = ''; // so that the same file can be chosen again
});

async function take(chosen) {
  try {
    const { picture } = await openPicture(chosen);
    say('Shrinking the picture …');
    askPicture({ request: { picture }, name: chosen.name });
  } catch (error) {
    say(error.message);
  }
}

find('.cl-link').addEventListener('click', async (event) => {
  const button = event.target;
  const link = route.link('convolution-lab', address(), state.input === 'digit' ? studio.latest.drawn : null);
  button.textContent = (await copied(link)) ? 'Link copied' : 'Copy it from the address bar';
  setTimeout(() => (button.textContent = 'Copy link'), 2500);
});

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make('textarea', { readonly: true, class: 'cl-unseen' });
    field.value = text;
    panel.append(field);
    field.select();
    const done = document.execCommand('copy'); // without permission, or without https
    field.remove();
    return done;
  }
}

// ---- following the page ----

studio.watch('drawing', panel, (drawing) => {
  subject.drawing = drawing;
  if (state.input === 'digit') update();
});
route.follow('convolution-lab', panel, (texts) => Object.keys(texts).length && use(texts));
whenSeen(panel, (seen) => {
  visible = seen;
  if (!seen) return stage.stop();
  if (!kernels.areLoaded()) return askKernels({ request: {} });
  remember(state.step);
  return update();
});
showSettings();
