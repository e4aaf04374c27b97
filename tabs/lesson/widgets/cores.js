// The same matrix product on one core and on all cores of the visitor's own device, in Web Workers.

widgets.cores = (box) => {
  const RUNS = 3;
  const WANTED = 250; // milliseconds of one run on one core: long enough to measure, short enough to wait for
  const TRIAL = 192; // rows and columns of the first small product
  const LONGEST = 12_000;
  const all = Math.min(16, navigator.hardwareConcurrency || 1);
  let workers = [];

  box.setAttribute('aria-label', 'One core and all cores of your device');
  const start = makeButton('ui-button le-start', 'Measure on this device', measure);
  const bar = make('progress');
  bar.max = (all > 1 ? 2 : 1) * RUNS + 1;
  const said = make('p', 'le-cores-said');
  said.setAttribute('role', 'status');
  const results = make('ul', 'le-times');
  box.append(make('div', 'le-tools', start, bar), results, said);
  bar.hidden = true;
  said.textContent = `Your browser reports ${named(all)}. The measurement takes a few seconds.`;

  async function measure() {
    start.disabled = true;
    results.replaceChildren();
    bar.hidden = false;
    bar.value = 0;
    try {
      const found = await Promise.race([compare(), tooLong()]);
      show(found);
    } catch (error) {
      said.textContent = error.inWords ?? 'This browser does not let the page start workers, so nothing can be measured here.';
    }
    for (const worker of workers) worker.terminate();
    workers = [];
    bar.hidden = true;
    start.disabled = false;
    start.textContent = 'Measure again';
  }

  async function compare() {
    const source = URL.createObjectURL(new Blob([`(${inWorker})()`], { type: 'text/javascript' }));
    workers = Array.from({ length: all }, () => new Worker(source));
    said.textContent = 'Getting ready …';
    const size = await fittingSize();
    URL.revokeObjectURL(source);
    await Promise.all(workers.map((worker) => ask(worker, size, 0, 0))); // fills the matrices, untimed
    bar.value += 1;
    const counts = all > 1 ? [1, all] : [1];
    const runs = counts.map((count) => ({ count, times: [], sum: 0 }));
    for (let run = 1; run <= RUNS; run += 1) {
      for (const which of runs) await timed(size, which, run); // by turns: whatever else runs disturbs both
    }
    const found = runs.map(({ count, times, sum }) => ({ count, sum, ms: times.sort((a, b) => a - b)[RUNS >> 1] }));
    return { size, one: found[0], many: found.at(-1) };
  }

  // A size that keeps one core of this device busy for a moment. The first round only warms the workers up:
  // browsers compile what is used often.
  async function fittingSize() {
    const trial = () => Promise.all(workers.map((worker) => ask(worker, TRIAL, 0, TRIAL)));
    await trial();
    const times = (await trial()).map(({ ms }) => ms);
    const wanted = TRIAL * Math.cbrt(WANTED / Math.max(0.5, Math.min(...times)));
    return Math.round(Math.min(900, Math.max(TRIAL, wanted)) / 16) * 16;
  }

  async function timed(size, which, run) {
    const { count, times } = which;
    said.textContent = `${size} × ${size} times ${size} × ${size} on ${named(count)}, run ${run} of ${RUNS} …`;
    const from = (part) => Math.round((size * part) / count);
    const began = performance.now();
    const parts = await Promise.all(workers.slice(0, count).map((worker, i) => ask(worker, size, from(i), from(i + 1))));
    times.push(performance.now() - began);
    which.sum = parts.reduce((total, part) => total + part.sum, 0);
    bar.value += 1;
  }

  function named(count) {
    return count === 1 ? 'one core' : `${count} cores`;
  }

  function ask(worker, size, from, to) {
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error('no workers'));
      };
      worker.postMessage({ size, from, to });
    });
  }

  function tooLong() {
    return new Promise((_, reject) => {
      const error = Object.assign(new Error('too long'), { inWords: 'This takes too long on this device just now, so it was stopped.' });
      setTimeout(() => reject(error), LONGEST);
    });
  }

  function show({ size, one, many }) {
    const products = size ** 3;
    const row = ({ count, ms }) => {
      const line = make('i', '', make('i'));
      line.firstChild.style.transform = `scaleX(${ms / Math.max(one.ms, many.ms)})`;
      return make('li', '', make('span', '', named(count)), line, make('b', '', `${Math.round(ms)} ms`));
    };
    results.replaceChildren(...(all > 1 ? [one, many] : [one]).map(row));
    said.textContent = `${(products / 1e6).toFixed(0)} million multiplications and additions; the middle one of ${RUNS} runs. ${verdict(one, many)}`;
  }

  function verdict(one, many) {
    if (all === 1) return 'With one core there is nobody to share the work with.';
    const ratio = one.ms / many.ms;
    const same = Math.abs(one.sum - many.sum) <= 1e-6 * Math.abs(one.sum) ? 'The result is the same. ' : '';
    if (ratio < 1.1) return `${same}Sharing did not help here: ratio ${ratio.toFixed(1)}. The cores may be busy, or fewer than the browser says.`;
    const why = ratio < 0.9 * all ? ` Not ${all} times: sharing out costs time, and cores share memory, power and other work.` : '';
    return `${same}All cores together are ${ratio.toFixed(1)} times as fast.${why}`;
  }

  // Runs inside a worker: rows `from` to `to` of a product of two float32 matrices made of a simple rule.
  function inWorker() {
    let a = [];
    let b = [];
    onmessage = ({ data: { size, from, to } }) => {
      if (a.length !== size * size) {
        a = Float32Array.from({ length: size * size }, (_, i) => ((i * 7) % 11) / 11);
        b = Float32Array.from({ length: size * size }, (_, i) => ((i * 5) % 13) / 13);
      }
      const began = performance.now();
      const c = new Float32Array((to - from) * size);
      for (let i = from; i < to; i += 1) {
        const row = (i - from) * size;
        for (let k = 0; k < size; k += 1) {
          const factor = a[i * size + k];
          for (let j = 0; j < size; j += 1) c[row + j] += factor * b[k * size + j];
        }
      }
      const ms = performance.now() - began;
      postMessage({ ms, sum: c.reduce((sum, value) => sum + value, 0) });
    };
  }
};
