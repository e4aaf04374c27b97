// Ten probabilities of both networks, back to back: CNN to the left, ANN to the right.

function makeDuel(list) {
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = document.createElement('li');
    row.innerHTML =
      '<span class="ui-unseen">CNN</span><span class="ui-value avc-value cnn"></span>' +
      `<span class="ui-bar cnn"><span></span></span><b class="ui-which">${digit}</b>` +
      '<span class="ui-bar ann"><span></span></span>' +
      '<span class="ui-unseen">ANN</span><span class="ui-value avc-value ann"></span>';
    list.append(row);
    return row;
  });

  // `answer` is {cnn, ann}, ten probabilities each, or null.
  function show(answer) {
    for (const name of NAMES) {
      const best = answer ? ranked(answer[name]).best : null;
      rows.forEach((row, digit) => {
        const p = answer ? answer[name][digit] : 0;
        row.querySelector(`.avc-value.${name}`).textContent = answer ? percent(p, 1) : '';
        row.querySelector(`.ui-bar.${name} span`).style.transform = `scaleX(${p})`;
        row.querySelector(`.ui-bar.${name}`).classList.toggle('best', digit === best);
        row.querySelector(`.avc-value.${name}`).classList.toggle('best', digit === best);
      });
    }
  }

  return { show };
}

// "98 %" that no line break tears apart.
const sure = (p) => percent(p).replace(' ', '\u00a0');

// What both networks read, in one sentence.
function bothInWords(answer) {
  if (answer.verdict === 'blank') return 'No ink is left: nothing to read.';
  const [cnn, ann] = NAMES.map((name) => ranked(answer[name]));
  if (cnn.best === ann.best) return `Both read ${aDigit(cnn.best)}: the CNN ${sure(cnn.p)}, the ANN ${sure(ann.p)}.`;
  return `The CNN reads ${aDigit(cnn.best)}, ${sure(cnn.p)}; the ANN ${aDigit(ann.best)}, ${sure(ann.p)}.`;
}

// "CNN 7, 98 %" and "ANN 1, 54 %" as two small cards.
function makeVerdicts(box) {
  box.innerHTML = NAMES.map(
    (name) => `<p class="ui-verdict avc-verdict ${name}"><b>${TITLES[name]}</b><span class="ui-digit avc-digit"></span><span class="ui-sure avc-sure"></span></p>`,
  ).join('');

  return {
    show(answer) {
      for (const name of NAMES) {
        const { best, p } = answer ? ranked(answer[name]) : {};
        box.querySelector(`.${name} .avc-digit`).textContent = answer ? best : '–';
        box.querySelector(`.${name} .avc-sure`).textContent = answer ? percent(p) : '';
      }
    },
  };
}
