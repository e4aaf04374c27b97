// Pictures from a file, the clipboard or a drop: opened here, sent small.

const SENT_AS_IT_IS = 1_500_000; // bytes
const LONGEST_EDGE = 1600; // pixels of a picture that had to be made smaller
const KINDS = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp']; // that the server reads too

// Returns {picture: data URL, image: loaded <img>}; throws an Error whose message is for the visitor.
async function openPicture(file) {
  const original = await dataUrl(file);
  const image = await loaded(original);
  if (file.size <= SENT_AS_IT_IS && KINDS.includes(file.type)) return { picture: original, image };
  return { picture: reduced(image), image };
}

function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error('That file could not be read. Try another one.'));
    reader.readAsDataURL(file);
  });
}

async function loaded(url) {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    throw new Error('That file is no picture this browser can open. Try a PNG or JPEG.');
  }
  return image;
}

function reduced(image) {
  const [width, height] = [image.naturalWidth || 512, image.naturalHeight || 512];
  const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white'; // transparent places are paper
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.92);
}

// Calls take(file) for a file chosen, dropped on the board, or pasted anywhere but into a text field.
function listenForPictures({ root, board, button, input, take }) {
  const pictureIn = (list) => [...(list ?? [])].find((file) => file.type.startsWith('image/'));
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    if (input.files.length) take(input.files[0]);
    input.value = ''; // so that the same file can be chosen again
  });

  for (const kind of ['dragenter', 'dragover']) {
    board.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      board.classList.add('dropping');
    });
  }
  board.addEventListener('dragleave', (event) => {
    if (!board.contains(event.relatedTarget)) board.classList.remove('dropping');
  });
  board.addEventListener('drop', (event) => {
    event.preventDefault();
    board.classList.remove('dropping');
    if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
  });

  document.addEventListener('paste', function paste(event) {
    if (!root.isConnected) return document.removeEventListener('paste', paste);
    if (event.target.closest?.('input, textarea, [contenteditable]')) return;
    const file = pictureIn(event.clipboardData?.files);
    if (file) take(file);
  });
}
