/** By address: what the page asked for by itself (`app.html`), while its code was on the way. No page, nothing begun. */
const page = globalThis as { nodBegun?: Record<string, Promise<Response>> };

/** Later than this, whoever asks wants to know how things stand by then. */
const WORTH_MS = 15_000;

/** An answer that is under way already: it is taken once. */
export function takeBegun(path: string): Promise<Response> | undefined {
  if (performance.now() > WORTH_MS) forgetBegun();
  const begun = page.nodBegun?.[path];
  delete page.nodBegun?.[path];
  return begun;
}

/** Something changed: what nobody has taken yet is old. */
export function forgetBegun(): void {
  delete page.nodBegun;
}
