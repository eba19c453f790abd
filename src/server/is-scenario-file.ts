/** Whether a scenario is given by the path of its file rather than by its name. */
export function isScenarioFile(scenario: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/i.test(scenario);
}
