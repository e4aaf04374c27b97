// Where the blocks of a diagram stand: from a layer table to rectangles, before anything is drawn.

const TALLEST = 150; // of a map as large as the input
const MOST_SLABS = 6; // of one block; more are counted in words

// Height of a map with `side` rows where the input has `most`: areas, not sides, are what the eye compares.
const heightOf = (side, most) => Math.max(9, TALLEST * Math.sqrt(side / most));
const widthOf = (maps) => Math.max(5, 1.6 * maps ** 0.42);
const barOf = (numbers) => Math.min(TALLEST, 12 * Math.log2(numbers));

// {blocks: [{block, x, slabs: [{x, width}], width, height, lean}], width}, from left to right.
function planOf({ input, blocks }) {
  const all = [{ name: 'Input', kind: 'input', times: 1, shape: input, layers: [] }, ...blocks];
  let x = 8;
  const placed = all.map((block) => {
    const isFlat = block.shape.length === 1;
    const height = isFlat ? barOf(block.shape[0]) : heightOf(block.shape[0], input[0]);
    const count = Math.min(block.times, MOST_SLABS);
    const slab = isFlat ? 8 : widthOf(block.shape[2]) / Math.sqrt(count) + 1;
    const lean = isFlat ? 4 : 0.3 * height; // how far the side goes back
    const pitch = slab + Math.max(3, Math.min(8, lean / 6));
    const inner = (count - 1) * pitch + slab + lean;
    const room = Math.max(roomForWords(block), inner + 12);
    const start = x + (room - inner) / 2;
    const slabs = Array.from({ length: count }, (_, i) => ({ x: start + i * pitch, width: slab }));
    const place = { block, x, room, slabs, height, lean };
    x += room;
    return place;
  });
  return { blocks: placed, width: x + 8 };
}

// Below a block stands "112 × 112", above it its name.
function roomForWords({ kind, name, shape }) {
  const above = kind === 'pooling' ? 0 : 7.4 * name.length + 10;
  return Math.max(above, shape[0] >= 100 && shape.length > 1 ? 66 : 56);
}

const KINDS = {
  convolution: 'convolution',
  pooling: 'pooling',
  inception: 'Inception modules',
  residual: 'residual blocks',
  inverted: 'widening and narrowing blocks',
  upward: 'enlarging and convolution',
  dense: 'dense layer',
};

// "3 residual blocks, 56 × 56 × 256".
function blockInWords({ name, kind, times, shape }) {
  const what = times > 1 ? `${times} ${KINDS[kind].replace(/^convolution$/, 'convolutions')}` : KINDS[kind].replace(/s$/, '');
  return `${name}: ${what}, output ${timesSign(shape)}`;
}
