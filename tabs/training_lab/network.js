// Runs a small network in the browser, with the arithmetic of Keras: moving the time slider asks nobody.
//
// Numbers lie row by row, the channels of a pixel side by side; kernels as Keras stores them.

// Returns [{name, shape, values}] of the input and every layer.
//   layers   what the server describes: {name, kind, activation, input, output, kernel: its shape or null}
//   weights  Float32Array: kernel, bias, kernel, bias, … one after the other
//   pixels   Float32Array(784), 0 to 1, ink bright
function runNetwork(layers, weights, pixels) {
  const outputs = [{ name: 'input', shape: [28, 28, 1], values: pixels }];
  let at = 0;
  for (const layer of layers) {
    const x = outputs.at(-1).values;
    let values = x; // what flattening leaves: the same numbers in the same order
    if (layer.kernel) {
      const { kernel, bias, end } = weightsAt(layer, weights, at);
      at = end;
      values = layer.kind === 'dense' ? dense(x, kernel, bias) : convolve(x, layer, kernel, bias);
    } else if (layer.kind === 'max pooling') values = poolLargest(x, layer);
    else if (layer.kind === 'activation') values = activate(layer.activation, x);
    outputs.push({ name: layer.name, shape: layer.output, values });
  }
  return outputs;
}

// A layer's own weights in the long row of all of them: {kernel, bias, end}.
function weightsAt(layer, weights, at) {
  const middle = at + layer.kernel.reduce((product, size) => product * size, 1);
  const end = middle + layer.kernel.at(-1);
  return { kernel: weights.subarray(at, middle), bias: weights.subarray(middle, end), end };
}

// Each unit: all inputs times its weights, plus its bias.
function dense(x, kernel, bias) {
  const sums = Float64Array.from(bias);
  const units = bias.length;
  for (let i = 0; i < x.length; i += 1) {
    if (x[i] === 0) continue; // most of a drawing is paper
    for (let unit = 0; unit < units; unit += 1) sums[unit] += x[i] * kernel[i * units + unit];
  }
  return Float32Array.from(sums);
}

// Stride 1, no padding: at every place where the window fits, each filter's products are added up.
function convolve(x, layer, kernel, bias) {
  const [height, width, channels, filters] = layer.kernel;
  const [, columns] = layer.input;
  const [rowsOut, columnsOut] = layer.output;
  const result = new Float32Array(rowsOut * columnsOut * filters);
  const sums = new Float64Array(filters);
  for (let row = 0; row < rowsOut; row += 1) {
    for (let column = 0; column < columnsOut; column += 1) {
      sums.set(bias);
      for (let i = 0; i < height; i += 1) {
        for (let j = 0; j < width; j += 1) {
          for (let channel = 0; channel < channels; channel += 1) {
            const value = x[((row + i) * columns + column + j) * channels + channel];
            if (value === 0) continue;
            const from = ((i * width + j) * channels + channel) * filters;
            for (let filter = 0; filter < filters; filter += 1) sums[filter] += value * kernel[from + filter];
          }
        }
      }
      result.set(sums, (row * columnsOut + column) * filters);
    }
  }
  return result;
}

// The largest of each 2 × 2 numbers of a map; an odd last row or column falls off.
function poolLargest(x, layer) {
  const [, columns, channels] = layer.input;
  const [rowsOut, columnsOut] = layer.output;
  const result = new Float32Array(rowsOut * columnsOut * channels);
  for (let row = 0; row < rowsOut; row += 1) {
    for (let column = 0; column < columnsOut; column += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const at = (down, right) => x[((2 * row + down) * columns + 2 * column + right) * channels + channel];
        result[(row * columnsOut + column) * channels + channel] = Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
      }
    }
  }
  return result;
}

function activate(name, x) {
  return Float32Array.from(name === 'softmax' ? softmax(x) : x.map(ACTIVATIONS[name].value));
}
