// Proves that every house rule bites, and that what it allows passes.
import { deepStrictEqual, match } from 'node:assert/strict';
import { findHouseRuleProblems } from './check-house-rules.mjs';

const code = `${'// a line\n'.repeat(15)}export const one = 1;\n`;

/** @param {{ [path: string]: string }} texts */
function find(texts) {
  return findHouseRuleProblems(
    Object.entries(texts).map(([path, text]) => ({ path, text })),
    ['acme'],
  );
}

const clean = {
  'src/index.ts': "export { one } from './contract/one.ts';\n",
  'src/contract/one.ts': `${'// one\n'.repeat(398)}export function visitOne() {\n  const site = 1;\n`,
  'src/contract/one.test.ts': 'const SITE = "acme may be named in a test";\n',
  'src/contract/messages.ts': "export type { A } from './one.ts';\nexport {\n  b,\n} from './two.ts';\n",
  'src/contract/README.md': '# For readers, who may be told of acme\n',
  'src/contract/main.ts': '#!/usr/bin/env node\nawait run();\n',
  'src/contract/prism.ts': `import type { A } from '@stoplight/types';\n${code}export const load = () => import('@stoplight/prism-http');\n`,
};
deepStrictEqual(find(clean), []);

/** @type {[texts: Record<string, string>, expected: RegExp][]} */
const bad = [
  [{ 'src/a.ts': '\n'.repeat(401) }, /401 lines/],
  [{ 'src/a.test.ts': '\n'.repeat(801) }, /801 lines/],
  [{ 'src/a.ts': 'export const one = 1;\n' }, /a\.ts: 1 lines/],
  [{ 'src/a/b.ts': code, 'src/a/c.ts': code, 'src/a/c.test.ts': code }, /src\/a\/: 3 files/],
  [{ 'src/badName.test.ts': code }, /"badName.test.ts" is not in kebab-case/],
  [{ 'src/Notes.md': '# Notes\n' }, /"Notes.md" is not in kebab-case/],
  [{ 'src/site.ts': code }, /"site"; use a word of the field/],
  [{ 'src/a.ts': `${code}export interface MockWorld {}\n` }, /a\.ts:17: "MockWorld"/],
  [{ 'src/a.ts': `${code}function listVisits() {}\n` }, /"listVisits"/],
  [{ 'src/a.ts': `const NOBODY = 1;\n${code}` }, /a\.ts:1: "NOBODY"/],
  [{ 'src/create-world.test.ts': code }, /"world"/],
  [{ 'src/a.ts': `${code}const MOST_ROWS = 1;\n` }, /"MOST_ROWS"; the usual prefix is MAX_/],
  [{ 'src/a.ts': `// As Acme does.\n${code}` }, /src\/a.ts:1: names "acme"/],
  [{ 'src/a.ts': `import { b } from '@stoplight/prism-http';\n${code}` }, /import\(\) it/],
  [{ 'src/a.ts': `export {\n  b,\n} from '@stoplight/prism-http';\n${code}` }, /import\(\) it/],
];
for (const [texts, expected] of bad) {
  const problems = find(texts);
  deepStrictEqual(problems.length, 1, `expected one problem, ${expected}, not ${JSON.stringify(problems)}`);
  match(problems[0] ?? '', expected);
}
console.log(`${bad.length} planted problems, each named once`);
