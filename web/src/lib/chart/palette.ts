export interface Palette {
  readonly ink: string;
  readonly line: string;
  readonly gain: string;
  readonly loss: string;
  readonly brand: string;
  readonly fast: string;
  readonly slow: string;
}

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
    fast: token('--world-replay'),
    slow: token('--world-demo'),
  };
}
