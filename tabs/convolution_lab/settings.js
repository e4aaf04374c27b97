// Everything that a link to the lab can carry: read from texts, checked, and written back.

const LIMITS = { size: [1, 7], stride: [1, 7], dilation: [1, 4] };
const CHOICES = {
  input: ['grid', 'digit', 'picture'],
  operation: ['convolution', 'max', 'average', 'flatten'],
  padding: ['valid', 'same', '0', '1', '2', '3', '4', '5'],
  colours: ['rgb', 'grey'],
  relu: ['0', '1'],
};
const LARGEST = 10000; // of a kernel's numbers

const isPooling = (operation) => operation === 'max' || operation === 'average';

// Pooling windows lie side by side, as in the networks; a kernel moves cell by cell.
const defaultsFor = (operation) => ({
  input: 'grid',
  operation,
  size: isPooling(operation) ? 2 : 3,
  stride: isPooling(operation) ? 2 : 1,
  padding: 'valid',
  dilation: 1,
  bias: 0,
  relu: '0',
  colours: 'rgb',
  kernel: 'lesson',
  step: 0,
});

const MIDDLE = -1; // the step to begin with on a digit, whose corners are empty
const firstStep = (input) => (input === 'digit' ? MIDDLE : 0);

// The settings that texts ask for; what is not understood stays at its default.
function readSettings(texts) {
  const operation = CHOICES.operation.includes(texts.operation) ? texts.operation : 'convolution';
  const settings = defaultsFor(operation);
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(texts[name])) settings[name] = texts[name];
  }
  for (const [name, [low, high]] of Object.entries(LIMITS)) {
    const value = Number(texts[name]);
    if (texts[name] && Number.isInteger(value) && value >= low && value <= high) settings[name] = value;
  }
  const step = Number(texts.step);
  settings.step = texts.step && Number.isInteger(step) && step >= 0 ? step : firstStep(settings.input);
  const bias = numberIn(texts.bias ?? '');
  settings.bias = Math.abs(bias) <= LARGEST ? bias : null; // null: the kernel's own
  if (texts.kernel) settings.kernel = texts.kernel;
  return settings;
}

// "1,0,1,0,1,0,1,0,1" as one kernel, three of them with semicolons between as one for each channel; null if neither.
function readKernels(text) {
  const kernels = text.split(';').map((part) => asSquare(part.split(',').map(numberIn)));
  const [first] = kernels;
  const fits = kernels.every((kernel) => kernel && kernel.length === first?.length);
  return fits && (kernels.length === 1 || kernels.length === 3) ? kernels : null;
}

function asSquare(numbers) {
  const size = Math.sqrt(numbers.length);
  const good = numbers.every((value) => Math.abs(value) <= LARGEST);
  if (!good || !Number.isInteger(size) || size > LIMITS.size[1]) return null;
  return Array.from({ length: size }, (_, row) => numbers.slice(row * size, (row + 1) * size));
}

const writtenKernel = (rows) => rows.flat().map((value) => Number(value.toPrecision(6))).join(',');

// What differs from the defaults, for an address. Pooling says its window in any case.
function writtenSettings(state) {
  const defaults = { ...defaultsFor('convolution'), bias: state.name ? state.ownBias : 0, step: state.operation === 'flatten' ? 0 : firstStep(state.input) };
  const kernel = state.name || state.kernels.map(writtenKernel).join(';');
  const known = { ...state, kernel };
  const needless = {
    flatten: ['size', 'stride', 'padding', 'dilation', 'bias', 'relu', 'kernel'],
    max: ['dilation', 'bias', 'relu', 'kernel'],
    average: ['dilation', 'bias', 'relu', 'kernel'],
  };
  const written = {};
  for (const name of Object.keys(defaults)) {
    const needed = known[name] !== defaults[name] || (isPooling(state.operation) && ['size', 'stride'].includes(name));
    const spoken = !(needless[state.operation] ?? []).includes(name);
    if (needed && spoken && !(name === 'colours' && state.input !== 'picture')) written[name] = known[name];
  }
  return written;
}

// A blur of any size: the mean of what is under the window.
const mean = (size) => Array.from({ length: size }, () => Array(size).fill(1 / size ** 2));

// A kernel in another size: the middle stays in the middle, what is new is 0.
function resized(rows, size) {
  const shift = Math.floor((size - rows.length) / 2);
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => rows[row - shift]?.[column - shift] ?? 0),
  );
}
