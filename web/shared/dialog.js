/** A dialog over the page: a title, a button that closes it, and whatever is put into it. Escape closes it too. */

import { make } from './dom.js';
import { t } from './messages.js';
import { style } from './template.js';

/**
 * Put a dialog on the page; `showModal` opens it.
 * @param {string} name its class, and part of its title's id
 * @param {string} title in the visitor's language
 * @param {...import('./dom.js').Child} content
 * @returns {Promise<HTMLDialogElement>}
 */
export async function makeDialog(name, title, ...content) {
  await style('dialog.css', import.meta.url);
  const heading = make('h2', { id: `${name}-title`, text: title });
  const close = make('button', { type: 'button', class: 'ui-button', text: t('Close') });
  const dialog = make(
    'dialog',
    { class: `ui ui-dialog ${name}`, 'aria-labelledby': heading.id },
    make('header', {}, heading, close),
    ...content,
  );
  close.addEventListener('click', () => dialog.close());
  document.querySelector('#page')?.append(dialog);
  return dialog;
}
