// Which pixels count: four pictures side by side on the visitor's digit, for any class.

// `ask(request, onAnswer)` sends to Python; `name()` is the network with maps that is explained.
function makeReasons(box, ask) {
  const find = (selector) => box.querySelector(selector);
  const select = find('select');
  const status = find('.fm-reasons-status');
  const TITLES = { cnn: 'CNN', ann: 'ANN', lenet5: 'LeNet-5' };
  const MEANINGS = {
    'Grad-CAM': 'bright: where that layer’s maps speak for the digit',
    Occlusion: 'orange: covering this lowers the probability; blue: raises it',
    Evidence: 'orange: ink that speaks for the digit; blue: against it',
  };
  let digit = null; // null: the network's own answer
  let figures = [];

  const digits = Array.from({ length: 10 }, (_, value) => {
    const button = make('button', { type: 'button', role: 'radio', 'aria-checked': 'false', text: value });
    button.addEventListener('click', () => {
      digit = value;
      request();
    });
    find('.fm-digits').append(button);
    return button;
  });
  roving(find('.fm-digits'), 'button', 10);
  select.addEventListener('change', () => request());

  function layersAre(layers) {
    const wanted = layers.filter(({ name, shape }) => name !== 'input' && isSpatial(shape));
    select.replaceChildren(...wanted.map(({ name }) => make('option', { value: name, text: name })));
    const best = wanted.filter(({ kind }) => !kind.includes('pooling') && !kind.includes('convolution'));
    const large = best.filter(({ shape }) => shape[0] > 1);
    select.value = (large.at(-1) ?? wanted.at(-1))?.name ?? '';
  }

  function request() {
    if (!select.value) return;
    status.textContent = figures.length ? status.textContent : 'Asking …';
    ask({ layer: select.value, digit }, show);
  }

  function show(answer) {
    if (answer.blank) return clear('Nothing is drawn yet.');
    box.dataset.state = 'shown';
    digits.forEach((button, value) => {
      button.setAttribute('aria-checked', String(value === answer.digit));
      button.tabIndex = value === answer.digit ? 0 : -1;
    });
    status.textContent = digit === null
      ? `Why the ${TITLES[answer.network] ?? answer.network} says ${answer.digit}, asked in four ways.`
      : `What speaks for ${answer.digit}, asked in four ways.`;
    if (figures.length !== answer.pictures.length) build(answer.pictures.length);
    const path = inkOutline(floatsOf(answer.pixels));
    answer.pictures.forEach((picture, i) => showPicture(figures[i], picture, path, answer.digit));
    return undefined;
  }

  function build(count) {
    figures = Array.from({ length: count }, () => {
      const canvas = make('canvas', { role: 'img' });
      const overlay = makeOverlay(28, 28, 'fm-ink');
      const holder = make('div', { class: 'fm-picture' }, canvas, overlay);
      const parts = { canvas, overlay, title: make('h4'), text: make('p'), meaning: make('p', { class: 'ui-note fm-hint' }) };
      parts.legends = [makeLegend(viridis), makeLegend(blueOrange)];
      parts.figure = make('figure', {}, parts.title, holder, ...parts.legends, parts.text, parts.meaning);
      return parts;
    });
    find('.fm-figures').replaceChildren(...figures.map(({ figure: made }) => made));
  }

  function showPicture(parts, picture, path, answered) {
    const name = TITLES[picture.network] ?? picture.network;
    const values = floatsOf(picture.values);
    const level = picture.signed ? (v) => signedLevel(v, picture.most) : (v) => levelOf(v, 0, picture.most);
    paintColours(parts.canvas, 28, 28, Uint8Array.from(values, level), picture.signed ? blueOrange : viridis);
    parts.canvas.setAttribute('aria-label', `${picture.title}, ${name}, for ${answered}: ${picture.text}`);
    outline(parts.overlay, path);
    parts.figure.classList.toggle('signed', picture.signed);
    parts.title.innerHTML = `${picture.title} <span class="${picture.network}">${name}</span>`;
    parts.text.textContent = picture.text;
    parts.meaning.textContent = MEANINGS[picture.title] ?? '';
    const [plain, signed] = parts.legends;
    plain.hidden = picture.signed;
    signed.hidden = !picture.signed;
    showLegend(picture.signed ? signed : plain, picture.signed ? -picture.most : 0, picture.most);
  }

  // The border between ink and paper, along the pixels' edges.
  function inkOutline(pixels) {
    const inked = (row, column) => row >= 0 && row < 28 && column >= 0 && column < 28 && pixels[row * 28 + column] > 0.4;
    let path = '';
    for (let row = 0; row <= 28; row += 1) {
      for (let column = 0; column <= 28; column += 1) {
        if (inked(row, column) !== inked(row - 1, column)) path += `M${column} ${row}h1`;
        if (inked(row, column) !== inked(row, column - 1)) path += `M${column} ${row}v1`;
      }
    }
    return path;
  }

  function clear(why) {
    box.dataset.state = 'blank';
    figures = [];
    digit = null;
    for (const button of digits) button.setAttribute('aria-checked', 'false');
    find('.fm-figures').replaceChildren();
    status.textContent = `${why} Draw a digit, and four pictures show what its reading rests on.`;
  }

  // While the pen moves the pictures belong to an older drawing.
  function wait() {
    if (box.dataset.state === 'shown') box.dataset.state = 'waiting';
  }

  const forget = () => (digit = null);

  return { layersAre, request, clear, wait, forget };
}
