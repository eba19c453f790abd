import { describe, expect, it } from '@jest/globals';
import { loadContract, loadSample } from '../mock/testing/load-contract.ts';
import { canonize, readLink } from './links.ts';
import { createValueTest } from './parameter-values.ts';

describe('read link', () => {
  const contract = loadSample();
  const PLACE = { origin: 'http://localhost:4010/session', path: '/things' };

  describe('readLink', () => {
    it.each([
      'http://localhost:4010/session/things?size=5&page=2',
      'http://127.0.0.1:4010/session/things?page=2&size=5',
      'https://api.example.com/things/?page=%32&size=5',
      '/session/things?size=5&page=2',
      '/things?size=5&page=2',
      '?page=2&size=5',
    ])('takes %s for the same link', (link) => {
      const found = readLink(contract, link, PLACE);
      expect(found).toMatchObject({ path: '/things', position: '2' });
      expect(found && canonize(found)).toBe('["/things",[["page","2"],["size","5"]]]');
    });

    it('tells links apart that differ in a value, a name, the path, or the order of values of one name', () => {
      const links = [
        '/things?page=2',
        '/things?page=3',
        '/things?paged=2',
        '/others?page=2',
        '/things?page=2&page=3',
        '/things?page=3&page=2',
      ];
      const names = links.map((link) => readLink(contract, link, PLACE)).map((link) => link && canonize(link));
      expect(new Set(names).size).toBe(links.length);
    });

    it('finds no position where there is none', () => {
      expect(readLink(contract, '/things?size=5', PLACE)?.position).toBeUndefined();
      expect(readLink(contract, '/things?page=', PLACE)?.position).toBeUndefined();
    });

    it('reads nothing that is no URL', () => {
      expect(readLink(contract, 'http://[', PLACE)).toBeUndefined();
    });
  });
});

describe('parameter values', () => {
  const KIND = 'name: kind, in: query, schema: { type: string, enum: [a, b] } }';

  function judge(contract: ReturnType<typeof loadSample>, query: string): boolean {
    const isAllowed = createValueTest(contract);
    return [...new URLSearchParams(query)].every(([name, value]) => isAllowed(name, value));
  }

  describe('createValueTest', () => {
    it.each([
      ['pyng', ['limit=100', 'limit=1', 'state=linked', 'invitedFrom=1777593600000', 'cursor=%3F', 'made=up']],
      [
        'piriod',
        ['page_size=100', 'page=7', 'page=last', 'page=+7 ', 'created__gte=2020-01-01', 'ordering=-name,email'],
      ],
      ['piriod', ['created=2023-11-07 05:31', 'created__lte=2026-05-04T00:00:00%2B02:00', 'metadata__a=b', 'email=']],
      [
        'wingback',
        ['limit=0', 'limit=5000', 'direction=backward', 'payment_status=paid', 'metadata[0]=key', 'status=x'],
      ],
      ['devdraft', ['take=100', 'skip=0', 'status=ACTIVE', 'name=a,b', 'take=0x10']],
    ])('takes what %s has', (id, queries) => {
      for (const query of queries) expect([query, judge(loadContract(id), query)]).toEqual([query, true]);
    });

    it.each([
      [
        'pyng',
        ['limit=500', 'limit=0', 'limit=-1', 'limit=all', 'state=pending', 'state=LINKED', 'invitedTo=2026-05-01'],
      ],
      ['piriod', ['page_size=101', 'page=0', 'page=-1', 'page=first', 'created__gte=yesterday', 'created=2026-02-31']],
      ['wingback', ['limit=-1', 'limit=ten', 'direction=next', 'payment_status=PAID']],
      ['devdraft', ['take=0', 'take=101', 'skip=-10', 'status=active', 'take=1.5']],
    ])('refuses what %s has not', (id, queries) => {
      for (const query of queries) expect([query, judge(loadContract(id), query)]).toEqual([query, false]);
    });

    it('takes whatever an open set of values may come to have', () => {
      const open = KIND.replace('enum: [a, b]', 'enum: [a, b], x-extensible-enum: [a, b]');
      expect(judge(loadSample([KIND, open]), 'kind=c')).toBe(true);
      expect(judge(loadSample(), 'kind=c')).toBe(false);
    });

    it('looks at each value of a list', () => {
      const list = KIND.replace('type: string, enum: [a, b]', 'type: array, items: { type: string, enum: [a, b] }');
      const contract = loadSample([KIND, list], ['operator: equals', 'operator: in']);
      expect(['kind=a', 'kind=a,b', 'kind=b,c'].map((query) => judge(contract, query))).toEqual([true, true, false]);
    });

    it('knows parameters that are no filters', () => {
      const more = `${KIND}
        - { name: deep, in: query, schema: { type: boolean } }
        - { name: depth, in: query, schema: { type: [integer, 'null'], exclusiveMinimum: 0 } }
        - { name: as, in: query, schema: { type: string, enum: [rows, columns] } }`;
      const contract = loadSample([KIND, more]);
      expect(judge(contract, 'deep=true&depth=1&as=rows')).toBe(true);
      for (const query of ['deep=maybe', 'depth=0', 'depth=x', 'as=cells'])
        expect([query, judge(contract, query)]).toEqual([query, false]);
    });
  });
});
