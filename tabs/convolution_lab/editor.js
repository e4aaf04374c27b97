// The kernel as a grid that can be typed into, and the buttons that count a setting up and down.

// `actions`: changed(rows), wrong(message or '').
function makeEditor(holder, actions) {
  let rows = [];

  const fields = () => [...holder.querySelectorAll('input')];

  function show(next) {
    const rebuilt = next.length !== rows.length;
    rows = next;
    if (rebuilt) build();
    const most = Math.max(...rows.flat().map(Math.abs)) || 1;
    fields().forEach((field, i) => {
      const value = rows.flat()[i];
      const level = signedLevel(value, most);
      if (field !== document.activeElement) field.value = shortFigure(value);
      else if (numberIn(field.value) !== value) field.value = exact(value);
      field.title = String(value);
      field.style.background = colourOf(blueOrange, level);
      field.style.color = inkOn(blueOrange, level);
      field.removeAttribute('aria-invalid');
    });
    actions.wrong('');
  }

  function build() {
    holder.style.setProperty('--cl-size', rows.length);
    holder.classList.toggle('cl-fine', rows.length > 5);
    holder.replaceChildren(
      ...rows.flat().map((_, i) => {
        const [row, column] = [Math.floor(i / rows.length), i % rows.length];
        const field = make('input', { inputmode: 'text', autocomplete: 'off', 'aria-label': `Kernel row ${row}, column ${column}` });
        field.addEventListener('input', () => typed(field, row, column));
        field.addEventListener('focus', () => {
          field.value = exact(rows[row][column]);
          field.select();
        });
        field.addEventListener('blur', () => show(rows));
        field.addEventListener('keydown', (event) => nudge(event, row, column));
        return field;
      }),
    );
  }

  function typed(field, row, column) {
    const value = numberIn(field.value);
    if (Math.abs(value) <= LARGEST) return put(row, column, value);
    field.setAttribute('aria-invalid', 'true');
    return actions.wrong(`Write a number of at most ${LARGEST.toLocaleString('en')}, such as −1, 0.5 or 1/9.`);
  }

  function nudge(event, row, column) {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const value = Math.min(LARGEST, Math.max(-LARGEST, rows[row][column] + step));
    put(row, column, value);
    event.target.value = exact(value);
  }

  // As much of a number as anyone wants to read while changing it.
  const exact = (value) => String(Number(value.toPrecision(6)));

  function put(row, column, value) {
    actions.changed(rows.map((line, y) => line.map((old, x) => (y === row && x === column ? value : old))));
  }

  return { show };
}

// "− 3 +": a whole number between two limits. Returns show(value).
function makeStepper(holder, label, [low, high], onChange) {
  const less = make('button', { type: 'button', class: 'ui-button', 'aria-label': `${label}: less`, text: '−' });
  const more = make('button', { type: 'button', class: 'ui-button', 'aria-label': `${label}: more`, text: '+' });
  const number = make('output', { 'aria-label': label });
  const row = make('div', { class: 'cl-stepper' }, make('span', { text: label }), less, number, more);
  let now = low;
  less.addEventListener('click', () => now > low && onChange(now - 1));
  more.addEventListener('click', () => now < high && onChange(now + 1));
  holder.append(row);
  return (value, visible = true) => {
    now = value;
    number.textContent = value;
    // Not `disabled`, which would take the focus away under the visitor's finger.
    less.setAttribute('aria-disabled', value <= low);
    more.setAttribute('aria-disabled', value >= high);
    row.hidden = !visible;
  };
}

// The border, by name or in pixels. Returns show(value).
function makePadding(holder, onChange) {
  const names = { valid: 'valid (none)', same: 'same', 0: '0 pixels', 1: '1 pixel' };
  const options = CHOICES.padding.map((value) => make('option', { value, text: names[value] ?? `${value} pixels` }));
  const select = make('select', { class: 'ui-select' }, ...options.filter(({ value }) => value !== '0'));
  const none = options.find(({ value }) => value === '0');
  holder.append(make('label', { class: 'cl-stepper' }, make('span', { text: 'Padding' }), select));
  select.addEventListener('change', () => onChange(select.value));
  return (value) => {
    if (value === '0') select.insertBefore(none, select.children[2]); // the same as "valid": offered only by links
    else none.remove();
    select.value = value;
  };
}

// A number that may be broken, typed in. Returns show(value).
function makeField(holder, label, onChange) {
  const field = make('input', { class: 'ui-field', inputmode: 'text', autocomplete: 'off', 'aria-label': label });
  const row = make('label', { class: 'cl-stepper' }, make('span', { text: label }), field);
  let now = 0;
  field.addEventListener('change', () => {
    const value = numberIn(field.value);
    if (Math.abs(value) <= LARGEST) onChange(value);
    else field.value = figure(now);
  });
  holder.append(row);
  return (value, visible = true) => {
    now = value;
    row.hidden = !visible;
    if (field !== document.activeElement) field.value = figure(value);
  };
}
