/**
 * Fills in a path template.
 *
 * @param template - `/sites/{siteId}/things`
 * @param values - by name; each is percent-encoded, a slash too, so that it stays one segment
 * @returns the path
 * @throws TypeError naming the first parameter that has no value
 */
export function expandPath(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new TypeError(`path parameter "${name}" of ${template} has no value`);
    // A segment that is only dots would be resolved away by clients and proxies.
    return /^\.{1,2}$/.test(value) ? value.replaceAll('.', '%2E') : encodeURIComponent(value);
  });
}
