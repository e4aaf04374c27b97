// Numbers become colours: viridis for activations, blue through grey to orange for what has a sign.
// Both differ in lightness, so they can be told apart without seeing colours.

// Viridis (van der Walt and Smith, 2015, CC0) at every 15th of its 256 steps; straight lines between them.
const VIRIDIS =
  '440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e 1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725';
const BLUE_ORANGE = '0b4f9e 3f83cf 93bfe8 f2f1f4 f6bd85 e08326 9c4a00';

const viridis = colourTable(VIRIDIS);
const blueOrange = colourTable(BLUE_ORANGE); // the middle, 127.5, is 0

// Returns 256 colours as a canvas stores them: red, green, blue and opacity in one number.
function colourTable(stops) {
  const points = stops.split(' ').map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i += 1) {
    const place = (i / 255) * (points.length - 1);
    const from = Math.min(Math.floor(place), points.length - 2);
    for (let c = 0; c < 3; c += 1) {
      bytes[4 * i + c] = points[from][c] + (place - from) * (points[from + 1][c] - points[from][c]);
    }
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

// Level 0 to 255 of a number between low and high; 0 where they are equal.
function levelOf(value, low, high) {
  if (!(high > low)) return 0;
  return Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low))));
}

// Level of a number with a sign: −most is 0, 0 is the middle, most is 255.
const signedLevel = (value, most) => levelOf(value, -most, most || 1);

// Paints one canvas pixel per level, row by row; style sheets make the pixels large.
function paintColours(canvas, width, height, levels, table) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = table[levels[i]];
  canvas.getContext('2d').putImageData(image, 0, 0);
}

// "#1f978b" of a level, for style sheets.
function colourOf(table, level) {
  const number = table[level];
  const part = (shift) => ((number >> shift) & 255).toString(16).padStart(2, '0');
  return `#${part(0)}${part(8)}${part(16)}`;
}

// Black or white, whichever stands out more (WCAG 2's relative luminance): at least 4.5 to 1 on every colour.
function inkOn(table, level) {
  const number = table[level];
  const linear = (shift) => (((number >> shift) & 255) / 255) ** 2.2;
  const luminance = 0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(16);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

// CSS of a legend's bar, left to right.
function gradientOf(table) {
  const stops = Array.from({ length: 18 }, (_, i) => colourOf(table, 15 * i));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
