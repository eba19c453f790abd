import type { Contract, JsonSchema, Pointer } from '../../../src/contract/contract.ts';
import type { Provenance } from '../../../src/contract/provenance.ts';
import { listMembers } from './list-members.ts';
import { listShapeRules, type ShapeRule } from './list-shape-rules.ts';

/** Rules for an object of the body. */
export interface EnvelopeRules {
  /** Where the object stands. */
  readonly at: Pointer;
  readonly rules: readonly ShapeRule[];
}

/** The rules for the body and for every object in it that holds something of the envelope. */
export function listEnvelopeRules({ bodySchema, envelope }: Contract): readonly EnvelopeRules[] {
  const places = [...envelope.roles.values(), ...envelope.fresh.map(({ pointer }) => pointer)];
  const items = envelope.roles.get('items') ?? [];
  return descend(bodySchema, 'documented', []);

  function descend(schema: JsonSchema, mark: Provenance, at: Pointer): readonly EnvelopeRules[] {
    const isItems = (name: string): boolean => isSame([...at, name], items);
    const isHolder = (name: string): boolean => {
      return places.some(
        (place) => place.length > at.length + 1 && isSame(place.slice(0, at.length + 1), [...at, name]),
      );
    };
    const hasOwnRules = (name: string): boolean => isItems(name) || isHolder(name);
    const rules = listShapeRules(['body', ...at].join('.'), schema, mark, hasOwnRules);
    const inner = [...listMembers(schema, mark).properties].flatMap(([name, schemas]) => {
      return isHolder(name) ? schemas.flatMap((one) => descend(one.schema, one.mark, [...at, name])) : [];
    });
    return [{ at, rules }, ...inner];
  }
}

function isSame(a: Pointer, b: Pointer): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}
