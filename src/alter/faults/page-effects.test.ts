import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { readField } from '../../contract/field-values.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createLiteralState } from '../../mock/testing/create-literal-state.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createTenant } from '../../mock/testing/create-tenant.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { hasTokens, listTieKeys, locateNeighbour, readId, readPage } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import { type Faulty, type FaultyStep, idsOf, openFaulty } from '../../testing/altered-lists.ts';
import { alterList } from '../engine.ts';
import { createFaultBoard } from './board.ts';
import { isBackward } from './fault-tokens.ts';
import { injectFaults } from './injection.ts';

describe('page effects', () => {
  const CONTRACTS = builtInContracts();
  const plainWalks = new Map(CONTRACTS.map((id) => [id, openFaulty(id).walk()]));

  function plain(id: string): readonly FaultyStep[] {
    return plainWalks.get(id) ?? [];
  }

  const isSealed = (id: string): boolean => hasTokens(openFaulty(id).contract);
  const sealed = CONTRACTS.filter(isSealed);
  const counted = CONTRACTS.filter((id) => !isSealed(id));
  const linked = CONTRACTS.filter((id) => openFaulty(id).contract.envelope.roles.has('next'));

  /** The pages without what is new in every response. */
  function contents(faulty: Faulty, steps: readonly FaultyStep[]): unknown[] {
    const { roles } = faulty.contract.envelope;
    return steps.map(({ page }) => [...roles.keys()].map((role) => page?.read(role)));
  }

  describe.each(CONTRACTS)('the pages of %s', (id) => {
    it('are as before once a fault is used up', () => {
      const faulty = openFaulty(id, [
        'empty-page:times=1',
        'short-page:times=1',
        'repeated-page:times=1',
        'total-changed:times=1',
      ]);
      faulty.walk();
      expect(faulty.board.isIdle).toBe(true);
      expect(contents(faulty, faulty.walk())).toEqual(contents(faulty, plain(id)));
    });

    it('repeat the rows of the page before and lead on', () => {
      const steps = openFaulty(id, ['repeated-page:page=3']).walk();
      expect(steps[2]?.ids).toEqual(plain(id)[1]?.ids);
      expect(steps[2]?.response.faults).toEqual(['repeated-page']);
      expect(idsOf(steps.filter((_step, index) => index !== 2))).toEqual(
        idsOf(plain(id).filter((_, index) => index !== 2)),
      );
    });

    it('repeat nothing on the first page, which leaves the fault as it is', () => {
      const faulty = openFaulty(id, ['repeated-page:times=1']);
      expect(faulty.ask(faulty.start()).faults).toBeUndefined();
      expect(faulty.board.list()[0]).toMatchObject({ struck: 0, remaining: 1 });
    });

    it('have another total each', () => {
      const totals = openFaulty(id, ['total-changed'])
        .walk(undefined, 7)
        .map(({ page }) => Number(page?.read('total')));
      const total = Number(plain(id)[0]?.page?.read('total'));
      expect(totals).toEqual(totals.map((_, index) => total + index + 1));
    });

    it('keep their number of pages in step with a changed total', () => {
      const { contract, walk } = openFaulty(id, ['total-changed']);
      if (!contract.envelope.roles.has('pageCount')) return;
      for (const { page } of walk(undefined, 5)) {
        expect(page?.read('pageCount')).toBe(Math.ceil(Number(page?.read('total')) / 7));
      }
    });

    it('answer HEAD alike', () => {
      const faulty = openFaulty(id, ['short-page']);
      const response = faulty.ask(faulty.start('', { method: 'HEAD' }));
      expect([response.faults, readPage(faulty.contract, response)?.items.length]).toEqual([['short-page'], 3]);
    });

    it.each(['repeated-page', 'cycle', 'empty-page', 'short-page', 'total-changed'])(
      'are not struck by %s where the request is rejected',
      (fault) => {
        const faulty = openFaulty(id);
        const { contract } = faulty;
        if (fault === 'cycle' && !contract.envelope.roles.has('next')) return;
        faulty.board.add({ kind: fault as 'cycle' });
        const [bare, strange] = [
          { ...faulty.start(), headers: {} },
          faulty.start(`${contract.page.limit.parameter}=7&${contract.page.position}=nowhere`),
        ];
        for (const request of [bare, strange]) {
          const response = faulty.ask(request);
          expect([response.status >= 400, response.faults]).toEqual([true, undefined]);
        }
        expect(faulty.board.list()[0]?.struck).toBe(0);
      },
    );
  });

  describe.each(linked)('a cycle in %s', (id) => {
    it('leads from a page to the first one, again and again', () => {
      const steps = openFaulty(id, ['cycle:page=3']).walk(undefined, 8);
      const rows = plain(id).map(({ ids }) => ids);
      expect(steps.map(({ ids }) => ids)).toEqual([0, 1, 2, 0, 1, 2, 0, 1].map((index) => rows[index]));
      expect(steps.map(({ response }) => response.faults?.length ?? 0)).toEqual([0, 0, 1, 0, 0, 1, 0, 0]);
    });

    it('leads out of the last page too, and its link works when the fault is gone', () => {
      const faulty = openFaulty(id, ['cycle']);
      const many = `${faulty.contract.page.limit.parameter}=100`;
      const last = faulty.walk(many, 1)[0];
      faulty.board.clear();
      const next = last?.page && locateNeighbour(faulty.contract, last.request, last.page, 'next');
      expect(readPage(faulty.contract, next && faulty.ask(next))?.items.length).toBe(last?.ids.length);
    });
  });

  describe.each(sealed)('an empty or short page of %s', (id) => {
    it('leads on from no rows to those that should have stood there', () => {
      const steps = openFaulty(id, ['empty-page:page=2']).walk();
      expect(steps[1]?.ids).toEqual([]);
      expect(steps.map(({ ids }) => ids).toSpliced(1, 1)).toEqual(plain(id).map(({ ids }) => ids));
    });

    it('does so for each page in turn, the last one too, and never by the same position twice', () => {
      const { contract, walk } = openFaulty(id, ['empty-page']);
      const steps = walk(undefined, 60);
      expect(idsOf(steps)).toEqual(idsOf(plain(id)));
      expect(steps.map(({ ids }) => ids.length === 0)).toEqual(steps.map((_, index) => index % 2 === 0));
      const positions = steps.map(({ request }) => readParameter(request, contract.page.position));
      expect(new Set(positions).size).toBe(steps.length);
    });

    it('loses nothing when it is short, and goes on at the size that was asked for', () => {
      const steps = openFaulty(id, ['short-page:page=2']).walk();
      expect(steps.map(({ ids }) => ids.length).slice(0, 4)).toEqual([7, 3, 7, 7]);
      expect(idsOf(steps)).toEqual(idsOf(plain(id)));
      const link = steps[1]?.page?.read('next');
      if (String(link).includes('?'))
        expect(String(link).replace(/[^?&]*$/, '')).toBe(
          String(plain(id)[0]?.page?.read('next')).replace(/[^?&]*$/, ''),
        );
    });

    it('is short on every page, with the total of the whole', () => {
      const steps = openFaulty(id, ['short-page']).walk('', 60);
      expect(idsOf(steps)).toEqual(idsOf(plain(id)));
      expect(new Set(steps.map(({ page }) => page?.read('total')))).toEqual(
        new Set([plain(id)[0]?.page?.read('total')]),
      );
    });

    it('loses nothing backward', () => {
      for (const fault of ['short-page', 'empty-page']) {
        const faulty = openFaulty(id);
        const { contract } = faulty;
        const last = plain(id).at(-1);
        faulty.board.add({ kind: fault as 'short-page' });
        const found: string[] = [];
        let { request, page } = { request: last?.request, page: last?.page };
        for (let step = 0; step < 60 && request !== undefined && page !== undefined; step += 1) {
          request = locateNeighbour(contract, request, page, 'previous');
          page = request && readPage(contract, faulty.ask(request));
          found.unshift(...(page?.items ?? []).map((item) => readId(contract, item)));
        }
        expect(found).toEqual(idsOf(plain(id).slice(0, -1)));
      }
    });

    it('has tokens that are bound and sealed like those of the list', () => {
      const faulty = openFaulty(id, ['empty-page']);
      const { contract } = faulty;
      const [first] = faulty.walk('', 1);
      const next = first?.page && locateNeighbour(contract, first.request, first.page, 'next');
      if (next === undefined) throw new Error('the empty page leads nowhere');
      faulty.board.clear();
      const token = readParameter(next, contract.page.position) ?? '';
      const turned = token.replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
      const filter = contract.filters.find(({ parameter }) => ['state', 'status'].includes(parameter));
      const value = (filter?.declared?.schema['enum'] as string[] | undefined)?.[0] ?? 'linked';
      expect(faulty.ask(next).status).toBe(200);
      expect(
        faulty.ask({ ...next, query: next.query.replace(encodeURIComponent(token), encodeURIComponent(turned)) })
          .status,
      ).toBe(400);
      expect(faulty.ask({ ...next, query: `${next.query}&${filter?.parameter}=${value}` }).status).toBe(400);
    });

    it('does not repeat rows backward', () => {
      const faulty = openFaulty(id);
      const { contract } = faulty;
      const third = plain(id)[2];
      const back = third?.page && locateNeighbour(contract, third.request, third.page, 'previous');
      if (back === undefined) throw new Error('the third page leads nowhere');
      faulty.board.add({ kind: 'repeated-page' });
      expect(faulty.ask(back).faults).toBeUndefined();
    });

    it('has tokens that keep the shape of their direction and heed another size', () => {
      const faulty = openFaulty(id);
      const { contract, board, ask } = faulty;
      const second = plain(id)[1];
      const back = second?.page && locateNeighbour(contract, second.request, second.page, 'previous');
      if (back === undefined) throw new Error('the second page leads nowhere');
      board.add({ kind: 'empty-page' });
      const empty = readPage(contract, ask(back));
      const again = empty && locateNeighbour(contract, back, empty, 'previous');
      expect(again && isBackward(contract, again)).toBe(true);
      const narrow = setParameter(again ?? back, contract.page.limit.parameter, '3');
      const rows = readPage(contract, ask(narrow))?.items.map((item) => readId(contract, item));
      expect(rows).toEqual(plain(id)[0]?.ids.slice(-3));
    });

    /** How old tokens may be, and whether they have expired then. */
    function agesOf({ page }: Contract): readonly (readonly [age: number, isOver: boolean])[] {
      const lifetime = 'token' in page ? page.token.lifetime : undefined;
      if (lifetime === undefined) return [0, 10 ** 12].map((age) => [age, false] as const);
      return [
        [0, false],
        [lifetime - 1, false],
        [lifetime, true],
      ];
    }

    it('has tokens that live as long as those of the list', () => {
      const faulty = openFaulty(id, ['empty-page:page=1']);
      const { contract, list, walk, setTime, ask } = faulty;
      const [own, other] = walk('', 2).map(
        ({ request, page }) => page && locateNeighbour(contract, request, page, 'next'),
      );
      if (own === undefined || other === undefined) throw new Error('a page leads nowhere');
      const start = list.state.now();
      for (const [age, isOver] of agesOf(contract)) {
        setTime(start + age);
        expect([own, other].map((request) => ask(request).status)).toEqual(isOver ? [400, 400] : [200, 200]);
      }
    });
  });

  describe.each(counted)('an empty or short page of %s', (id) => {
    it('is not short where no others follow, unless the rest can be asked for', () => {
      const { contract, walk } = openFaulty(id, ['short-page']);
      const last = walk().at(-1);
      const rest = plain(id).at(-1)?.ids.length ?? 0;
      expect(last?.ids).toHaveLength(contract.page.style === 'offset' ? Math.floor(rest / 2) : rest);
    });

    it.each(['empty-page', 'short-page'])('loses rows by %s, and leads on', (fault) => {
      const steps = openFaulty(id, [`${fault}:page=2`]).walk();
      const kept = fault === 'empty-page' ? 0 : 3;
      expect(steps[1]?.ids).toEqual(plain(id)[1]?.ids.slice(0, kept));
      expect(steps.map(({ ids }) => ids).toSpliced(1, 1)).toEqual(
        plain(id)
          .map(({ ids }) => ids)
          .toSpliced(1, 1),
      );
    });

    it('is not empty where nothing follows', () => {
      const steps = openFaulty(id, ['empty-page']).walk();
      expect(steps.at(-1)?.ids).toEqual(plain(id).at(-1)?.ids);
      expect(idsOf(steps.slice(0, -1))).toEqual([]);
    });
  });
});

