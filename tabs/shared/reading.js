// Ten probabilities in figures and in words, the same on every tab.

// "98 %". Never "100 %": a network is never certain, so from 99 % on one decimal is shown, cut off.
function percent(probability, decimals = 0) {
  if (probability < 0.99) return `${(probability * 100).toFixed(decimals)} %`;
  return `${Math.min(99.9, Math.floor(probability * 1000) / 10).toFixed(1)} %`;
}

// The two best digits with their probabilities: {best, p, second, p2}.
function ranked(probabilities) {
  const order = probabilities.map((_, digit) => digit).sort((a, b) => probabilities[b] - probabilities[a]);
  const [best, second] = order;
  return { best, p: probabilities[best], second, p2: probabilities[second] };
}

// "7, perhaps 1": the answer with its runner-up, as firm as the numbers are.
function inWords(probabilities) {
  const { best, p, second, p2 } = ranked(probabilities);
  if (p2 < 0.01) return `${best}, clearly; then ${second}`;
  if (p2 < 0.1) return `${best}, hardly ${second}`;
  if (p - p2 > 0.15) return `${best}, perhaps ${second}`;
  return `${best} or ${second}, hard to tell`;
}

// "CNN: 7, 98 %; ANN: 1, 54 %", for those who listen.
function spokenAnswer(answer) {
  const one = (name, probabilities) => {
    const { best, p } = ranked(probabilities);
    return `${name}: ${best}, ${percent(p)}`;
  };
  const both = `${one('CNN', answer.cnn)}; ${one('ANN', answer.ann)}`;
  return answer.verdict === 'not a digit' ? `Probably not a digit. ${both}` : both;
}
