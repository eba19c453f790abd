import { describe, expect, it } from '@jest/globals';
import type { ContractDescription } from '../../server/site/describe-contract.ts';
import { createPaint } from '../text/create-paint.ts';
import { formatFirstScreen } from './format-first-screen.ts';

const contract = {
  id: 'orders',
  title: 'Orders',
  style: 'links',
  path: '/{shop}/orders',
  rows: 12_345,
  scenario: 'demo',
} as ContractDescription;
const contracts: ContractDescription[] = [
  { ...contract, url: 'http://h:1/north/orders', headers: { 'X-Key': 'secret a' } },
  { ...contract, id: 'x', title: 'X', style: 'offset', path: '/x', rows: 1, url: 'http://h:1/x', headers: {} },
];
const screen = { version: '1.2.3', url: 'http://h:1', contracts, notes: ['A note.'] };

describe('formatFirstScreen', () => {
  it('shows each contract with a command that calls it', () => {
    const plain = createPaint({ write: () => true }, {});
    expect(formatFirstScreen(screen, plain).split('\n')).toEqual([
      'pagewright 1.2.3  2 contracts on http://h:1',
      '',
      'orders  Orders  links pages   /{shop}/orders  12,345 rows  demo',
      "  curl -H 'X-Key: secret a' http://h:1/north/orders",
      '',
      'x       X       offset pages  /x              1 row        demo',
      '  curl http://h:1/x',
      '',
      'For scripts: http://h:1/__admin/contracts    Stop: Ctrl-C',
      'A note.',
      '',
    ]);
  });

  it('leaves commands unpainted, so that they can be copied', () => {
    const painted = formatFirstScreen(screen, createPaint({ write: () => true, isTTY: true }, {}));
    expect(painted).toContain('\n  curl http://h:1/x\n');
    expect(painted).toContain('\u001b[');
  });
});
