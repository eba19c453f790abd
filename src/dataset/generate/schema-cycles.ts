/** Which schemas contain themselves, however far down: the number of the circle that each of them is in. */
export type Cycles = ReadonlyMap<object, number>;

const ONE = ['items', 'additionalProperties', 'contains', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems'];
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const NAMED = ['properties', 'patternProperties', 'dependentSchemas'];

/** The schemas that stand within a schema and have a say in what a value of it is made of. */
function schemasWithin(schema: object): readonly object[] {
  const keywords = schema as Readonly<Record<string, unknown>>;
  const within = [
    ...ONE.map((keyword) => keywords[keyword]),
    ...MANY.flatMap((keyword) => (Array.isArray(keywords[keyword]) ? (keywords[keyword] as unknown[]) : [])),
    ...NAMED.flatMap((keyword) => Object.values((keywords[keyword] ?? {}) as object) as unknown[]),
  ];
  return within.filter((part): part is object => typeof part === 'object' && part !== null);
}

/** A schema on its way through the search. */
interface Entry {
  readonly schema: object;
  readonly within: readonly object[];
  readonly order: number;
  low: number;
  next: number;
  isOpen: boolean;
}

/**
 * Finds the schemas that contain themselves (Tarjan's algorithm, without recursion: schemas of a large document are thousands
 * deep).
 *
 * @param root - references resolved: a schema that occurs twice is one object
 */
export function findCycles(root: object): Cycles {
  const visits = new Map<object, Entry>();
  const cycles = new Map<object, number>();
  const path: Entry[] = [];
  const open: Entry[] = [];
  const enter = (schema: object): void => {
    const order = visits.size;
    const visit: Entry = { schema, within: schemasWithin(schema), order, low: order, next: 0, isOpen: true };
    visits.set(schema, visit);
    path.push(visit);
    open.push(visit);
  };
  enter(root);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const part = visit.within[visit.next];
    visit.next += 1;
    if (part !== undefined) {
      const known = visits.get(part);
      if (known === undefined) enter(part);
      else if (known.isOpen) visit.low = Math.min(visit.low, known.order);
      continue;
    }
    path.pop();
    const above = path.at(-1);
    if (above !== undefined) above.low = Math.min(above.low, visit.low);
    if (visit.low === visit.order) close(visit, open, cycles);
  }
  return cycles;
}

function close(visit: Entry, open: Entry[], cycles: Map<object, number>): void {
  const members = open.splice(open.indexOf(visit));
  for (const member of members) {
    member.isOpen = false;
    if (members.length > 1 || visit.within.includes(visit.schema)) cycles.set(member.schema, visit.order);
  }
}

const hinted = new WeakMap<object, boolean>();

/** Whether a schema has a hint, anywhere within. */
export function hasHint(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const known = hinted.get(schema);
  if (known !== undefined) return known;
  const seen = new Set<object>([schema]);
  for (const part of seen) {
    if ('x-faker' in part) break;
    for (const inner of Object.values(part)) if (typeof inner === 'object' && inner !== null) seen.add(inner as object);
  }
  const has = [...seen].some((part) => 'x-faker' in part);
  // Where there is none, there is none in any part either.
  for (const part of has ? [schema] : seen) hinted.set(part, has);
  return has;
}
