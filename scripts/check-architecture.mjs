// Fails when an import breaks a rule of .dependency-cruiser.mjs, and when the imports of a file were not read at all.
import { fileURLToPath } from 'node:url';
import { cruiseArchitecture } from './cruise-architecture.mjs';

const { modules, unread, violations } = await cruiseArchitecture(fileURLToPath(new URL('..', import.meta.url)));

for (const { rule, comment, from, to } of violations) console.error(`${rule}: ${from} -> ${to}\n  ${comment}`);
for (const path of unread) console.error(`not read: ${path}`);
if (modules === 0) console.error('no module was read: is @swc/core, which parses them, installed?');

const problems = violations.length + unread.length + (modules === 0 ? 1 : 0);
console.log(`${modules} modules, ${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
