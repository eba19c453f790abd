// Proves that every house rule bites, and that what it allows passes.
import { deepStrictEqual, match } from 'node:assert/strict';
import { findHouseRuleProblems } from './find-house-rule-problems.mjs';

const code = 'export const one = 1;\n';
const vendors = ['acme'];

/** @param {{ [path: string]: string }} texts */
function find(texts, exempt = {}) {
  return findHouseRuleProblems(
    Object.entries(texts).map(([path, text]) => ({ path, text })),
    { exempt, vendors },
  );
}

const clean = {
  'src/index.ts': "export { one } from './contract/one.ts';\n",
  'src/contract/one.ts': `${'// one\n'.repeat(299)}${code}`,
  'src/README.md': '# For readers, who may be told of acme\n',
  'src/contract/one.test.ts': '// acme may be named in a test\n',
  'src/contract/types.ts': "import type { A } from '@stoplight/types';\n/** Only types. */\nexport type B = A;\n",
  'src/contract/testing/helper.ts': code,
  'src/server/prism-fallback.ts': "export const load = () => import('@stoplight/prism-http');\n",
};
deepStrictEqual(find(clean, { 'src/server/prism-fallback.ts': 'a reason' }), []);
deepStrictEqual(find(clean, { 'src/server/*': 'tested through another' }), []);

const bad = [
  [{ 'src/a.test.ts': '\n'.repeat(301) }, {}, /301 lines/],
  [{ 'src/badName.test.ts': code }, {}, /"badName.test.ts" is not in kebab-case/],
  [{ 'src/Bad/name.test.ts': code }, {}, /"Bad" is not in kebab-case/],
  [{ 'src/Notes.md': '# Notes\n' }, {}, /"Notes.md" is not in kebab-case/],
  [{ 'src/a.ts': '// As Acme does.\n' }, {}, /src\/a.ts:1: names "acme"/],
  [{ 'src/a.ts': "import { b } from '@stoplight/prism-http';\n", 'src/a.test.ts': code }, {}, /import\(\) it/],
  [{ 'src/a.ts': "export {\n  b,\n} from '@stoplight/prism-http';\n", 'src/a.test.ts': code }, {}, /import\(\) it/],
  [{ 'src/a.ts': code }, {}, /no test beside it/],
  [{ 'src/a.ts': code }, { 'src/a.ts': ' ' }, /without a reason/],
  [{}, { 'src/a.ts': 'gone' }, /does not exist/],
  [{}, { 'src/a/*': 'gone' }, /does not exist/],
  [{ 'src/a.ts': code, 'src/a.test.ts': code }, { 'src/a.ts': 'hard to test' }, /has a test by now/],
];
for (const [texts, exempt, expected] of /** @type {[Record<string, string>, Record<string, string>, RegExp][]} */ (
  bad
)) {
  const problems = find(texts, exempt);
  deepStrictEqual(problems.length, 1, `expected one problem, ${expected}, not ${JSON.stringify(problems)}`);
  match(problems[0] ?? '', expected);
}
console.log(`${bad.length} planted problems, each named once`);
