// What can be taken away: code, links, and a chapter as a notebook.

// Asks the server. Where it cannot be reached, Gradio's client answers with nothing, or throws.
async function asked(question, request) {
  const answer = await question(request).catch(() => null);
  return answer ?? { state: 'unreachable', message: 'The server does not answer. Try again in a moment.' };
}

// Copies, then says so on the button for a moment.
async function copyWith(button, text, said) {
  const copied = await route.copyText(text, button);
  const words = copied ? said : 'Not copied: your browser does not allow it';
  announce(words);
  button.dataset.told = words;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => delete button.dataset.told, 1800);
}

function copyCode(button) {
  copyWith(button, button.parentElement.querySelector('code').textContent.trimEnd(), 'Copied');
}

// The drawing is not part of a link into the lesson: chapters speak of any digit.
function copyPlace(button, number, row) {
  copyWith(button, route.link('lesson', row ? { chapter: number, row } : { chapter: number }), 'Link copied');
}

async function downloadNotebook(number) {
  const said = inLesson('.le-export-said');
  said.textContent = '';
  const answer = await asked(server.notebook, { number });
  if (answer.state !== 'answer') {
    said.textContent = answer.message;
    return;
  }
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([answer.text], { type: 'application/x-ipynb+json' }));
  link.download = answer.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  said.textContent = `Saved as ${answer.name}`;
}
