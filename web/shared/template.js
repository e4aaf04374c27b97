/** Loads a module's template and style sheet, which lie beside it as files. */

import { setFormulas } from './formula.js';
import { translate } from './messages.js';

/**
 * Fetch a template, in the visitor's language.
 * @param {string} name file beside the module
 * @param {string} module the module's `import.meta.url`
 * @returns {Promise<DocumentFragment>}
 */
export async function template(name, module) {
  const answer = await fetch(new URL(name, module));
  if (!answer.ok) throw new Error(`${name} cannot be loaded`);
  const holder = document.createElement('template');
  holder.innerHTML = await answer.text();
  const content = translate(holder.content);
  setFormulas(content);
  return content;
}

/**
 * Apply a style sheet, once; it has been applied when the promise resolves.
 * @param {string} name file beside the module
 * @param {string} module the module's `import.meta.url`
 * @returns {Promise<void>}
 */
export function style(name, module) {
  const href = new URL(name, module).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`${name} cannot be loaded`));
    };
    document.head.append(link);
  });
}

/**
 * Put a tab's template and style sheets on the page.
 * @param {Element} element which they fill
 * @param {string} name of the template
 * @param {string[]} styles
 * @param {string} module the module's `import.meta.url`
 * @returns {Promise<HTMLElement>} the template's outermost element
 */
export async function furnish(element, name, styles, module) {
  const [content] = await Promise.all([template(name, module), ...styles.map((sheet) => style(sheet, module))]);
  element.replaceChildren(content);
  return /** @type {HTMLElement} */ (element.firstElementChild);
}

/**
 * Fetch files that are kept for ever, so that they are here when they are needed; it does not matter if that fails.
 * @param {string[]} names files beside the module
 * @param {string} module the module's `import.meta.url`
 */
export function fetchAhead(names, module) {
  for (const name of names) fetch(new URL(name, module)).catch(() => {});
}
