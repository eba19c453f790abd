import { capitalise, count } from '../explore/headline.ts';

/** What is not as the scenario has it. */
interface Differences {
  readonly rows: number;
  readonly faults: number;
  readonly isPretending: boolean;
  readonly isGreased: boolean;
  readonly isClockMoved: boolean;
}

/** Says how many things differ from the scenario, and which. */
export function sayDifferences(differences: Differences): { readonly title: string; readonly detail: string } {
  const { rows, faults, isPretending, isGreased, isClockMoved } = differences;
  const parts = [
    rows > 0 && count(rows, 'rows'),
    isClockMoved && 'the clock',
    faults > 0 && count(faults, 'faults'),
    isPretending && 'one bug',
    isGreased && 'grease',
  ].filter((part): part is string => part !== false);
  const all = rows + faults + Number(isPretending) + Number(isGreased) + Number(isClockMoved);
  if (all === 0) return { title: 'All is as the scenario has it', detail: '' };
  const title = `${capitalise(count(all, 'things'))} ${all === 1 ? 'differs' : 'differ'} from the scenario`;
  return { title, detail: parts.join(', ') };
}
