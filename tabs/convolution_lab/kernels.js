// Kernels with a name: those made by hand, and the filters that the network's first layer has learned.

const MADE = {
  lesson: 'lesson',
  identity: 'identity',
  'sobel-x': 'Sobel x',
  'sobel-y': 'Sobel y',
  blur: 'blur',
  gaussian: 'Gaussian',
  sharpen: 'sharpen',
  emboss: 'emboss',
  edges: 'edges',
};

// `onChoose(name)`. Python knows the kernels; `load` puts its answer here.
function makeKernels(onChoose) {
  let made = {};
  let learned = [];

  const number = (name) => (/^conv1-\d+$/.test(name) ? Number(name.slice(6)) : -1);

  // {rows, bias, phrase} of a name, or null.
  function of(name) {
    if (Object.hasOwn(made, name)) return { rows: made[name], bias: 0 };
    return learned[number(name)] ?? null;
  }

  function load(answer) {
    ({ made, learned } = answer);
    find('.cl-made').replaceChildren(...Object.keys(made).map((name) => button(name, MADE[name] ?? name, made[name], name)));
    find('.cl-learned').replaceChildren(
      ...learned.map(({ rows, phrase }, i) => button(`conv1-${i}`, '', rows, `filter ${i} of conv1, answers to ${phrase}`)),
    );
    find('.cl-waiting').textContent = learned.length ? '' : why(answer);
  }

  function why({ later, waiting }) {
    if (later) return 'They appear here once the networks are loaded.';
    return waiting ?? 'The filters of this network’s first layer are too large to be shown here.';
  }

  function button(name, text, rows, label) {
    const canvas = make('canvas', { 'aria-hidden': 'true' });
    paintKernel(canvas, rows);
    const made_ = make('button', { type: 'button', 'aria-pressed': 'false', 'aria-label': `Kernel: ${label}`, title: label }, canvas);
    if (text) made_.append(make('span', { text }));
    made_.dataset.name = name;
    made_.addEventListener('click', () => onChoose(name));
    return made_;
  }

  function show(name) {
    for (const each of panel.querySelectorAll('.cl-made button, .cl-learned button')) {
      each.setAttribute('aria-pressed', each.dataset.name === name);
    }
  }

  const isLearned = (name) => number(name) >= 0;
  return { of, load, show, isLearned, areLoaded: () => Object.keys(made).length > 0, haveLearned: () => learned.length > 0 };
}

function paintKernel(canvas, rows) {
  const numbers = rows.flat();
  const most = Math.max(...numbers.map(Math.abs)) || 1;
  paintColours(canvas, rows.length, rows.length, numbers.map((value) => signedLevel(value, most)), blueOrange);
}
