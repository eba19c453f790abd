/** Headers that open the first list of the sample. */
export const HEADERS: Readonly<Record<string, string>> = { 'x-key': 'secret-a', 'x-version': '7' };
