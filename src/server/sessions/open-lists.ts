/** What can give back the memory that it takes. */
export interface Releasable {
  /** @returns whether it did; not where something would be lost */
  release(): boolean;
}

/** Keeps so many lists open, of those that can be opened again as they were. */
export interface OpenLists {
  /** Is told of each use of a list. */
  use(list: Releasable): void;
}

/**
 * Creates a limit on how many lists are open: of more, those that were used least recently are released.
 *
 * @param limit - lists that something has changed in count, and stay
 */
export function createOpenLists(limit: number): OpenLists {
  // In the order of their use.
  const open = new Set<Releasable>();
  let last: Releasable | undefined;
  return {
    use(list) {
      if (list === last) return;
      last = list;
      open.delete(list);
      open.add(list);
      if (open.size <= limit) return;
      for (const other of open) {
        if (other === list) continue;
        if (other.release()) open.delete(other);
        if (open.size <= limit) return;
      }
    },
  };
}
