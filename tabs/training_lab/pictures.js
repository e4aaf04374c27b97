// Weights and maps as small pictures, many in one sheet.

const WIDE = { cnn: [3, 3], ann: [28, 28] }; // what one filter or unit of the first layer looks at

// Makes `host` a sheet of canvases with one text for all; returns show(pictures, table, label).
// pictures: [{width, height, levels: 0 to 255}], or null to empty the sheet.
function makeSheet(host) {
  host.classList.add('tl-sheet');
  host.setAttribute('role', 'img');
  const canvases = [];

  return function show(pictures, table, label) {
    host.setAttribute('aria-label', label);
    const count = pictures?.length ?? 0;
    while (canvases.length < count) {
      canvases.push(make('canvas'));
      host.append(canvases.at(-1));
    }
    while (canvases.length > count) canvases.pop().remove();
    pictures?.forEach(({ width, height, levels }, i) => paintColours(canvases[i], width, height, levels, table));
  };
}

// The first layer's weights, one picture for each filter or unit; `most` is where the colours are fullest.
function filterPictures(name, layers, weights, most) {
  const { kernel } = firstWeights(layers, weights);
  const [width, height] = WIDE[name];
  const units = kernel.length / (width * height);
  return Array.from({ length: units }, (_, unit) => {
    const levels = new Uint8Array(width * height);
    for (let i = 0; i < levels.length; i += 1) levels[i] = signedLevel(kernel[i * units + unit], most);
    return { width, height, levels };
  });
}

const firstWeights = (layers, weights) => weightsAt(layers.find((layer) => layer.kernel), weights, 0);

// The size that all but a few of the first layer's weights stay below.
function reachOf(layers, weights) {
  const sizes = firstWeights(layers, weights).kernel.map(Math.abs).sort();
  return sizes[Math.floor(0.995 * (sizes.length - 1))];
}

// "8 filters of 3 × 3 weights, from −0.52 to +0.48".
function filtersInWords(name, layers, weights) {
  const { kernel } = firstWeights(layers, weights);
  const [width, height] = WIDE[name];
  const what = name === 'cnn' ? 'filter' : 'unit';
  const range = `from ${signed(Math.min(...kernel), 2)} to ${signed(Math.max(...kernel), 2)}`;
  return `${TITLES[name]}: ${many(kernel.length / (width * height), what)} of ${width} × ${height} weights, ${range}`;
}

// One picture for each map of a layer's output (height, width, channels), brightest at the layer's largest.
function mapPictures({ shape: [height, width, channels], values }) {
  const high = Math.max(...values);
  const low = Math.min(...values, 0);
  return Array.from({ length: channels }, (_, channel) => {
    const levels = new Uint8Array(width * height);
    for (let i = 0; i < levels.length; i += 1) levels[i] = levelOf(values[i * channels + channel], low, high);
    return { width, height, levels };
  });
}

// A row of numbers as one picture, `width` in a row.
function rowPicture(values, width) {
  const high = Math.max(...values);
  const low = Math.min(...values, 0);
  return { width, height: values.length / width, levels: Uint8Array.from(values, (value) => levelOf(value, low, high)) };
}

// What is lit when the network reads the drawing: {label, pictures} of its hidden layers.
function hiddenPictures(name, outputs) {
  const active = outputs.filter((output) => output.name.startsWith('active'));
  if (name === 'cnn') {
    return active.map((output, i) => ({
      pictures: mapPictures(output),
      label: `CNN: ${output.shape[2]} maps of convolution ${i + 1} on your digit, each ${output.shape[0]} × ${output.shape[1]}`,
    }));
  }
  const { values } = active[0];
  const lit = values.filter((value) => value > 0).length;
  return [{ pictures: [rowPicture(values, 8)], label: `ANN: ${lit} of ${values.length} hidden units are above 0 on your digit` }];
}

for (const bar of findAll('.tl-scale.weights i')) bar.style.backgroundImage = gradientOf(blueOrange);
for (const bar of findAll('.tl-scale.maps i')) bar.style.backgroundImage = gradientOf(viridis);
