import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../contract/load-contracts.ts';
import { createRandom } from '../dataset/random.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { loadBuiltIn, openList } from '../testing/altered-lists.ts';
import { probeList } from '../testing/list-probe.ts';
import { fc } from '../testing/properties.ts';
import type { Deviation } from './deviations/deviation.ts';
import { editPages } from './edits.ts';

describe('engine', () => {
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
});

describe('createDice', () => {
  it('fall the same way for the same seed, and another way for another', () => {
    const throwAll = (seed: string): readonly number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.below(1000));
    };
    expect(throwAll('a')).toEqual(throwAll('a'));
    expect(throwAll('a')).not.toEqual(throwAll('b'));
  });

  it('give every number below the count, and no other', () => {
    const random = createRandom('1');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let times = 0; times < 6000; times += 1) {
      const side = random.below(6);
      counts[side] = (counts[side] ?? 0) + 1;
    }
    expect(counts).toHaveLength(6);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });

  it('shuffle and pick without losing anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer(), { minLength: 1 }), (seed, list) => {
        const random = createRandom(seed);
        expect([...random.shuffle(list)].sort()).toEqual([...list].sort());
        expect(list).toContain(random.pick(list));
      }),
    );
    const orders = Array.from({ length: 100 }, (_, seed) => createRandom(`${seed}`).shuffle([1, 2, 3]).join(''));
    expect(new Set(orders).size).toBe(6);
  });

  it('are true once in so many times', () => {
    const random = createRandom('1');
    const often = Array.from({ length: 3000 }, () => random.onceIn(3)).filter(Boolean).length;
    expect(Math.abs(often - 1000)).toBeLessThan(150);
  });
});
