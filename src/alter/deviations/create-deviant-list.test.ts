import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { editPages } from '../edits.ts';
import { loadBuiltIn, openList } from '../testing/deviant-list.ts';
import { probeList } from '../testing/probe.ts';
import type { Deviation } from './deviation.ts';

const deviation: Deviation = {
  name: 'nothing',
  summary: 'nothing is different',
  area: 'paging',
  appliesTo: () => true,
};
const contract = loadBuiltIn(builtInContracts()[0] ?? '');
const openToAll: Deviation['bendContract'] = (bent) => ({ ...bent, access: { ...bent.access, credentials: [] } });
const request = createRequest(contract.path);

describe('createDeviantList', () => {
  it('answers as the plain mock does where nothing is bent', () => {
    const [one, other] = [openList(contract, 'demo'), openList(contract, 'demo', deviation)];
    expect([...probeList(other)]).toEqual([...probeList(one)]);
  });

  it('tells the contract as it should be, whatever is bent', () => {
    const list = openList(contract, 'demo', { ...deviation, bendContract: openToAll });
    expect(list.handle(request)?.status).toBe(200);
    expect([list.contract, list.world.contract]).toEqual([contract, contract]);
  });

  it('bends the contract, then the world, and lets a wrap come between', () => {
    const list = openList(contract, 'demo', {
      ...deviation,
      bendContract: openToAll,
      bendWorld: (world) => ({ ...world, tenants: world.tenants.slice(1) }),
      wrap: editPages((page) => page.write('total', page.items.length + 1000)),
    });
    const plain = openList(contract, 'demo', { ...deviation, bendContract: openToAll });
    expect(list.handle(request)?.body).toContain(':10');
    expect(list.handle(request)?.body).not.toBe(plain.handle(request)?.body);
  });

  it('gives variants of the same rows, in which new values are other ones', () => {
    const answers: unknown[] = [];
    openList(contract, 'demo', {
      ...deviation,
      wrap({ ask, variant }) {
        const open = variant({ bendContract: openToAll });
        answers.push(ask(request)?.status, open(request)?.status);
        return ask;
      },
    });
    expect(answers).toEqual([401, 200]);
  });
});
