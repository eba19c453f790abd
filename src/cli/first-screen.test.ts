import { describe, expect, it } from '@jest/globals';
import type { RunningMock } from '../server/mock.ts';
import type { ContractDescription } from '../server/routing/contract-description.ts';
import { describeCircumstances, formatCurl, formatFirstScreen } from './first-screen.ts';
import { createPaint } from './text.ts';

describe('format first screen', () => {
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
});

describe('describe circumstances', () => {
  const mockWith = (parts: { deviation?: object; grease?: object; faults?: readonly object[] } = {}): RunningMock => {
    const { deviation, grease, faults = [] } = parts;
    return { deviation, grease: { read: () => grease }, faults: { list: () => faults } } as unknown as RunningMock;
  };

  describe('describeCircumstances', () => {
    it('has nothing to say of a usual mock', () => {
      expect(describeCircumstances(mockWith(), {})).toEqual([]);
      expect(describeCircumstances(mockWith(), { host: 'localhost' })).toEqual([]);
    });

    it('tells what is not as usual', () => {
      const deviation = { name: 'ties-lost', summary: 'rows are lost', contracts: ['a', 'b'] };
      expect(describeCircumstances(mockWith({ deviation }), {})).toEqual([
        'Deviation ties-lost is on in a, b: rows are lost.',
      ]);
      const faults = [{ kind: 'latency', ms: 5, id: 'fault-1', struck: 0 }, { kind: 'cycle' }];
      expect(describeCircumstances(mockWith({ grease: { seed: '7' }, faults }), { watch: true })).toEqual([
        'Grease is on (seed 7): answers use what contracts leave open, differently each time.',
        'Faults are on: latency:ms=5; cycle',
        'Contract and scenario files are read again when they change.',
      ]);
    });

    it('tells who can reach what, and never the token', () => {
      const token = 'sesame';
      const reach = (host?: string, given?: string): string =>
        describeCircumstances(mockWith(), {
          ...(host !== undefined && { host }),
          ...(given !== undefined && { 'admin-token': given }),
        }).join();
      expect(reach('0.0.0.0')).toMatch(
        /^Other machines can reach the lists\. The administration answers on this machine only/,
      );
      expect(reach('0.0.0.0', token)).toBe(
        'Other machines can reach the lists. The administration answers whoever presents the admin token.',
      );
      expect(reach(undefined, token)).toBe('The administration answers whoever presents the admin token.');
      expect(reach('0.0.0.0', token) + reach('::1', token)).not.toContain(token);
    });
  });
});

describe('format curl', () => {
  describe('formatCurl', () => {
    it('quotes what needs it, and nothing else', () => {
      const command = formatCurl('http://127.0.0.1:4010/a?b=1&c=2', { Authorization: "Bearer it's", 'x-key': '$HOME' });
      expect(command).toBe(
        `curl -H 'Authorization: Bearer it'\\''s' -H 'x-key: $HOME' 'http://127.0.0.1:4010/a?b=1&c=2'`,
      );
      expect(formatCurl('http://127.0.0.1:4010/customers/', {})).toBe('curl http://127.0.0.1:4010/customers/');
    });
  });
});
