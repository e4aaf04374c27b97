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

  // What still moves.
  moving() {
    return document.getAnimations().filter(({ playState }) => playState === 'running').map(({ effect }) => excerpt(effect.target));
  },
};

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
