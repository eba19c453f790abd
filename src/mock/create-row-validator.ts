import type { Contract } from '../contract/contract.ts';
import { createAjv } from '../contract/create-ajv.ts';
import { propertiesOf } from '../contract/to-json-schema.ts';
import type { Row } from '../dataset/row-source.ts';
import { WorldError } from './world-error.ts';

/**
 * Compiles the check of a row against the item's schema and the schemas of its hidden fields.
 *
 * @returns a function that throws a {@link WorldError} naming every field that is wrong; a field that neither schema
 *   knows is one
 */
export function createRowValidator(contract: Contract): (row: Row) => void {
  const known = new Set([...Object.keys(propertiesOf(contract.itemSchema)), ...Object.keys(contract.hidden)]);
  const hidden = { type: 'object', properties: contract.hidden };
  const validate = createAjv().compile({ allOf: [contract.itemSchema, hidden] });
  return (row) => {
    const unknown = Object.keys(row).filter((field) => known.size > 0 && !known.has(field));
    if (unknown.length > 0) {
      throw new WorldError('invalid-row', `unknown field ${unknown.join(', ')}; a row has ${[...known].join(', ')}`);
    }
    if (validate(row)) return;
    const faults = (validate.errors ?? []).map(
      (error) => `${error.instancePath || 'the row'} ${error.message ?? 'is not valid'}`,
    );
    throw new WorldError('invalid-row', faults.join('; '));
  };
}
