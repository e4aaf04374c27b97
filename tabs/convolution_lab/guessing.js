// Predict before you look: the open step's number stays hidden until the visitor has named it.

// `changed()` is called when something is to be shown anew.
function makeGuessing(changed) {
  const seen = new Set(); // steps whose number is known
  const tried = new Set(); // steps that were scored
  let state = guess.now();
  let asked = {}; // the row in sight: what is written there stays when the same numbers are shown again

  studio.watch('guessing', panel, (next) => {
    const switched = next.on !== state.on;
    state = next;
    if (switched) changed();
  });

  const hides = (key) => state.on && !seen.has(key);

  // A row to write a guess into. `name` says what is asked for.
  function form(key, value, name) {
    if (asked.key !== key || asked.name !== name) asked = { key, name, row: newForm(key, value, name) };
    const { activeElement } = document;
    if (asked.row.contains(activeElement)) queueMicrotask(() => activeElement.focus({ preventScroll: true }));
    return asked.row;
  }

  function newForm(key, value, name) {
    const field = make('input', { class: 'ui-field', inputmode: 'text', autocomplete: 'off', 'aria-label': name });
    const check = make('button', { type: 'submit', class: 'ui-button ui-strong', text: 'Check' });
    const give = make('button', { type: 'button', class: 'ui-button', text: 'Show it' });
    const said = make('span', { class: 'cl-said', role: 'status' });
    const row = make('form', { class: 'cl-guess' }, make('span', { text: '= ' }), field, check, give, said);
    row.addEventListener('submit', (event) => {
      event.preventDefault();
      const guessed = numberIn(field.value);
      if (Number.isNaN(guessed)) said.textContent = 'Write a number.';
      else if (isClose(guessed, value)) reveal(key, true);
      else {
        score(key, false);
        said.textContent = `Not ${figure(guessed)}. Try again.`;
        field.select();
      }
    });
    give.addEventListener('click', () => reveal(key, false));
    return row;
  }

  function score(key, right) {
    if (tried.has(key)) return;
    tried.add(key);
    guess.record(right);
  }

  function reveal(key, right) {
    score(key, right);
    seen.add(key);
    changed(right);
  }

  return { hides, form, isOn: () => state.on };
}

// Whole numbers must be met; of broken ones the first two or three digits.
function isClose(guessed, value) {
  const isWhole = figure(value) === String(Math.round(value)).replace('-', '−');
  return Math.abs(guessed - value) <= (isWhole ? 0.001 : Math.max(0.011, 0.01 * Math.abs(value)));
}
