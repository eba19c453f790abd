// Fails when an import breaks a rule of .dependency-cruiser.mjs, and when the imports of a file were not read at all.
import { fileURLToPath } from 'node:url';
import { Visitor } from '@swc/core/Visitor.js';
import { cruise } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.mjs';
import { listSourceFiles, SOURCE_FOLDERS } from './source-files.mjs';

teachUsing(/** @type {any} */ (Visitor.prototype));

/**
 * @typedef {object} Architecture
 * @property {number} modules - how many TypeScript files were read
 * @property {string[]} unread - TypeScript files that are there and were not read: no rule can hold for these
 * @property {{ rule: string, comment: string, from: string, to: string }[]} violations
 */

/**
 * Reads every import of a project and holds it against `.dependency-cruiser.mjs`.
 *
 * @param {string} root - the folder of the project
 * @returns {Promise<Architecture>}
 */
export async function cruiseArchitecture(root) {
  const { options, forbidden } = configuration;
  // The published type of the options knows neither `forbidden` on its own nor the list of known dependency types.
  const settings = /** @type {any} */ ({ ...options, baseDir: root, ruleSet: { forbidden }, validate: true });
  const { output } = await cruise(SOURCE_FOLDERS, settings);
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a report instead of data');
  const read = new Set(output.modules.map((module) => module.source));
  const files = listSourceFiles(root).filter((path) => path.endsWith('.ts'));
  return {
    modules: files.filter((path) => read.has(path)).length,
    unread: files.filter((path) => !read.has(path)),
    violations: output.summary.violations.map(({ rule, from, to, comment }) => ({
      rule: rule.name,
      comment: comment ?? forbidden.find(({ name }) => name === rule.name)?.comment ?? '',
      from,
      to,
    })),
  };
}

/**
 * Lets the visitor pass `using` and `await using`, which the parser knows and the visitor stops at.
 *
 * @param {Record<string, (node: any) => any>} visitor
 */
function teachUsing(visitor) {
  const { visitStatement, visitVariableDeclarators } = visitor;
  visitor['visitStatement'] = function visit(statement) {
    if (statement.type !== 'UsingDeclaration') return visitStatement?.call(this, statement);
    return { ...statement, decls: visitVariableDeclarators?.call(this, statement.decls) };
  };
}

async function main() {
  const { modules, unread, violations } = await cruiseArchitecture(fileURLToPath(new URL('..', import.meta.url)));

  for (const { rule, comment, from, to } of violations) console.error(`${rule}: ${from} -> ${to}\n  ${comment}`);
  for (const path of unread) console.error(`not read: ${path}`);
  if (modules === 0) console.error('no module was read: is @swc/core, which parses them, installed?');

  const problems = violations.length + unread.length + (modules === 0 ? 1 : 0);
  console.log(`${modules} modules, ${problems} problems`);
  process.exitCode = problems === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
