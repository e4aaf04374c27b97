// Activation functions: what each computes, its slope, and what it is good and bad at.

const sigmoidOf = (x) => 1 / (1 + Math.exp(-x)); // exp may overflow to Infinity: 1 / Infinity is 0, as it should be
const LEAK = 0.1;

const ACTIVATIONS = {
  relu: {
    title: 'ReLU',
    value: (x) => Math.max(0, x),
    slope: (x) => (x > 0 ? 1 : 0),
    formula: 'max(0, x)',
    slopeFormula: '1 if x > 0, else 0',
    strength: 'Costs one comparison, and its slope of 1 passes gradients on undiminished.',
    weakness: 'A unit whose input is always negative has slope 0 and stops learning: it is dead.',
  },
  leaky_relu: {
    title: 'Leaky ReLU',
    value: (x) => (x > 0 ? x : LEAK * x),
    slope: (x) => (x > 0 ? 1 : LEAK),
    formula: `x if x > 0, else ${LEAK} · x`,
    slopeFormula: `1 if x > 0, else ${LEAK}`,
    strength: 'No unit can die: a little slope is left on the negative side.',
    weakness: 'One more number to choose, and often no better than ReLU.',
  },
  sigmoid: {
    title: 'Sigmoid',
    value: sigmoidOf,
    slope: (x) => sigmoidOf(x) * (1 - sigmoidOf(x)),
    formula: '1 / (1 + e^−x)',
    slopeFormula: 's · (1 − s), with s the sigmoid',
    strength: 'Between 0 and 1, so it can be read as a probability: right for a yes or no at the end.',
    weakness: 'Far from 0 it is flat, and even at 0 its slope is only 1/4: gradients vanish layer by layer.',
  },
  tanh: {
    title: 'tanh',
    value: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    formula: '(e^x − e^−x) / (e^x + e^−x)',
    slopeFormula: '1 − tanh² x',
    strength: 'Between −1 and 1 around zero, which the next layer learns from more easily.',
    weakness: 'Flat far from 0, like the sigmoid: large inputs learn almost nothing.',
  },
};

// All numbers at once: each becomes a power of e, and they are divided by their sum.
// Taking the largest off first changes no result and keeps every power finite.
function softmax(values) {
  const largest = Math.max(...values);
  const powers = Array.from(values, (value) => Math.exp(value - largest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
