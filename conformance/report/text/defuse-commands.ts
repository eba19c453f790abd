/**
 * Keeps text that is printed from being read as a command by the service that runs the job: GitHub takes lines that start with
 * `::` (after blanks) and `##[` anywhere, Azure `##vso[`, TeamCity `##teamcity[`.
 *
 * @param text - lines to be printed
 * @returns the same lines, with a blank within each such mark
 */
export function defuseCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replace(/##(?=\w*\[)/g, '# #');
}
