import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../mock/testing/load-contract.ts';
import { canonize, readLink } from './links.ts';

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
