// Validates every OpenAPI document of openapi/ and examples/, and our own, against its version of the specification, examples included.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConfig, lint } from '@redocly/openapi-core';

/** Matters of taste, and of documents that describe an API of one's own; these describe somebody else's. */
const TASTE = [
  'info-license',
  'info-license-strict',
  'no-empty-servers',
  'no-path-trailing-slash',
  'no-server-example.com',
  'operation-4xx-response',
  'operation-operationId',
  'operation-summary',
  'security-defined',
  'tag-description',
];

const OWN = 'src/server/admin/openapi.yaml';

// Without this, an example may hold no property that only a branch of oneOf, or an open schema, allows.
const examples = /** @type {const} */ ({ severity: 'error', allowAdditionalProperties: true });
const RULES = {
  'no-invalid-media-type-examples': examples,
  'no-invalid-parameter-examples': examples,
  'no-invalid-schema-examples': examples,
};
const tolerant = Object.fromEntries(TASTE.map((rule) => [rule, /** @type {const} */ ('off')]));

const root = fileURLToPath(new URL('../', import.meta.url));
const described = ['openapi', 'examples'].flatMap((folder) => {
  const names = readdirSync(`${root}${folder}`).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => `${folder}/${name}`);
});
const documents = [
  ...described.map((name) => ({ name, rules: { ...tolerant, ...RULES } })),
  { name: OWN, rules: RULES },
];

let problems = 0;
for (const { name, rules } of documents) {
  const config = await createConfig({ extends: ['recommended-strict'], rules });
  for (const { message, ruleId, location } of await lint({ ref: root + name, config })) {
    problems += 1;
    console.error(`${name} ${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
  }
}
console.log(`${documents.length} documents, ${problems} problems`);
process.exitCode = described.length > 0 && problems === 0 ? 0 : 1;
