// What the page may ask the worker beside reading a drawing: {type: "ask", fn, args}, by name.

/** @type {Record<string, import('./reading.js').Asked>} */
export const ASKED = {};
