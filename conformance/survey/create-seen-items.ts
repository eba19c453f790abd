import { type Answer, hasPage, type Item } from '../list/answer.ts';

/** Remembers every item that the target showed. */
export interface SeenItems {
  /** By identity, as it was last seen. */
  readonly items: ReadonlyMap<string, Item>;
  note(answer: Answer): void;
}

/** Only what the target shows its own caller in its usual part of the rows counts. */
export function createSeenItems(): SeenItems {
  const items = new Map<string, Item>();
  return {
    items,
    note(answer) {
      if (!hasPage(answer) || !answer.plain || answer.query.partition !== undefined) return;
      for (const [index, id] of answer.page.ids.entries()) {
        const item = answer.page.items[index];
        if (item !== undefined) items.set(id, item);
      }
    },
  };
}
