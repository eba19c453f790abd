import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../contract/load-contracts.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import type { Deviation } from './deviations/deviation.ts';
import { editPages } from './edits.ts';
import { loadBuiltIn, openList } from './testing/lists.ts';
import { probeList } from './testing/probe.ts';

const deviation: Deviation = {
  name: 'nothing',
  summary: 'nothing is different',
  area: 'paging',
  appliesTo: () => true,
};
const contract = loadBuiltIn(builtInContracts()[0] ?? '');
const openToAll: Deviation['overrideContract'] = (overridden) => ({
  ...overridden,
  access: { ...overridden.access, credentials: [] },
});
const request = createRequest(contract.path);

describe('createDeviantList', () => {
  it('answers as the plain mock does where nothing is overridden', () => {
    const [one, other] = [openList(contract, 'demo'), openList(contract, 'demo', deviation)];
    expect([...probeList(other)]).toEqual([...probeList(one)]);
  });

  it('tells the contract as it should be, whatever is overridden', () => {
    const list = openList(contract, 'demo', { ...deviation, overrideContract: openToAll });
    expect(list.handle(request)?.status).toBe(200);
    expect([list.contract, list.state.contract]).toEqual([contract, contract]);
  });

  it('overrides the contract, then the state, and lets a wrap come between', () => {
    const list = openList(contract, 'demo', {
      ...deviation,
      overrideContract: openToAll,
      overrideState: (state) => ({ ...state, tenants: state.tenants.slice(1) }),
      wrap: editPages((page) => page.write('total', page.items.length + 1000)),
    });
    const plain = openList(contract, 'demo', { ...deviation, overrideContract: openToAll });
    expect(list.handle(request)?.body).toContain(':10');
    expect(list.handle(request)?.body).not.toBe(plain.handle(request)?.body);
  });

  it('gives variants of the same rows, in which new values are other ones', () => {
    const answers: unknown[] = [];
    openList(contract, 'demo', {
      ...deviation,
      wrap({ handle, variant }) {
        const open = variant({ overrideContract: openToAll });
        answers.push(handle(request)?.status, open(request)?.status);
        return handle;
      },
    });
    expect(answers).toEqual([401, 200]);
  });
});