describe('row effects', () => {
  /** A filter that some rows meet, the rows being those of `demo`. */
  const FILTERS: Readonly<Record<string, string>> = {
    pyng: 'state=linked',
    piriod: 'country=CL',
    wingback: 'status=active',
    devdraft: 'name=john',
  };

  describe.each(builtInContracts())('rows of %s', (id) => {
    const isSealed = hasTokens(openFaulty(id).contract);

    it('come in after a page was read', () => {
      const before = idsOf(openFaulty(id).walk());
      const faulty = openFaulty(id, ['row-inserted:page=2,times=1']);
      const rows = faulty.list.state.countRows();
      const steps = faulty.walk();
      expect(steps[1]?.ids).toEqual(before.slice(7, 14));
      expect(steps.map(({ response }) => response.faults)).toEqual([
        undefined,
        ['row-inserted'],
        ...steps.slice(2).map(() => undefined),
      ]);
      expect(faulty.list.state.countRows()).toBe(rows + 1);
      // Who counts rows reads the last one of the page again; who has a token does not.
      const seen = idsOf(steps);
      expect([seen.length, new Set(seen).size]).toEqual(
        isSealed ? [before.length, before.length] : [before.length + 1, before.length],
      );
      const items = faulty.walk().flatMap(({ page }) => page?.items ?? []);
      const after = items.map((item) => readId(faulty.contract, item));
      const added = after.filter((row) => !before.includes(row));
      expect([added.length, after.filter((row) => row !== added[0])]).toEqual([1, before]);
      const [model, twin] = [before[7], added[0]].map((id) => {
        const item = items[after.indexOf(id ?? '')] ?? {};
        return listTieKeys(faulty.contract).map(({ field }) => readField(item, field.path));
      });
      expect(twin).toEqual(model);
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
      const rows = faulty.list.state.countRows();
      expect(faulty.ask({ ...faulty.start(), headers: {} }).faults).toBeUndefined();
      expect(faulty.list.state.countRows()).toBe(rows);
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
      const { state } = createLiteralState({
        contract: loadSample(),
        tenants: [createTenant('north', { values: {} })],
        collections: { north: [{ id: 'one', kind: 'b', at: '2026-01-01T00:00:00Z' }] },
        now: 0,
        complete: (fields) => ({ id: 'two', ...fields }),
      });
      const list = alterList({ state, key: 'key', seed: '1' }, []);
      const faulting = injectFaults(list, createFaultBoard());
      const request = createRequest('/things', { headers: { 'x-site': 'north' } });
      expect(faulting(request, [{ kind: 'row-inserted' }])?.faults).toEqual(['row-inserted']);
      expect(state.row('north', 'two')).toEqual({ id: 'two', kind: 'b', at: '2026-01-01T00:00:00Z' });
    });
  });
});
