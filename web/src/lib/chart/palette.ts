export interface Palette {
  readonly ink: string;
  readonly line: string;
  readonly gain: string;
  readonly loss: string;
  readonly brand: string;
  /** Colors of indicator lines. */
  readonly series: readonly string[];
}

const SERIES = [1, 2, 3, 4, 5, 6];

/** The tokens of `app.css` as the canvas needs them; read again when theme or language changes. */
export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink-3'),
    line: token('--line'),
    gain: token('--gain'),
    loss: token('--loss'),
    brand: token('--brand'),
    series: SERIES.map((number) => token(`--series-${number}`)),
  };
}

/** The tokens are six-digit hex: two digits more make them see-through. */
export function faded(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}55` : color;
}
