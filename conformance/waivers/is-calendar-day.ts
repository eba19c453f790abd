/**
 * Whether text is a day of the calendar, as `YYYY-MM-DD`.
 *
 * @param text - any text; `2026-02-30` is no day
 */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
