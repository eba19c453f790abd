import type { Contract } from '../../contract/contract.ts';

/**
 * Whether the document says what stands at an entry of a contract's block. An entry that the file does not have is no statement
 * of the document, though its mark would read so.
 *
 * @param path - the entry's place in the block: `['page', 'token', 'shape']`
 */
export function isDocumented(contract: Contract, path: readonly string[]): boolean {
  const written = path.reduce<unknown>(
    (entry, key) => (entry as Readonly<Record<string, unknown>> | undefined)?.[key],
    readBlock(contract),
  );
  return written !== undefined && contract.provenanceOf(path).mark === 'documented';
}

/** The `x-pagewright` block as the file has it. */
export function readBlock({ document, path }: Pick<Contract, 'document' | 'path'>): Readonly<Record<string, unknown>> {
  const operation = document.paths?.[path]?.get as Readonly<Record<string, unknown>> | undefined;
  return (operation?.['x-pagewright'] ?? {}) as Readonly<Record<string, unknown>>;
}
