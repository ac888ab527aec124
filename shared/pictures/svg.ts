/*
 * SVG as text. Whoever draws it has one family of fonts in two weights (`worker/host/picture-fonts.ts`), and no style
 * sheets; a text knows only about how wide it will be.
 */
export const FONT = "Pretendard, Inter, system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif";

export interface Written {
  readonly x: number;
  /** Of the line it stands on. */
  readonly y: number;
  readonly size: number;
  readonly color: string;
  readonly weight?: 500 | 700;
  /** Where `x` is: at its beginning, its middle or its end. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** As wide as it may be: what is longer is written smaller, down to three quarters, then cut. */
  readonly max?: number;
  /** Of this color around it: it lies on a drawing. */
  readonly halo?: string;
}

export function written(
  text: string,
  { x, y, size, color, weight = 500, anchor = 'start', max, halo }: Written,
): string {
  const fit = max === undefined ? { text, size } : fitted(text, size, max);
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const around =
    halo === undefined ? '' : ` stroke="${halo}" stroke-width="7" stroke-linejoin="round" paint-order="stroke"`;
  return `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${rounded(fit.size)}" font-weight="${weight}" fill="${color}"${at}${around}>${escaped(fit.text)}</text>`;
}

const SMALLEST = 0.75;

export function fitted(text: string, size: number, max: number): { readonly text: string; readonly size: number } {
  const width = widthOf(text, size);
  if (width <= max) return { text, size };
  const smaller = Math.max(SMALLEST, max / width) * size;
  let letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, smaller) > max) letters = letters.slice(0, -1);
  const whole = widthOf(text, smaller) <= max * 1.001;
  return { text: whole ? text : `${letters.join('').trimEnd()}…`, size: smaller };
}

/** About how wide a text is: measured on the font's own letters, by their kind. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((width, letter) => width + wide(letter), 0) * size;
}

function wide(letter: string): number {
  if (letter > '\u1100') return letter >= '\u2000' && letter < '\u3000' ? 0.7 : 0.87;
  if (/[il.,:;'|!()[\] ·]/.test(letter)) return 0.31;
  if (/[A-Z%$@&]/.test(letter)) return 0.71;
  if (/[mw]/.test(letter)) return 0.84;
  return 0.6;
}

/** A figure of the drawing to a tenth. */
export function rounded(value: number): number {
  return Number(value.toFixed(1));
}

/** As it stands in XML; what XML cannot hold is left out. */
export function escaped(text: string): string {
  return [...text]
    .filter(
      (letter) =>
        (letter >= ' ' || letter === '\t') && !/[\ud800-\udfff\ufffe\uffff]/.test(letter.length === 1 ? letter : ''),
    )
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
