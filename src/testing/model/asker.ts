import type { Counterpart } from './session.ts';
import type { Inquiry } from './vendor.ts';

/** Asks for pages of one inquiry, and holds each against what the model says. */
export interface Asker {
  /**
   * Asks for a page: the first one, or one that an earlier answer led to, however long ago.
   *
   * @param choice - which one; any number will do
   * @param twist - what else is changed about the request; any number will do
   */
  ask(choice: number, twist: number): void;
  /** Asks for the first page. */
  begin(): Answer;
  /** Asks for the page after, or before, an answer's; `undefined` when there is none. */
  next(answer: Answer): Answer | undefined;
  previous(answer: Answer): Answer | undefined;
}

/** A page that was right. */
export interface Answer {
  /** Of the rows on it. */
  readonly identities: readonly string[];
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

export type AskerFactory = (session: Counterpart, inquiry: Inquiry) => Asker;
