// What Python answered, made ready to be shown: a plane of numbers for each channel, and its colours.

function viewOf(answer, settings) {
  const [height, width, channels = 1] = answer.input.shape;
  const names = channels === 3 ? ['R', 'G', 'B'] : [''];
  const view = {
    settings, height, width, names,
    full: answer.full,
    planes: planesOf(answer.input),
    tables: names.map((name) => PRIMARIES[name] ?? greys),
    problem: answer.problem ?? '',
    phrase: answer.phrase ?? '',
  };
  return answer.output ? { ...view, rows: answer.rows, columns: answer.columns, ...outputOf(answer, view) } : view;
}

// "outs": the output's planes, after ReLU if that is on; "outTables" and "outLevel" are their colours.
function outputOf({ output }, { settings, tables, full }) {
  const sums = planesOf(output);
  const relu = settings.relu === '1' && settings.operation === 'convolution';
  const outs = relu ? sums.map((plane) => plane.map((value) => Math.max(0, value))) : sums;
  if (settings.operation !== 'convolution') {
    return { sums, outs, outTables: tables, outLevel: (value) => levelOf(value, 0, full), low: 0, high: full };
  }
  const [least, most] = extremes(outs);
  if (least < 0) {
    const size = Math.max(-least, most);
    return { sums, outs, outTables: [blueOrange], outLevel: (value) => signedLevel(value, size), low: -size, high: size };
  }
  return { sums, outs, outTables: [viridis], outLevel: (value) => levelOf(value, 0, most), low: 0, high: most };
}

function planesOf(packed) {
  const [height, width, channels = 1] = packed.shape;
  const numbers = floatsOf(packed);
  return Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length: height * width }, (_unused, i) => numbers[i * channels + c]),
  );
}

// Smallest and largest number of several planes; too many for Math.min(...) in one go.
function extremes(planes) {
  let [least, most] = [Infinity, -Infinity];
  for (const plane of planes) {
    for (const value of plane) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
}
