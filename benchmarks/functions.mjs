/** How long the functions with a body of statements are, in lines: `node benchmarks/functions.mjs [folder of web]`. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../web/', import.meta.url));
const ts = createRequire(`${web}package.json`)('typescript');

function lengthsIn(file) {
  const source = ts.createSourceFile(file, readFileSync(web + file, 'utf8'), ts.ScriptTarget.Latest, true);
  const line = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body && ts.isBlock(node.body)) {
      const from = line(node.getStart(source));
      const name = node.name ?? node.parent.name;
      const lines = line(node.end) - from + 1;
      found.push({ lines, at: `${file}:${from} ${name?.getText(source) ?? '(callback)'}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const [folder = ''] = process.argv.slice(2);
const found = readdirSync(web, { recursive: true })
  .filter((file) => file.endsWith('.js') && !file.includes('node_modules') && file.startsWith(folder))
  .flatMap(lengthsIn)
  .sort((a, b) => a.lines - b.lines);
const at = (share) => found[Math.floor(share * (found.length - 1))].lines;
const over = found.filter(({ lines }) => lines > 60);
console.log(`${found.length} functions, median ${at(0.5)}, 90th percentile ${at(0.9)}, ${over.length} over 60 lines`);
for (const { lines, at: place } of found.slice(-Math.max(10, over.length)).reverse())
  console.log(`${String(lines).padStart(4)}  ${place}`);
