// Grey pictures that Python packed as runs of equal brightness, unpacked and painted pixel by pixel.

// Returns {width, height, levels}: a Uint8Array of brightness 0 to 255, row by row.
function unpacked({ width, height, runs }) {
  const bytes = Uint8Array.from(atob(runs), (letter) => letter.charCodeAt(0));
  const levels = new Uint8Array(width * height);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    levels.fill(bytes[i], at, at + bytes[i + 1]);
    at += bytes[i + 1];
  }
  return { width, height, levels };
}

// Paints a picture at one canvas pixel per number; style sheets make the pixels large.
function paintLevels(canvas, { width, height, levels }) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  for (let i = 0; i < levels.length; i += 1) {
    image.data[4 * i] = image.data[4 * i + 1] = image.data[4 * i + 2] = levels[i];
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}
