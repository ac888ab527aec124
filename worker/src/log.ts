/** Values of one log line. Never a secret: headers, bodies, codes and keys stay out. */
export type LogValues = Readonly<Record<string, unknown>>;

/** One structured event a line. The host keeps the lines, and the errors among them as a list. */
export function log(event: string, values: LogValues = {}): void {
  const shown = Object.entries(values).map(([key, value]) => [
    key,
    value instanceof Error ? `${value.name}: ${value.message}` : value,
  ]);
  const line = JSON.stringify({ event, ...Object.fromEntries(shown) });
  if ('error' in values) console.error(line);
  else console.log(line);
}
