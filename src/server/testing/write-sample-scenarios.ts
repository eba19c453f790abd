import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleScenario, writeSample } from './sample-contract.ts';

/**
 * Writes the sample contract with scenarios of its own: `demo`, `empty`, `stormy` with a fault, and `broken`, whose file has a
 * mistake.
 *
 * @returns the contract file's path
 */
export function writeSampleScenarios(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): string {
  const file = writeSample(id, ...changes);
  const folder = join(dirname(file), 'fixtures', id);
  mkdirSync(folder, { recursive: true });
  const demo = join(folder, 'demo.yaml');
  copyFileSync(sampleScenario(file), demo);
  const text = readFileSync(demo, 'utf8');
  const tenants = text.slice(text.indexOf('tenants:'), text.indexOf('rows:'));
  writeFileSync(join(folder, 'empty.yaml'), `title: Nothing\nnow: 2026-06-01T00:00:00Z\n${tenants}`);
  writeFileSync(join(folder, 'stormy.yaml'), `title: A storm\nextends: demo\nfaults: [rate-limit]\n`);
  writeFileSync(join(folder, 'broken.yaml'), `title: A mistake\nextends: demo\nfaults:\n  - storm\n`);
  return file;
}
