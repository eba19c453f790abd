import { readFileSync } from 'node:fs';

const SHEETS = ['tokens', 'base', 'verdicts', 'masthead', 'results', 'exchange', 'coverage', 'print'];

/** The style sheet of the page. */
export function readStyle(): string {
  return SHEETS.map((name) => readFileSync(new URL(`./style/${name}.css`, import.meta.url), 'utf8')).join('\n');
}
