// What test_everyone.py asks of a page: each function answers with a list of short texts, empty where all is well.

const excerpt = (part) => part.outerHTML.slice(0, 120);

window.everyone = {
  // Resolves when nothing has changed for a moment.
  settled() {
    return new Promise((done) => {
      let timer = null;
      const finish = () => (observer.disconnect(), done());
      const rest = () => (clearTimeout(timer), (timer = setTimeout(finish, 350)));
      const observer = new MutationObserver(rest);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      setTimeout(finish, 6000);
      rest();
    });
  },

  // What axe-core calls serious or critical, by all rules or only those named.
  async findings(...rules) {
    const which = rules.length ? { runOnly: rules } : {};
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...which });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  },

  // What makes the page scroll sideways.
  sideways() {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const sticksOut = ({ width, left, right }) => width && (right > innerWidth + 1 || left < -1);
    const all = [...document.querySelectorAll('body *')];
    return all.filter((part) => sticksOut(part.getBoundingClientRect())).slice(0, 8).map(excerpt);
  },

  // Controls that a finger misses: lower than 44 pixels. Links inside a sentence are excepted, as in WCAG 2.5.8.
  small() {
    const kinds = ['button', 'select', 'input', 'summary', '[role="button"]', '[role="slider"]'];
    const area = (target) => (target.closest('label') ?? target).getBoundingClientRect();
    const isSmall = ({ width, height }) => width && height && (height < 43.5 || width < 23.5);
    return [...document.querySelectorAll(kinds.map((kind) => `#studio ${kind}`).join())]
      .filter((target) => isShown(target) && isSmall(area(target)))
      .map((target) => `${Math.round(area(target).width)} × ${Math.round(area(target).height)}: ${excerpt(target)}`);
  },

  // Headings that skip a level on the way down: a screen reader's outline has a hole there.
  headings() {
    const shown = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(isShown);
    const levels = shown.map(({ tagName }) => Number(tagName[1]));
    return shown.filter((_, i) => levels[i] > (levels[i - 1] ?? 0) + 1).map(excerpt);
  },

  // Words that lie on other words, or that leave their button or are cut off in it.
  crowded() {
    const words = wordsOf(document.querySelector('#page'));
    const onOthers = words.flatMap((one, i) => {
      const other = words.slice(i + 1).find((next) => isOver(one, next));
      return other ? [`“${one.text}” on “${other.text}”`] : [];
    });
    const outside = words.filter(({ box, part }) => {
      const control = part.closest('button, select, .ui-button')?.getBoundingClientRect();
      return control && (box.left < control.left - 1 || box.right > control.right + 1 || box.bottom > control.bottom + 2);
    });
    const controls = [...document.querySelectorAll('#studio :is(button, select, input[type="number"], input[type="text"])')];
    const boxes = controls.filter((part) => isShown(part) && !floats(part)).map((part) => ({ part, box: visible(part.getBoundingClientRect(), part) }));
    const onControls = words.filter(({ box, part }) =>
      boxes.some((one) => one.box && !part.contains(one.part) && !one.part.contains(part) && isOver({ box }, one)),
    );
    return [
      ...onOthers,
      ...outside.map(({ text }) => `“${text}” leaves its button`),
      ...onControls.map(({ text }) => `“${text}” on a control`),
    ].slice(0, 12);
  },

  // What still moves.
  moving() {
    return document.getAnimations().filter(({ playState }) => playState === 'running').map(({ effect }) => excerpt(effect.target));
  },
};

// Every shown run of text with its box, less what scrolling parts and their like cut off. Pictures' texts are left out,
// and what floats over the page.
function wordsOf(root) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const part = node.parentElement;
    if (!node.textContent.trim() || !isShown(part) || part.closest('svg, option, .ui-unseen') || floats(part)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const box = visible(line, part);
      if (box) found.push({ box, part, text: node.textContent.trim().slice(0, 40) });
    }
  }
  return found;
}

function visible({ left, right, top, bottom }, part) {
  const box = { left, right, top: top + 0.2 * (bottom - top), bottom: bottom - 0.2 * (bottom - top) };
  for (let around = part; around; around = around.parentElement) {
    if (getComputedStyle(around).overflow === 'visible') continue;
    const edge = around.getBoundingClientRect();
    box.left = Math.max(box.left, edge.left);
    box.right = Math.min(box.right, edge.right);
    box.top = Math.max(box.top, edge.top);
    box.bottom = Math.min(box.bottom, edge.bottom);
  }
  return box.right - box.left > 2 && box.bottom - box.top > 2 ? box : null;
}

function floats(part) {
  for (let around = part; around; around = around.parentElement) {
    if (['absolute', 'fixed', 'sticky'].includes(getComputedStyle(around).position)) return true;
  }
  return false;
}

const isOver = (one, other) =>
  Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 2 &&
  Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 2;

function isShown(part) {
  return part.checkVisibility({ visibilityProperty: true }) && !part.closest('[inert], [aria-hidden="true"]');
}

// A walk with the Tab key: remembers how everything looks at rest, then who gets the focus and whether it shows.
everyone.walk = function walk() {
  const groups = ['radiogroup', 'tablist', 'group', 'toolbar', 'grid'].map((role) => `[role="${role}"]`).join();
  const controls = 'a[href], button, input, select, textarea, summary, [role="button"]';
  const isTarget = (part) => isShown(part) && !part.disabled && part.type !== 'file';

  function look(part) {
    const style = getComputedStyle(part);
    const outline = style.outlineStyle === 'none' ? '' : style.outlineWidth + style.outlineColor;
    const { boxShadow, borderColor, backgroundColor, textDecorationLine, stroke } = style;
    return [outline, boxShadow, borderColor, backgroundColor, textDecorationLine, stroke].join();
  }
  // A focus may be shown by what stands around a control: a label, a drawn switch beside it.
  const looks = (part) =>
    [part, part.parentElement, part.nextElementSibling, ...part.children].filter(Boolean).map(look).join(' | ');

  startAtTheTop();
  const atRest = new Map();
  for (const part of document.querySelectorAll(`${controls}, [tabindex]`)) {
    if (isTarget(part)) atRest.set(part, looks(part));
  }
  const reached = new Set();
  const unmarked = new Set();
  let left = false;

  function came({ target }) {
    reached.add(target);
    if (looks(target) === atRest.get(target)) unmarked.add(target);
  }
  const went = ({ relatedTarget }) => (left ||= relatedTarget === null);
  document.addEventListener('focusin', came);
  document.addEventListener('focusout', went);

  // Where arrow keys move inside a group, Tab stops at one of its members.
  function byArrows(part) {
    const group = part.closest(groups) ?? part.closest('fieldset');
    return group && (part.tabIndex < 0 || part.type === 'radio') && [...reached].some((one) => group.contains(one));
  }
  const byProgram = (part) => part.tabIndex < 0 && !part.matches(controls);

  function end() {
    document.removeEventListener('focusin', came);
    document.removeEventListener('focusout', went);
    const missed = [...atRest.keys()].filter(
      (part) => part.isConnected && isTarget(part) && !reached.has(part) && !byArrows(part) && !byProgram(part),
    );
    return { missed: missed.map(excerpt), unmarked: [...unmarked].map(excerpt), left };
  }

  window.walking = { count: atRest.size, left: () => left, end };
};

// The Tab key goes on from where the focus last was, even if that has left the page.
function startAtTheTop() {
  document.activeElement?.blur();
  const top = Object.assign(document.createElement('span'), { tabIndex: -1 });
  document.body.prepend(top);
  top.focus();
  top.remove();
}
