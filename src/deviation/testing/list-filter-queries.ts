import type { Contract, Filter } from '../../contract/contract.ts';
import { readField } from '../../contract/read-field.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { Item } from '../../page/page-reader.ts';
import type { QueryPair } from '../../page/parse-query.ts';
import { formatQuery } from '../../page/query-parameters.ts';

/** Every filter by values of rows and by others near them, alone and in pairs. */
export function listFilterQueries(list: ListMock): readonly string[] {
  const { filters } = list.contract;
  const rows = listRows(list);
  const singles = filters.flatMap((filter) => listPairs(filter, rows).flatMap(vary));
  const queries = [...singles.map((pair) => [pair]), ...listCombinations(list.contract, rows)].map(formatQuery);
  return [...queries, ...queries.filter((query) => query.includes('%20')).map((query) => query.replaceAll('%20', '+'))];
}

/** Filters that many rows meet, alone and with an order. */
export function listWalkQueries(list: ListMock): readonly string[] {
  const { contract } = list;
  const rows = listRows(list);
  const orders = [...(contract.order.parameter?.fields.keys() ?? [])].map(
    (name) => [contract.order.parameter?.name ?? '', name] as const,
  );
  const pairs = contract.filters.flatMap((filter) => listPairs(filter, rows).slice(0, 2));
  return [...[...pairs, ...orders].map((pair) => [pair]), ...listCombinations(contract, rows)].map(formatQuery);
}

function listRows({ contract, world }: ListMock): readonly Item[] {
  const [tenant] = world.tenants;
  const table = world.table(tenant?.collections[0] ?? '');
  const view = table?.select({ criteria: [], order: contract.order.by });
  return Array.from({ length: Math.min(view?.count ?? 0, 90) }, (_, rank) => {
    return table?.rowAt(view?.slotAt(rank) ?? 0) as Item;
  });
}

/** Two filters by values of one row, and two keys of one filter. */
function listCombinations({ filters }: Contract, rows: readonly Item[]): readonly (readonly QueryPair[])[] {
  const groups = filters.map((filter) => listPairs(filter, rows.slice(0, 3)).slice(0, 2));
  const pairs = groups.flatMap((own, index) => {
    const others = groups.slice(index + 1).map(([other]) => other);
    return own.slice(0, 1).flatMap((pair) => others.map((other) => [pair, ...(other === undefined ? [] : [other])]));
  });
  const keys = filters.filter(({ serialization }) => serialization === 'indexed');
  return [
    ...pairs,
    ...keys.flatMap((filter) => {
      const names = [...new Set(listPairs(filter, rows).map(([, value]) => value))];
      return names.flatMap((a) =>
        names.map(
          (b) =>
            [
              [`${filter.parameter}[0]`, a],
              [`${filter.parameter}[1]`, b],
            ] as const,
        ),
      );
    }),
  ];
}

function listPairs(filter: Filter, rows: readonly Item[]): readonly QueryPair[] {
  const { parameter, serialization, fields } = filter;
  const values = [...new Set(rows.flatMap((row) => fields.flatMap(({ path }) => listTexts(row, path, filter))))];
  const joined =
    fields.length > 1 ? rows.map((row) => fields.flatMap(({ path }) => readField(row, path)).join(' ')) : [];
  const special = [/ /, /[&#]/, /%/, /[^ -~]/].map((pattern) => values.find((value) => pattern.test(value)));
  const chosen = new Set([...values.slice(0, 3), ...joined.slice(0, 1), ...special]);
  return [...chosen].flatMap((value): readonly QueryPair[] => {
    if (value === undefined) return [];
    if (serialization === 'indexed') return [[`${parameter}[0]`, value]];
    const [key = '', text = ''] = serialization === 'captured' ? value.split('\n') : ['', value];
    return [[parameter.replace('*', key), text]];
  });
}

function listTexts(row: Item, path: readonly string[], { operator, serialization }: Filter): readonly string[] {
  if (serialization === 'captured') {
    const [holder] = readField(row, path.slice(0, -1));
    return Object.entries((holder ?? {}) as object).map(([key, value]) => `${key}\n${value}`);
  }
  return readField(row, path).flatMap((value) => {
    if (operator === 'hasKey') return Object.keys((value ?? {}) as object);
    return value === null || typeof value === 'object' ? [] : [String(value)];
  });
}

function vary([name, value]: QueryPair): readonly QueryPair[] {
  const texts = [value, value.toUpperCase(), value.slice(0, -1), value.slice(1), `${value}1`, ` ${value} `, '%', 'abc'];
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '');
  const numbers = /^\d{10,}$/.test(value) ? [String(Number(value) + 1), String(Number(value) - 1), '9'] : [];
  const times = /^\d{4}-.*Z$/.test(value)
    ? [value.replace('Z', ''), value.replace('Z', '+02:00'), value.replace(/(\.\d+)?Z$/, '.5Z'), value.slice(0, 10)]
    : [];
  return [...texts, bare, ...numbers, ...times].map((text) => [name, text]);
}
