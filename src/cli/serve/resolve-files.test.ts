import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { resolveContract, resolveFiles } from './resolve-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'resolve-'));
const own = join(folder, 'orders.yaml');
writeFileSync(own, '');
const [builtIn = ''] = builtInContracts();

describe('resolveFiles', () => {
  it('makes paths absolute and leaves names alone', () => {
    const settings = {
      contracts: [builtIn, 'orders.yaml'],
      scenario: { orders: './x.yaml', other: 'demo' },
      seed: '7',
    };
    expect(resolveFiles(settings, folder)).toEqual({
      contracts: [builtIn, own],
      scenario: { orders: join(folder, 'x.yaml'), other: 'demo' },
      seed: '7',
    });
    expect(resolveFiles({ scenario: 'x/y.yaml' }, folder)).toEqual({ scenario: join(folder, 'x/y.yaml') });
    expect(resolveFiles({ scenario: 'demo' }, folder)).toEqual({ scenario: 'demo' });
  });
});

describe('resolveContract', () => {
  it('names what is near, and what there is', () => {
    const known = `\nContracts that come with pagewright: ${builtInContracts().join(', ')}`;
    expect(() => resolveContract(`${builtIn}x`, folder)).toThrow(
      `there is no contract, file or command ${builtIn}x; did you mean ${builtIn}?${known}`,
    );
    expect(() => resolveContract('validat', folder)).toThrow('did you mean validate?');
    expect(() => resolveContract('./none.yaml', folder)).toThrow(`there is no file ./none.yaml${known}`);
  });
});
