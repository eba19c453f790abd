// The rules of the house that no linter knows; see decisions/0004-house-rules.md.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findHouseRuleProblems } from './find-house-rule-problems.mjs';
import { listSourceFiles } from './source-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const exempt = JSON.parse(readFileSync(new URL('untested.json', import.meta.url), 'utf8'));
const vendors = ['pyng', 'piriod', 'wingback', 'devdraft'];

const files = listSourceFiles(root)
  .filter((path) => !path.includes('/__snapshots__/'))
  .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
const problems = findHouseRuleProblems(files, { exempt, vendors });

const sizes = files.map(({ text }) => text.split('\n').length - 1).sort((a, b) => a - b);
for (const problem of problems) console.error(problem);
if (files.length === 0 || !existsSync(`${root}/src`)) problems.push('no source file was found');
console.log(`${files.length} files, median ${sizes[sizes.length >> 1]} lines, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
