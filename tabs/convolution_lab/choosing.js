// Settings as they stand on the page, and what happens when one is changed.

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

const say = (text) => (find('.cl-status').textContent = text);

function empty(text) {
  stage.stop();
  panel.dataset.state = 'blank';
  say(text);
}

function phraseOf(phrase) {
  if (!phrase || state.input !== 'digit') return '';
  return `Measured against drawn edges, strokes and spots, this kernel answers to ${phrase}.`;
}

const showInputs = radios(find('.cl-inputs'), (input) => changed({ input, step: firstStep(input) }));
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
  changed({ operation, step: firstStep(state.input) });
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
