import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { type AlteredList, alterList } from '../../alter/engine.ts';
import { PagewrightError } from '../../contract/error.ts';
import { createMockState } from '../../mock/state.ts';

import { createAdminHandler } from '../admin/router.ts';
import { loadDeviation } from '../deviation.ts';
import { createMock, type Mock } from '../mock.ts';
import type { MockOptions } from '../options.ts';
import { type Backend, loadBackend } from '../sessions/backend.ts';
import { createScenarioLibrary } from '../sessions/scenario-library.ts';

/** A contract file with a list of orders, other operations beside it, and every kind of thing that a server looks at. */
const SAMPLE = readFileSync(new URL('sample.yaml', import.meta.url), 'utf8');

/** A scenario for it: two tenants, the first with two shops. */
const SAMPLE_SCENARIO = readFileSync(new URL('sample-scenario.yaml', import.meta.url), 'utf8');

/**
 * Writes the contract file, with the scenario beside it, into a folder of its own.
 *
 * @param id - of the contract, the file's name
 * @param changes - pairs of a text in the contract file, which must be there, and what stands in its place
 * @returns the contract file's path
 */
export function writeSample(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): string {
  let text = SAMPLE;
  for (const [search, replacement] of changes) {
    if (!text.includes(search)) throw new Error(`the sample has no ${search}`);
    text = text.replaceAll(search, () => replacement);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  const file = join(folder, `${id}.yaml`);
  writeFileSync(file, text);
  writeFileSync(join(folder, 'scenario.yaml'), SAMPLE_SCENARIO);
  return file;
}

/** The scenario file beside a contract file. */
export function sampleScenario(file: string): string {
  return join(file, '..', 'scenario.yaml');
}

/** Headers that open the first list of the sample. */
export const HEADERS: Readonly<Record<string, string>> = { 'x-key': 'secret-a', 'x-version': '7' };

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

/**
 * Writes a demo beside a contract file.
 *
 * @param file - the contract file's path
 */
export function writeSampleDemo(file: string, name: string, text: string): void {
  const folder = join(dirname(file), 'fixtures', 'orders', 'demos');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), text);
}

/** The list of the sample contract, under an id and with changes of the contract's text. */
export function createSampleList(
  id = 'orders',
  ...changes: readonly (readonly [search: string, replacement: string])[]
): AlteredList {
  const file = writeSample(id, ...changes);
  const library = createScenarioLibrary({ contract: file, scenario: sampleScenario(file) });
  const [contract] = library.contracts;
  if (contract === undefined) throw new Error('the sample has no list');
  const { scenario, openTable } = library.open(contract);
  const state = createMockState({ contract, scenario, openTable, now: () => scenario.now });
  return alterList({ state, key: 'key', seed: '1' }, []);
}

/** A mock of the sample contract with its scenarios, on a free port. */
export function openSampleMock(options: MockOptions = {}): Promise<Mock> {
  return createMock({ contract: writeSampleScenarios(), ...options });
}

/** The sample contract with its scenario, ready to be served. */
export async function openSampleBackend(options: MockOptions = {}): Promise<Backend> {
  const file = writeSample();
  const whole = { contract: file, scenario: sampleScenario(file), ...options };
  const stage = loadBackend(whole, await loadDeviation(whole.deviation));
  return stage;
}

/** The admin API of the sample contract, alone. */
export async function buildAdmin(options: MockOptions = {}): Promise<express.Express> {
  const { registry, library } = await openSampleBackend(options);
  const guard = { trustedHosts: new Set<string>(), token: options.adminToken };
  const handle = createAdminHandler({ registry, library, readOrigin: () => 'http://here.test', guard });
  return express().use(handle as RequestHandler);
}

/**
 * A mock that has no room for another session, nor its default session for another snapshot or fault, and whose process no room for another
 * check.
 */
export async function openFullMock(): Promise<Mock> {
  const mock = await openSampleMock();
  fill('too-many-faults', () => mock.faults.add('latency'));
  fill('too-many-snapshots', (name) => mock.snapshots.save(name));
  fill('too-many-sessions', (name) => mock.sessions.create({ id: name }));
  // Whoever is asked here answers nobody.
  const silent = createServer(() => {})
    .listen(0, '127.0.0.1')
    .unref();
  await once(silent, 'listening');
  const settings = { baseUrl: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, parameters: { shop: 'a' } };
  for (let count = 0; count < 2; count += 1) await mock.checks.start(settings);
  return mock;
}

/** Adds one after the other until there is no room. */
function fill(code: (PagewrightError | PagewrightError)['code'], add: (name: string) => unknown): void {
  for (let count = 0; ; count += 1) {
    try {
      add(`s${count}`);
    } catch (error) {
      if ((error instanceof PagewrightError || error instanceof PagewrightError) && error.code === code) return;
      throw error;
    }
  }
}
