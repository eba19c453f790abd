import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createListMock } from '../../mock/create-list-mock.ts';
import { createLiteralWorld } from '../../mock/testing/create-literal-world.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createTenant } from '../../mock/testing/create-tenant.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { hasTokens } from '../../page/page-reader.ts';
import { createFaultBoard } from '../create-fault-board.ts';
import { createFaultingList } from '../create-faulting-list.ts';
import { idsOf, openFaulty } from '../testing/open-faulty.ts';

const CONTRACTS = builtInContracts();

/** A filter that some rows meet, the rows being those of `demo`. */
const FILTERS: Readonly<Record<string, string>> = {
  pyng: 'state=linked',
  piriod: 'country=CL',
  wingback: 'status=active',
  devdraft: 'name=john',
};

describe.each(CONTRACTS)('rows of %s', (id) => {
  const isSealed = hasTokens(openFaulty(id).contract);

  it('come in after a page was read', () => {
    const before = idsOf(openFaulty(id).walk());
    const faulty = openFaulty(id, ['row-inserted:page=2,times=1']);
    const rows = faulty.list.world.countRows();
    const steps = faulty.walk();
    expect(steps[1]?.ids).toEqual(before.slice(7, 14));
    expect(steps.map(({ response }) => response.faults)).toEqual([
      undefined,
      ['row-inserted'],
      ...steps.slice(2).map(() => undefined),
    ]);
    expect(faulty.list.world.countRows()).toBe(rows + 1);
    // Who counts rows reads the last one of the page again; who has a token does not.
    const seen = idsOf(steps);
    expect([seen.length, new Set(seen).size]).toEqual(
      isSealed ? [before.length, before.length] : [before.length + 1, before.length],
    );
    const after = idsOf(faulty.walk());
    const added = after.filter((row) => !before.includes(row));
    expect([added.length, after.filter((row) => row !== added[0])]).toEqual([1, before]);
    expect([6, 7, 8]).toContain(after.indexOf(added[0] ?? ''));
  });

  it('come in where the filters and the order of the request find them', () => {
    const faulty = openFaulty(id, ['row-inserted:times=1']);
    const filter = FILTERS[id];
    const before = idsOf(openFaulty(id).walk(filter));
    expect(before.length).toBeGreaterThan(1);
    faulty.walk(filter, 1);
    expect(idsOf(faulty.walk(filter))).toHaveLength(before.length + 1);
  });

  it('go after a page was read', () => {
    const before = idsOf(openFaulty(id).walk());
    const faulty = openFaulty(id, ['row-deleted:page=2,times=1']);
    const steps = faulty.walk();
    expect(steps[1]?.ids).toEqual(before.slice(7, 14));
    // Who counts rows never sees the one that moved up to the page before.
    expect(idsOf(steps)).toEqual(isSealed ? before : before.toSpliced(14, 1));
    expect(idsOf(faulty.walk())).toEqual(before.toSpliced(13, 1));
    expect(Number(steps[2]?.page?.read('total'))).toBe(before.length - 1);
  });

  it('neither come nor go where no page is read', () => {
    const faulty = openFaulty(id, ['row-deleted', 'row-inserted']);
    const rows = faulty.list.world.countRows();
    expect(faulty.ask({ ...faulty.start(), headers: {} }).faults).toBeUndefined();
    expect(faulty.list.world.countRows()).toBe(rows);
  });

  it('stay in a list without any', () => {
    const faulty = openFaulty(id, ['row-deleted', 'row-inserted'], 'empty');
    expect(faulty.ask(faulty.start()).faults).toBeUndefined();
  });

  it('come and go in one request', () => {
    const before = idsOf(openFaulty(id).walk());
    const faulty = openFaulty(id, ['row-deleted:times=1', 'row-inserted:times=1']);
    expect(faulty.ask(faulty.start()).faults).toEqual(['row-inserted', 'row-deleted']);
    const after = idsOf(faulty.walk());
    expect([after.length, after.includes(before[6] ?? '')]).toEqual([before.length, false]);
  });
});

describe('a row that is made of the few fields that filters and order look at', () => {
  it('is the twin of another where it would not be valid', () => {
    const { world } = createLiteralWorld({
      contract: loadSample(),
      tenants: [createTenant('north', { values: {} })],
      collections: { north: [{ id: 'one', kind: 'b', at: '2026-01-01T00:00:00Z' }] },
      now: 0,
      complete: (fields) => ({ id: 'two', ...fields }),
    });
    const list = createListMock({ world, key: 'key', seed: '1' });
    const faulting = createFaultingList(list, createFaultBoard());
    const request = createRequest('/things', { headers: { 'x-site': 'north' } });
    expect(faulting.handle(request, [{ kind: 'row-inserted' }])?.faults).toEqual(['row-inserted']);
    expect(world.row('north', 'two')).toEqual({ id: 'two', kind: 'b', at: '2026-01-01T00:00:00Z' });
  });
});
