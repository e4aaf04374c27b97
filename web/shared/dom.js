/**
 * Small helpers around the DOM: making elements, finding them, roving focus, visibility.
 * Leaves out everything that knows what the page is about.
 */

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */
/** @typedef {Node | string | false | null | undefined} Child */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an HTML element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes] `text` sets its text; null, undefined and false are left out, true is an empty attribute
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

/**
 * Make an SVG element; see `make`.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function makeSvg(tag, attributes = {}, ...children) {
  const made = /** @type {SVGElementTagNameMap[K]} */ (document.createElementNS(SVG, tag));
  return dressed(made, attributes, children);
}

/**
 * @template {Element} E
 * @param {E} made
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function dressed(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') made.textContent = String(value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child || child === '') made.append(child);
  return made;
}

/**
 * Return a function that finds the one element under `root` that a selector names.
 * @param {ParentNode} root
 * @returns {<E extends Element = HTMLElement>(selector: string) => E}
 * @throws {Error} (the function) nothing matches: a template and its script have drifted apart
 */
export function finder(root) {
  return (selector) => {
    const found = root.querySelector(selector);
    if (!found) throw new Error(`nothing on the page matches ${selector}`);
    return /** @type {any} */ (found);
  };
}

/**
 * Set a live region's text, unless it says so already.
 * @param {Element} element
 * @param {string} text
 */
export function putText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * All elements under `root` that a selector names.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export const all = (root, selector) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];

/**
 * Call back whenever an element comes into sight or leaves it: a closed tab computes nothing.
 * @param {Element} element
 * @param {(isSeen: boolean) => void} callback
 */
export function whenSeen(element, callback) {
  new IntersectionObserver((entries) => callback(entries[entries.length - 1].isIntersecting)).observe(element);
}

/**
 * Call back when the page gives an element another width, not when its contents make it higher.
 * @param {HTMLElement} box
 * @param {() => void} callback
 */
export function whenWidthChanges(box, callback) {
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    callback();
  }).observe(box);
}

/** Whether the visitor asked for less motion. */
export const prefersCalm = () =>
  document.documentElement.dataset.motion === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Scroll an element into sight, smoothly unless the visitor wants calm.
 * @param {Element} element
 * @param {ScrollLogicalPosition} [block]
 */
export function bringIntoSight(element, block = 'nearest') {
  element.scrollIntoView({ behavior: prefersCalm() ? 'auto' : 'smooth', block });
}

const STEPS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
const roved = new WeakSet();

/**
 * Move the focus among a group's elements with arrow keys: one of them is in the tab order at a time.
 * May be called again when the group has new elements.
 * @param {HTMLElement} group
 * @param {string} selector
 * @param {number | (() => number)} columns how many stand side by side
 */
export function roving(group, selector, columns) {
  const items = () => all(group, selector);
  /** @param {Element} item */
  const choose = (item) => {
    for (const each of items()) each.tabIndex = each === item ? 0 : -1;
  };
  if (items().length) choose(items()[0]);
  if (roved.has(group)) return;
  roved.add(group);
  group.addEventListener('focusin', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (items().includes(target)) choose(target);
  });
  group.addEventListener('keydown', (event) => {
    const present = items();
    const at = present.indexOf(/** @type {HTMLElement} */ (event.target));
    if (isCommand(event) || !STEPS.includes(event.key) || at < 0) return;
    event.preventDefault();
    const across = typeof columns === 'function' ? columns() : columns;
    const step = [-1, 1, -across, across, -at, present.length - 1 - at][STEPS.indexOf(event.key)];
    present[at + step]?.focus();
  });
}

/**
 * Radio buttons of our own: one of several buttons with `data-value` is chosen; arrow keys move the choice.
 * @param {HTMLElement} group
 * @param {(value: string) => void} onChoose
 * @returns {(value: string | number) => void} shows which one is chosen
 */
export function radios(group, onChoose) {
  const buttons = () => all(group, '[role="radio"]').filter((button) => !button.hidden);
  group.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('[role="radio"]');
    if (button instanceof HTMLElement) onChoose(button.dataset.value ?? '');
  });
  group.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const present = buttons();
    const at = present.indexOf(/** @type {HTMLElement} */ (event.target));
    if (!step || at < 0 || isCommand(event)) return;
    event.preventDefault();
    const next = present[(at + step + present.length) % present.length];
    next.focus();
    onChoose(next.dataset.value ?? '');
  });
  return (value) => {
    for (const button of buttons()) {
      const chosen = button.dataset.value === String(value);
      button.setAttribute('aria-checked', String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
  };
}

/**
 * Whether a key is pressed together with Ctrl, Cmd or Alt: then it belongs to the browser.
 * @param {KeyboardEvent} event
 */
export const isCommand = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** Row and column steps of the arrow keys. @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * SVG path data of a rectangle.
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export const boxPath = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;
