import type { Contract } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import type { Result } from '../result.ts';
import { indexItems, readExchangePage, toTexts } from './page-rows.ts';
import { createRoles } from './roles.ts';
import { readPageSize, readTraits } from './traits.ts';
import { orient } from './walk-shape.ts';

/**
 * Which rows are missing wherever rows are missing, how long pages are that are too long, and what is refused that is documented.
 *
 * @param violated - the results of a run that are violated
 * @returns such as `sign only the first row is missing`
 */
export function listRowSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const readers = [describeLengths, describeDefaults, describeRefused, describeForms, describeLostValues];
  return [...describeMissing(violated), ...readers.flatMap((read) => read(contract, violated))];
}

function describeMissing(violated: readonly Result[]): readonly string[] {
  const lists = violated
    .flatMap(({ evidence }) => evidence)
    .flatMap(({ expected, received }) => {
      const [wanted, got] = [toTexts(expected), toTexts(received)];
      if (wanted === undefined || got === undefined || wanted.length === 0) return [];
      const there = new Set(got);
      if (got.length > 1 && orient(wanted, got)?.[0] !== wanted[0]) return [];
      const missing = wanted.filter((id) => !there.has(id));
      return missing.length === 0 ? [] : [{ wanted, got, missing }];
    });
  if (lists.length === 0) return [];
  const all = (test: (one: (typeof lists)[number]) => boolean): boolean => lists.every(test);
  return [
    // Of a single row there is no first one.
    ...(all(({ wanted, missing }) => wanted.length > 1 && missing.length === 1 && missing[0] === wanted[0])
      ? ['sign only the first row is missing']
      : []),
    ...(all(({ wanted, missing }) => wanted.length > 1 && missing.length === 1 && missing[0] === wanted.at(-1))
      ? ['sign only the last row is missing']
      : []),
    ...(all(
      ({ wanted, got, missing }) =>
        missing.length > 0 && got.length > 0 && got.every((id, index) => id === wanted[index]),
    )
      ? ['sign rows end early']
      : []),
  ];
}

const MOSTLY = 0.6;

/** What pages have in common that have more rows than were asked for. */
function describeLengths(contract: Contract, violated: readonly Result[]): readonly string[] {
  const pages = violated
    .filter(({ id }) => /\.limit\.(?:at-most|accepted|kept)$/.test(id))
    .flatMap(({ evidence }) => evidence.flatMap(({ exchanges }) => exchanges.slice(-1)))
    .flatMap((exchange) => {
      const size = readPageSize(contract, exchange);
      const length = readExchangePage(contract, exchange)?.ids.length;
      return size === undefined || length === undefined || length <= size ? [] : [{ size, length }];
    });
  if (pages.length === 0) return [];
  if (pages.every(({ size, length }) => length === size + 1)) return ['sign pages one longer than asked'];
  const lengths = pages.map(({ length }) => length);
  const most = Math.max(...lengths.map((length) => lengths.filter((other) => other === length).length));
  const sizes = new Set(pages.map(({ size }) => size));
  // The last page may be shorter.
  const isOne = most >= MOSTLY * lengths.length && (sizes.size > 1 || lengths.length === 1);
  return [`sign pages of ${isOne ? 'one length' : 'many lengths'} whatever is asked`];
}

/** The lengths of pages that should have the default one. */
function describeDefaults(contract: Contract, violated: readonly Result[]): readonly string[] {
  const lengths = violated
    .filter(({ id }) => id.endsWith('.limit.default'))
    .flatMap(({ evidence }) => evidence.flatMap(({ exchanges }) => exchanges.slice(-1)))
    .flatMap((exchange) => readExchangePage(contract, exchange)?.ids.length ?? []);
  if (lengths.length < 2) return [];
  return [`sign default pages of ${new Set(lengths).size > 1 ? 'many lengths' : 'one length'}`];
}

/** Whether rows that are lost in a requested order have a value there. */
function describeLostValues(contract: Contract, violated: readonly Result[]): readonly string[] {
  const exchanges = violated.flatMap(({ evidence }) => evidence.flatMap((one) => one.exchanges));
  const items = indexItems(contract, exchanges);
  const values = violated.flatMap(({ id, evidence }) => {
    const field = contract.order.parameter?.fields.get(/\.order\.by\.(.+)\.complete$/.exec(id)?.[1] ?? '');
    if (field === undefined) return [];
    return evidence.flatMap(({ expected, received }) => {
      const there = new Set(toTexts(received) ?? []);
      const lost = (toTexts(expected) ?? []).filter((row) => !there.has(row)).flatMap((row) => items.get(row) ?? []);
      return lost.map((item) => readField(item, field.path)[0] ?? null);
    });
  });
  if (values.length === 0) return [];
  return [`sign lost rows have ${values.includes(null) ? 'no value' : 'a value'} in the sort field`];
}

/** Whether what has another form than documented is a time or the identity. */
function describeForms({ id: contract, identity }: Contract, violated: readonly Result[]): readonly string[] {
  const wrong = violated.filter(({ id }) => id.startsWith(`${contract}.item.`));
  const isTime = wrong.some(({ title, evidence }) => {
    return title.includes('(date') && evidence.some(({ received }) => typeof received === 'number');
  });
  const isIdentity = wrong.some(({ id }) => id.startsWith(`${contract}.item.${identity.name}`));
  return [
    ...(isTime ? ['sign number in place of a time'] : []),
    ...(isIdentity ? ['sign identity in another form'] : []),
  ];
}

function describeRefused(contract: Contract, violated: readonly Result[]): readonly string[] {
  const roles = createRoles(contract);
  const isRefused = violated
    .filter(({ id }) => /\.order\.by\..+\.(?:complete|sorted|supported)$/.test(id))
    .some(({ evidence }) =>
      evidence.some(({ exchanges: [first] }) => {
        return first !== undefined && first.status >= 400 && readTraits(contract, roles, first).where === 'first';
      }),
    );
  return isRefused ? ['sign documented order refused'] : [];
}
