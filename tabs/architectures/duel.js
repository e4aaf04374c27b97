// Ten probabilities of LeNet-5 and of this page's CNN, back to back, while the pen moves.

const PAIR = ['lenet5', 'cnn'];
const CALLED = { lenet5: 'LeNet-5', cnn: 'CNN' };

function makeDuel(part) {
  const list = part.querySelector('.ar-bars');
  const hint = part.querySelector('.ar-hint');
  const invitation = hint.textContent;
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = put('li', {
      html:
        '<span class="ui-unseen">LeNet-5</span><span class="ui-value ar-value lenet5"></span><span class="ui-bar lenet5"><span></span></span>' +
        `<b class="ui-which">${digit}</b><span class="ui-bar cnn"><span></span></span><span class="ui-unseen">CNN</span><span class="ui-value ar-value cnn"></span>`,
    });
    list.append(row);
    return row;
  });

  // `answer` is {lenet5, cnn, verdict}, or null; `message` says why there is none.
  function show(answer, message = '') {
    part.classList.toggle('empty', !answer);
    hint.textContent = message || invitation;
    for (const name of PAIR) {
      const best = answer ? ranked(answer[name]).best : null;
      rows.forEach((row, digit) => {
        const p = answer ? answer[name][digit] : 0;
        row.querySelector(`.ar-value.${name}`).textContent = answer ? percent(p, 1) : '';
        row.querySelector(`.ui-bar.${name} span`).style.transform = `scaleX(${p})`;
        for (const cell of row.querySelectorAll(`.ui-bar.${name}, .ar-value.${name}`)) cell.classList.toggle('best', digit === best);
      });
    }
    part.querySelector('.ar-now').textContent = answer ? duelInWords(answer) : '';
  }

  return { show };
}

const surely = (p) => percent(p).replace(' ', '\u00a0');
const called = (digit) => `${digit === 8 ? 'an' : 'a'} ${digit}`;

function duelInWords(answer) {
  const [old, young] = PAIR.map((name) => ranked(answer[name]));
  const doubt = answer.verdict === 'not a digit' ? 'Probably not a digit. ' : '';
  if (old.best === young.best) return `${doubt}Both read ${called(old.best)}: LeNet-5 ${surely(old.p)}, the CNN ${surely(young.p)}.`;
  return `${doubt}LeNet-5 reads ${called(old.best)}, ${surely(old.p)}; the CNN ${called(young.best)}, ${surely(young.p)}.`;
}

// What was measured, into the table beside the bars.
function showMeasured(networks) {
  const write = (fact, words) => (find(`[data-fact="${fact}"]`).textContent = words);
  for (const name of PAIR) {
    const { parameters, accuracy, errors } = networks[name];
    write(`${name}.parameters`, grouped(parameters));
    write(`${name}.accuracy`, `${(100 * accuracy).toFixed(2)} %`);
    write(`${name}.errors`, errors == null ? '–' : grouped(errors));
  }
  write('n', networks.cnn.n == null ? '' : ` of ${grouped(networks.cnn.n)} test digits`);
}
