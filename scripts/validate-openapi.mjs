// Validates every OpenAPI document of openapi/ against its version of the specification, examples included.
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

const folder = fileURLToPath(new URL('../openapi/', import.meta.url));
const documents = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
// Without this, an example may hold no property that only a branch of oneOf, or an open schema, allows.
const examples = /** @type {const} */ ({ severity: 'error', allowAdditionalProperties: true });
const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    ...Object.fromEntries(TASTE.map((rule) => [rule, /** @type {const} */ ('off')])),
    'no-invalid-media-type-examples': examples,
    'no-invalid-parameter-examples': examples,
    'no-invalid-schema-examples': examples,
  },
});

let problems = 0;
for (const name of documents) {
  for (const { message, ruleId, location } of await lint({ ref: folder + name, config })) {
    problems += 1;
    console.error(`openapi/${name} ${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
  }
}
console.log(`${documents.length} documents, ${problems} problems`);
process.exitCode = documents.length > 0 && problems === 0 ? 0 : 1;
