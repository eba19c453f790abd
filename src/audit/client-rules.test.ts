import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../mock/testing/load-contract.ts';
import { listClientRules } from './client-rules.ts';

describe('listClientRules', () => {
  it.each(['pyng', 'piriod', 'wingback', 'devdraft'])('lists the rules of %s', (id) => {
    const rows = listClientRules(loadContract(id)).map(({ id: rule, title, source, exemption }) => {
      return [
        rule,
        title,
        ...(source === undefined ? [] : [`source: ${source}`]),
        ...(exemption === undefined ? [] : [`none: ${exemption}`]),
      ];
    });
    expect(rows).toMatchSnapshot();
  });
});
