// One small picture for each network's one idea, drawn by code. Each returns [picture, caption].
// `facts` is {cards by id, digit: the address of a 28×28 picture, blocks: the opened card's, once known}.

const IDEAS = { sharing, relu, stack, deeper, inception, skip, scaling };

// LeNet-5: one kernel everywhere, maps halved again and again.
function sharing({ digit }) {
  const sheets = (x, y, side, count, kind) =>
    Array.from({ length: count }, (_, i) => box(x + 5 * (count - 1 - i), y - 5 * (count - 1 - i), side, side, kind, 2));
  const window = 112 * (5 / 28);
  const parts = [
    image(14, 56, 112, digit),
    box(40, 76, window, window, 'ar-window', 1),
    box(74, 116, window, window, 'ar-window', 1),
    path('M60 76 L186 92 M94 136 L190 128', 'ar-fine'),
    sheets(176, 76, 76, 4, 'convolution'),
    arrow(276, 108, 296, 108),
    sheets(302, 94, 38, 4, 'pooling'),
    arrow(364, 108, 384, 108),
    [0, 1, 2, 3, 4].map((i) => box(392, 70 + 16 * i, 14, 12, 'dense', 2)),
    text(14, 192, 'the same 5 × 5 weights', '', 'start'),
    text(14, 208, 'at every place', '', 'start'),
    text(220, 192, 'maps'),
    text(328, 192, 'halved'),
    text(398, 192, 'answer'),
  ];
  const label = 'One window of 5 by 5 at two places of a digit, maps, maps of half the size, and an answer.';
  return [drawing(430, 220, label, parts), 'Convolve, halve, convolve, halve, decide: the plan of every network since.'];
}

// AlexNet: what a gradient meets on its way back through tanh and through ReLU.
function relu() {
  const X = (x) => 210 + 62 * x;
  const Y = (y) => 168 - 54 * y;
  const xs = Array.from({ length: 61 }, (_, i) => -3 + i / 10);
  const curve = (f, kind) => path(`M${xs.filter((x) => f(x) <= 2.2).map((x) => `${X(x).toFixed(1)} ${Y(f(x)).toFixed(1)}`).join(' L')}`, kind);
  const at = 2;
  const slope = 1 - Math.tanh(at) ** 2;
  const tangent = (f, s, kind) => path(`M${X(at - 0.6)} ${Y(f(at) - 0.6 * s)} L${X(at + 0.6)} ${Y(f(at) + 0.6 * s)}`, kind);
  const parts = [
    path(`M${X(-3.1)} ${Y(0)} L${X(3.1)} ${Y(0)} M${X(0)} ${Y(-1.1)} L${X(0)} ${Y(2.2)}`, 'ar-fine'),
    curve(Math.tanh, 'ar-old'),
    curve((x) => Math.max(0, x), 'ar-new'),
    tangent((x) => x, 1, 'ar-tangent'),
    tangent(Math.tanh, slope, 'ar-tangent'),
    text(X(at) - 12, Y(at) - 2, `ReLU: slope 1`, 'ar-strong', 'end'),
    text(X(at) + 4, Y(0.55), `tanh: slope ${slope.toFixed(2)}`, '', 'middle'),
    text(X(-2.2), Y(-1) + 18, 'tanh saturates'),
    text(X(-2), Y(0) - 8, 'ReLU is 0'),
  ];
  const label = `Curves of tanh and ReLU from −3 to 3. At ${at}, tanh has slope ${slope.toFixed(2)} and ReLU slope 1.`;
  return [drawing(430, 230, label, parts), 'Training multiplies slopes, layer by layer. tanh’s small ones fade to nothing; ReLU’s stay 1.'];
}

// VGG: a pyramid of cells; each layer of 3×3 sees one more ring.
function stack() {
  const cell = 26;
  const row = (count, y, kind) =>
    Array.from({ length: count }, (_, i) => box(150 - (count * cell) / 2 + i * cell + 2, y, cell - 4, cell - 4, kind, 3));
  const side = (count) => (count * cell) / 2 - 2;
  const funnel = [1, 3, 5].map((count, i) => {
    const [top, next] = [34 + 56 * i, 34 + 56 * (i + 1)];
    return path(`M${150 - side(count)} ${top + 22} L${150 - side(count + 2)} ${next} M${150 + side(count)} ${top + 22} L${150 + side(count + 2)} ${next}`, 'ar-fine');
  });
  const weights = (layers) => layers * 9;
  const seen = (layers) => 2 * layers + 1;
  const notes = [1, 2, 3].map((layers, i) => {
    const y = 34 + 56 * (i + 1);
    const size = seen(layers);
    const cost = layers === 1 ? `${weights(1)} weights` : `${weights(layers)} weights, not ${size * size}`;
    return [text(262, y + 8, `${layers} × (3 × 3) sees ${size} × ${size}`, 'ar-strong', 'start'), text(262, y + 25, cost, '', 'start')];
  });
  const parts = [funnel, row(1, 34, 'ar-new'), row(3, 90, 'convolution'), row(5, 146, 'convolution'), row(7, 202, 'ar-plain'), notes];
  const label = 'One cell sees 3 cells of the layer below, those see 5, and those see 7 of the input.';
  return [drawing(430, 236, label, parts), 'Seen from the side: weights are counted for one map in, one map out.'];
}

