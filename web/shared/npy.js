/**
 * NumPy's own files: an array as `.npy` (format 1.0, numpy.lib.format), several as `.npz`, a zip archive of those.
 * Leaves out compression, and types beside the two that are written here.
 */

/** @type {Record<string, string>} */
const TYPES = { Float32Array: '<f4', Uint8Array: '|u1' };

/**
 * @param {Float32Array | Uint8Array} values in C order
 * @param {number[]} shape
 * @returns {Uint8Array<ArrayBuffer>} the file
 */
export function npy(values, shape) {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${TYPES[values.constructor.name]}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`; // data begin at a multiple of 64
  const head = [0x93, ...ascii('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8, ...ascii(padded)];
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return joined([Uint8Array.from(head), data]);
}

/**
 * @param {Record<string, Uint8Array>} arrays `.npy` files by the names that NumPy shall give them
 * @returns {Uint8Array<ArrayBuffer>} the file
 */
export function npz(arrays) {
  /** @type {Uint8Array[]} */
  const files = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let offset = 0;
  for (const [key, content] of Object.entries(arrays)) {
    const name = Uint8Array.from(ascii(`${key}.npy`));
    const about = [
      ...VERSION_TO_DATE,
      [4, crc32(content)],
      [4, content.length],
      [4, content.length],
      [2, name.length],
      [2, 0],
    ];
    directory.push(fields([[4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
    const file = [fields([[4, 0x04034b50], ...about]), name, content];
    files.push(...file);
    offset += sizeOf(file);
  }
  const count = directory.length / 2;
  const sizes = [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, sizeOf(directory)],
    [4, offset],
    [2, 0],
  ];
  return joined([...files, ...directory, fields([[4, 0x06054b50], ...sizes])]);
}

/** Of a file in the archive: zip 2.0, no flags, stored as it is, midnight, 1 January 1980. */
const VERSION_TO_DATE = [
  [2, 20],
  [2, 0],
  [2, 0],
  [2, 0],
  [2, 0x21],
];

/** Little-endian numbers, each as [bytes, value] (PKWARE's APPNOTE, 4.3). @param {number[][]} numbers */
const fields = (numbers) =>
  Uint8Array.from(
    numbers.flatMap(([size, value]) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255)),
  );

/** The checksum that zip wants (ISO 3309), bit by bit. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

/** @param {string} text */
const ascii = (text) => Array.from(text, (letter) => letter.charCodeAt(0));

/** @param {Uint8Array[]} parts */
const sizeOf = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
