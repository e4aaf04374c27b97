// What Python packed, unpacked: all maps as levels of 256 for display, a few arrays exactly.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const floatsOf = (packed) => new Float32Array(bytesOf(packed.floats).buffer);
const sizeOf = (shape) => shape.reduce((product, length) => product * length, 1);

// Returns {layer name: {shape, low, high, levels}}; `layers` are in the order in which they were packed.
function unpackMaps(layers, packed) {
  const bytes = bytesOf(packed.levels);
  let at = 0;
  return Object.fromEntries(
    layers.map(({ name, shape }, i) => {
      const levels = bytes.subarray(at, (at += sizeOf(shape)));
      return [name, { shape, low: packed.low[i], high: packed.high[i], levels }];
    }),
  );
}

const isSpatial = (shape) => shape.length === 3;

// One map of a layer, levels row by row; a row of numbers counts as one map.
function levelsOfMap({ shape, levels }, channel) {
  if (!isSpatial(shape)) return levels;
  const [height, width, channels] = shape;
  const map = new Uint8Array(height * width);
  for (let i = 0; i < map.length; i += 1) map[i] = levels[i * channels + channel];
  return map;
}

// All maps of a layer in one: how much each place answers on the whole, the brightest place at 255.
function levelsOfAll({ shape, levels }) {
  if (!isSpatial(shape)) return levels;
  const [height, width, channels] = shape;
  const sums = new Float32Array(height * width);
  for (let i = 0; i < levels.length; i += 1) sums[Math.floor(i / channels)] += levels[i];
  const low = Math.min(...sums);
  const high = Math.max(...sums);
  return Uint8Array.from(sums, (sum) => levelOf(sum, low, high));
}

// How a row of `count` numbers is laid out in cells: near a square, without a ragged end if it can be.
function cellsFor(count) {
  const root = Math.ceil(Math.sqrt(count));
  for (let columns = root; columns <= 1.5 * root; columns += 1) {
    if (count % columns === 0) return { columns, rows: count / columns };
  }
  return { columns: root, rows: Math.ceil(count / root) };
}

// The grid that a map, or a row of numbers, is shown in.
function gridOf(shape) {
  if (isSpatial(shape)) return { rows: shape[0], columns: shape[1] };
  return cellsFor(shape[0]);
}

// Where a unit lies in that grid, and which unit lies at a place of it.
function placeOf(shape, position) {
  if (isSpatial(shape)) return { row: position[0], column: position[1] };
  const { columns } = cellsFor(shape[0]);
  return { row: Math.floor(position[0] / columns), column: position[0] % columns };
}

function positionAt(shape, channel, row, column) {
  if (isSpatial(shape)) return [row, column, channel];
  return [Math.min(row * cellsFor(shape[0]).columns + column, shape[0] - 1)];
}

// Paints a map, or a row of numbers in cells; cells beyond the row's end stay clear.
function paintMap(canvas, shape, levels, table = viridis) {
  const { rows, columns } = gridOf(shape);
  paintColours(canvas, columns, rows, levels, table);
  const missing = rows * columns - levels.length;
  if (missing) canvas.getContext('2d').clearRect(columns - missing, rows - 1, missing, 1);
}

// Paints all maps of a layer side by side, with a clear gap of one cell between them.
function paintMosaic(canvas, { shape, levels }, mosaic, table = viridis) {
  const [height, width, channels] = shape;
  if (canvas.width !== mosaic.width || canvas.height !== mosaic.height) {
    Object.assign(canvas, { width: mosaic.width, height: mosaic.height });
  }
  const image = new ImageData(mosaic.width, mosaic.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let k = 0; k < channels; k += 1) {
    const { x, y } = mosaic.corner(k);
    for (let row = 0; row < height; row += 1) {
      let to = (y + row) * mosaic.width + x;
      let from = row * width * channels + k;
      for (let column = 0; column < width; column += 1, to += 1, from += channels) {
        pixels[to] = table[levels[from]];
      }
    }
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

// How maps are put side by side: about as wide as high, in cells.
function mosaicFor([height, width, channels]) {
  const columns = channels === 6 ? 3 : Math.ceil(Math.sqrt(channels));
  const rows = Math.ceil(channels / columns);
  const [across, down] = [width + 1, height + 1];
  return {
    columns,
    rows,
    width: columns * across - 1,
    height: rows * down - 1,
    corner: (k) => ({ x: (k % columns) * across, y: Math.floor(k / columns) * down }),
  };
}

// SVG path of a region of a layer, as Python names it, in the grid that the layer is shown in.
function regionPath(shape, { top, left, bottom, right }) {
  if (isSpatial(shape)) return boxPath(left, top, right - left, bottom - top);
  const { rows, columns } = gridOf(shape);
  if (right - left > 1) return boxPath(0, 0, columns, rows);
  const { row, column } = placeOf(shape, [left]);
  return boxPath(column, row, 1, 1);
}

// SVG path of a rectangle in cells.
const boxPath = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;