// A deeper network beside a shallower one: a square for each unit of each block.
function deeper({ cards, card }, from) {
  const [shallow, deep] = [cards.get(from), card];
  const most = Math.max(...deep.units);
  const size = Math.min(22, 190 / most);
  const tower = (found, x) => [
    found.units.map((count, block) =>
      Array.from({ length: count }, (_, i) => {
        const isNew = i >= shallow.units[block];
        return box(x + block * 34, 196 - (i + 1) * size, 26, size - Math.min(3, size / 4), isNew ? 'ar-new' : 'convolution', 2);
      }),
    ),
    text(x + 80, 218, found.name, 'ar-strong'),
  ];
  const sentence = (found) => `${found.name}: ${found.units.join(', ')}`;
  const label = `Units in each block. ${sentence(shallow)}. ${sentence(deep)}.`;
  return [drawing(430, 230, label, [tower(shallow, 24), tower(deep, 238)]), `Units in each block, one square each: ${sentence(shallow)}; ${sentence(deep)}.`];
}

// GoogLeNet: the first Inception module with its own numbers of maps.
function inception({ blocks }) {
  const rows = new Map((blocks ?? []).flatMap((block) => block.layers).map((layer) => [layer.name, layer.shape.at(-1)]));
  const maps = (name) => (rows.has(`3a_${name}`) ? ` · ${rows.get(`3a_${name}`)}` : '');
  const column = (x, upper, lower) => [
    path(`M215 40 C215 56 ${x} 46 ${x} 62`),
    upper ? [box(x - 48, 62, 96, 28, upper[1]), text(x, 81, upper[0])] : path(`M${x} 62 L${x} 112`),
    path(`M${x} 90 L${x} 112`),
    box(x - 48, 112, 96, 28, 'convolution'),
    text(x, 131, lower),
    path(`M${x} 140 C${x} 162 215 150 215 172`),
  ];
  const parts = [
    box(150, 10, 130, 30, 'ar-plain'),
    text(215, 30, 'maps in'),
    column(56, null, `1 × 1${maps('1x1')}`),
    column(162, [`1 × 1${maps('3x3_reduce')}`, 'ar-plain'], `3 × 3${maps('3x3')}`),
    column(268, [`1 × 1${maps('5x5_reduce')}`, 'ar-plain'], `5 × 5${maps('5x5')}`),
    column(374, ['max pool', 'pooling'], `1 × 1${maps('pool_1x1')}`),
    box(138, 172, 154, 30, 'ar-new'),
    text(215, 192, `stacked${maps('join')} maps`, 'ar-onnew'),
  ];
  const label = 'Four branches side by side: 1 by 1; 1 by 1 then 3 by 3; 1 by 1 then 5 by 5; pooling then 1 by 1; stacked.';
  return [drawing(430, 216, label, parts), 'The first module, 3a, with its numbers of maps. The plain boxes make fewer maps of many, to save work.'];
}

// ResNet: a block and the way around it.
function skip() {
  const layer = (x, words) => [box(x, 96, 74, 40, 'convolution'), text(x + 37, 121, words)];
  const parts = [
    text(22, 121, 'x', 'ar-strong'),
    arrow(34, 116, 62, 116),
    layer(64, '1 × 1'),
    arrow(138, 116, 158, 116),
    layer(160, '3 × 3'),
    arrow(234, 116, 254, 116),
    layer(256, '1 × 1'),
    arrow(330, 116, 354, 116),
    tag('circle', { cx: 368, cy: 116, r: 13, class: 'ar-box ar-new' }),
    text(368, 121, '+', 'ar-onnew ar-strong'),
    arrow(382, 116, 420, 116),
    tag('path', { d: 'M46 116 C46 20 368 20 368 100', class: 'ar-path ar-skip', 'marker-end': 'url(#ar-head)' }),
    text(207, 34, 'x, unchanged', 'ar-strong'),
    text(197, 164, 'the change that the block learns'),
    path('M64 146 L330 146', 'ar-fine'),
    text(215, 200, 'output = x + change', 'ar-strong'),
  ];
  const label = 'x goes through three convolutions and, on another way, around them unchanged; both are added.';
  return [drawing(430, 216, label, parts), 'If nothing needs changing, the block learns zero. The gradient too finds the way around.'];
}

// EfficientNet: one thing scaled at a time, and all three together.
function scaling() {
  const network = (x, depth, width, side, words, kind = 'convolution') => {
    const gap = 9;
    const left = x - (depth * (width + gap) - gap) / 2;
    const slabs = Array.from({ length: depth }, (_, i) => {
      const height = side * (1 - 0.16 * i * (3 / depth));
      return box(left + i * (width + gap), 96 - height / 2, width, height, kind, 2);
    });
    return [slabs, text(x, 172, words, kind === 'ar-new' ? 'ar-strong' : '')];
  };
  const parts = [
    network(38, 3, 7, 62, 'B0'),
    network(118, 3, 14, 62, 'wider'),
    network(202, 5, 7, 62, 'deeper'),
    network(286, 3, 7, 104, 'finer'),
    network(378, 4, 11, 88, 'all three', 'ar-new'),
    text(215, 206, 'each step: depth × 1.2, width × 1.1, resolution × 1.15'),
  ];
  const work = (1.2 * 1.1 ** 2 * 1.15 ** 2).toFixed(2);
  const label = 'Five networks: the first, one with wider layers, one with more, one for finer pictures, one with a little of each.';
  return [drawing(430, 220, label, parts), `One step of all three costs about twice the work: 1.2 × 1.1² × 1.15² = ${work}.`];
}
