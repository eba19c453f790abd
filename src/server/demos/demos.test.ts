import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createMock } from '../mock.ts';
import { openSampleMock, writeSampleDemo, writeSampleScenarios } from '../testing/sample.ts';

describe('the demos of the package', () => {
  it.each(builtInContracts())('say what is so: %s', async (contract) => {
    await using mock = await createMock({ contract, listen: false });
    const demos = await mock.demos.list();
    expect(demos.map(({ name }) => name)).toEqual(['how-paging-works', 'in-practice']);
    for (const { name, steps } of demos) {
      for (let step = 1; step <= steps; step += 1) {
        const { broken } = await mock.demos.play(contract, name, step);
        expect({ name, step, broken }).toEqual({ name, step, broken: [] });
      }
    }
    expect(mock.audit().requests).toBe(0);
  });
});

const DEMO = {
  title: 'The first page',
  scenario: 'demo',
  steps: [
    { title: 'It begins', text: 'With one row.', do: [{ request: 'size=1' }], expect: { status: 200, rows: 1 } },
    { title: 'It goes on', text: 'With the next.', do: [{ clock: { advance: '1h' } }, { request: 'next' }] },
  ],
};

describe('a demo', () => {
  it('is kept, listed, and given back as YAML', async () => {
    await using mock = await openSampleMock();
    const { yaml } = await mock.demos.keep('orders', 'first', DEMO);
    expect(await mock.demos.list('orders')).toEqual([
      { contract: 'orders', name: 'first', title: 'The first page', steps: 2, isUnsaved: true },
    ]);
    expect(await mock.demos.keep('orders', 'again', yaml)).toMatchObject({ title: 'The first page', yaml });
    await expect(mock.demos.read('orders', 'frist')).rejects.toThrow(
      'Unknown demo frist of orders; did you mean first?',
    );
  });

  it('is found beside a user’s own contract, and its mistakes have lines', async () => {
    const contract = writeSampleScenarios();
    writeSampleDemo(
      contract,
      'own',
      'title: Own\nsteps:\n  - title: One\n    text: It jumps.\n    do:\n      - jump: 1\n',
    );
    await using mock = await createMock({ contract, listen: false });
    const [own] = await mock.demos.list();
    expect(own).toMatchObject({ name: 'own', steps: 0 });
    expect(own?.problem).toMatch(/own\.yaml:6:\d+ .*unknown action jump/);
  });

  it('plays each step from the beginning, by the clock of the session', async () => {
    await using mock = await openSampleMock();
    await mock.demos.keep('orders', 'first', DEMO);
    const first = await mock.demos.play('orders', 'first', 1);
    const second = await mock.demos.play('orders', 'first', 2);
    expect(first).toMatchObject({ step: 1, broken: [], clockBefore: first.clock });
    expect(Date.parse(second.clock) - Date.parse(second.clockBefore)).toBe(3_600_000);
    expect([second.exchanges.length, second.walk.length]).toEqual([1, 2]);
    expect(mock.journal.list().map(({ by }) => by)).toEqual(['console', 'console']);
  });

  it('ends faults and grease where a step says so', async () => {
    await using mock = await openSampleMock();
    const steps = [
      { title: 'On', text: 'Both.', do: [{ fault: 'server-error' }, { grease: true }, { request: 'first' }] },
      { title: 'Off', text: 'None.', do: [{ fault: null }, { grease: null }, { request: 'first' }] },
    ];
    await mock.demos.keep('orders', 'both', { title: 'Both', steps });
    await mock.demos.play('orders', 'both', 1);
    expect([mock.faults.list().map(({ kind }) => kind), mock.grease.read()?.seed]).toEqual([['server-error'], '1']);
    await mock.demos.play('orders', 'both', 2);
    expect([mock.faults.list(), mock.grease.read()]).toEqual([[], undefined]);
  });

  it('tells what it says and is not so', async () => {
    await using mock = await openSampleMock();
    const steps = [{ title: 'A', text: 'B', do: [{ request: 'first' }], expect: { status: 404, says: 'nothing' } }];
    await mock.demos.keep('orders', 'wrong', { title: 'Wrong', steps });
    const { broken } = await mock.demos.play('orders', 'wrong', 1);
    expect(broken).toEqual(['status is 200, not 404', 'the response does not say "nothing"']);
  });

  it.each([
    [{ reset: 1 }, 'do/0/reset: must be true'],
    [{ scenario: 'nope' }, 'do/0/scenario: unknown scenario nope'],
    [{ clock: { advance: 'soon' } }, 'invalid advance "soon"'],
    [{ clock: 1 }, 'must be an object with advance, set or frozen'],
    [{ fault: 'storm' }, 'unknown fault "storm"'],
    [{ grease: 1 }, 'must be true, null or an object with seed and features'],
    [{ grease: { features: 'all' } }, 'features: must be a list of names'],
    [{ grease: { features: ['honey'] } }, 'unknown grease feature honey'],
    [{ deviation: 'nope' }, 'unknown deviation nope'],
    [{ add: [] }, 'must be an object with fields of a row'],
    [{ change: { row: 'o1' } }, 'change/set: must be an object'],
    [{ change: 1 }, 'must be an object with row and set'],
    [{ remove: {} }, 'must be the identity of a row'],
    [{ move: { name: 'fly' } }, 'unknown move fly'],
    [{ request: 'page two' }, 'must be first, next, previous, again, walk or a query'],
    [{ request: 'first', as: 1 }, 'must be the name of a credential'],
    [{ request: 'first', remove: 'o1' }, 'must be one action'],
  ])('rejects the action %j', async (action, message) => {
    await using mock = await openSampleMock();
    const demo = { title: 'A', steps: [{ title: 'B', text: 'C', do: [action] }] };
    await expect(mock.demos.keep('orders', 'wrong', demo)).rejects.toThrow(message);
  });

  it.each([
    ['[]', 'Must be a demo'],
    ['title: A', 'steps: must be a list of at least one step'],
    ['title: A\nsteps: [1]', 'must be a step'],
    [
      'title: A\nsteps: [{ title: B, text: "", show: film, expect: { rows: many, colour: 1 } }]',
      'must be strip, rows, answer or clock',
    ],
    ['title: [', 'wrong.yaml:'],
  ])('rejects the file %j', async (yaml, message) => {
    await using mock = await openSampleMock();
    await expect(mock.demos.keep('orders', 'wrong', yaml)).rejects.toThrow(message);
  });

  it('says at which step something is not possible', async () => {
    await using mock = await openSampleMock();
    const steps = [{ title: 'Back', text: 'There is no way.', do: [{ request: 'first' }, { request: 'previous' }] }];
    await mock.demos.keep('orders', 'stuck', { title: 'Stuck', steps });
    await expect(mock.demos.play('orders', 'stuck', 1)).rejects.toThrow('Step 1 (Back): there is no previous page');
  });
});
