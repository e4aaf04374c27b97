// The lab's buttons, its address, and what it follows: the drawing, links, whether it is in sight.

// An address that changed with every step of a film would be refused by the browser.
const CALM = 300;
let told = 0;

function remember(step) {
  state.step = step;
  clearTimeout(remember.timer);
  const tell = () => {
    told = Date.now();
    if (visible && state.kernels) route.remember('convolution-lab', address());
  };
  if (Date.now() - told > CALM) tell();
  else remember.timer = setTimeout(tell, CALM);
}

const address = () => writtenSettings(state);

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

find('.cl-link').addEventListener('click', ({ currentTarget }) => {
  const drawing = state.input === 'digit' ? studio.latest.drawn : null;
  route.copy(currentTarget, route.link('convolution-lab', address(), drawing));
});

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
