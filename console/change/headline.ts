const NUMBERS = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

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
    rows > 0 && count(rows, 'row'),
    isClockMoved && 'the clock',
    faults > 0 && count(faults, 'fault'),
    isPretending && 'one bug',
    isGreased && 'grease',
  ].filter((part): part is string => part !== false);
  const all = rows + faults + Number(isPretending) + Number(isGreased) + Number(isClockMoved);
  if (all === 0) return { title: 'All is as the scenario has it', detail: '' };
  const number = NUMBERS[all] ?? all.toLocaleString('en');
  const title = all === 1 ? `${number} thing differs from the scenario` : `${number} things differ from the scenario`;
  return { title, detail: parts.join(', ') };
}

function count(number: number, noun: string): string {
  const word = (NUMBERS[number] ?? number.toLocaleString('en')).toLowerCase();
  return `${word} ${noun}${number === 1 ? '' : 's'}`;
}
