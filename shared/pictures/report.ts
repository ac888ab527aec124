import { bandPath, linePath, scaleOf } from './plot.ts';
import { escaped } from './svg.ts';

/** A report in words and figures as they are written, and the curves behind it. */
export interface ReportPicture {
  /** Which world its prices are of. */
  readonly world: string;
  readonly title: string;
  /** Strategy and settings, dates, that it is hypothetical: a line each. */
  readonly lead: readonly string[];
  readonly equity: { readonly title: string; readonly own: string; readonly held: string };
  readonly drawdown: { readonly title: string; readonly deepest: string };
  readonly from: string;
  readonly to: string;
  readonly top: string;
  readonly bottom: string;
  /** Figures; `held` of buying and holding, empty where it has none. */
  readonly rows: readonly { readonly name: string; readonly own: string; readonly held: string }[];
  readonly notesTitle: string;
  readonly notes: readonly string[];
  readonly curve: {
    readonly t: readonly number[];
    readonly equity: readonly number[];
    readonly holding: readonly number[];
    /** Fractions below the peak, positive. */
    readonly drawdown: readonly number[];
  };
}

const WIDTH = 800;
const EDGE = 40;
const INNER = WIDTH - 2 * EDGE;
const BOX = { width: INNER, height: 240 };
const LOW = { width: INNER, height: 90 };
const LINE = 22;
/** Of the bright theme: a picture is looked at anywhere. */
const COLOR = { paper: '#ffffff', ink: '#0f1f1a', soft: '#45544e', line: '#dbe2de', own: '#0b6a57', held: '#b3541e' };
const FONT = "Inter, system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif";

/** One picture of a backtest, as an SVG file that needs nothing beside it. */
export function reportSvg(picture: ReportPicture): string {
  const { curve } = picture;
  const parts: string[] = [];
  let y = EDGE + 8;
  const write = (text: string, style: Written = {}): void => void parts.push(written(text, { y, ...style }));
  const down = (by: number): void => void (y += by);

  write(picture.world, { size: 13, weight: 700, color: COLOR.held });
  down(30);
  for (const line of wrapped(picture.title, 22)) {
    write(line, { size: 22, weight: 700 });
    down(28);
  }
  for (const line of picture.lead.flatMap((text) => wrapped(text, 13))) {
    write(line, { size: 13, color: COLOR.soft });
    down(LINE - 2);
  }
  down(18);
  write(picture.equity.title, { size: 15, weight: 600 });
  write(`— ${picture.equity.own}`, { size: 13, weight: 600, color: COLOR.own, x: WIDTH - EDGE - 150, end: true });
  write(`- - ${picture.equity.held}`, { size: 13, weight: 600, color: COLOR.held, x: WIDTH - EDGE, end: true });
  down(12);
  const worth = scaleOf([...curve.equity, ...curve.holding], BOX);
  parts.push(
    group(y, [
      frame(BOX.height),
      `<path d="${linePath(curve.holding, BOX, worth, curve.t)}" fill="none" stroke="${COLOR.held}" stroke-width="1.5" stroke-dasharray="5 4"/>`,
      `<path d="${linePath(curve.equity, BOX, worth, curve.t)}" fill="none" stroke="${COLOR.own}" stroke-width="2"/>`,
    ]),
    written(picture.top, { y: y + 16, x: EDGE + 6, size: 12, color: COLOR.soft }),
    written(picture.bottom, { y: y + BOX.height - 8, x: EDGE + 6, size: 12, color: COLOR.soft }),
  );
  down(BOX.height + 32);
  write(picture.drawdown.title, { size: 15, weight: 600 });
  write(picture.drawdown.deepest, { size: 13, color: COLOR.soft, x: WIDTH - EDGE, end: true });
  down(12);
  const below = curve.drawdown.map((fraction) => -fraction);
  const fall = bandPath(
    below,
    below.map(() => 0),
    LOW,
    scaleOf([0, ...below], LOW),
    curve.t,
  );
  parts.push(group(y, [frame(LOW.height), `<path d="${fall}" fill="${COLOR.held}" fill-opacity="0.3"/>`]));
  down(LOW.height + 18);
  write(picture.from, { size: 12, color: COLOR.soft });
  write(picture.to, { size: 12, color: COLOR.soft, x: WIDTH - EDGE, end: true });
  down(36);
  write(picture.equity.own, { size: 13, weight: 600, color: COLOR.own, x: WIDTH - EDGE - 150, end: true });
  write(picture.equity.held, { size: 13, weight: 600, color: COLOR.held, x: WIDTH - EDGE, end: true });
  for (const { name, own, held } of picture.rows) {
    down(LINE);
    write(name, { size: 13, color: COLOR.soft });
    write(own, { size: 13, x: WIDTH - EDGE - 150, end: true });
    write(held, { size: 13, x: WIDTH - EDGE, end: true });
  }
  down(38);
  write(picture.notesTitle, { size: 15, weight: 600 });
  for (const line of picture.notes.flatMap((note) => wrapped(`· ${note}`, 13))) {
    down(LINE - 2);
    write(line, { size: 13, color: COLOR.soft });
  }
  down(EDGE);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" font-family="${FONT}"><title>${escaped(picture.title)}</title><rect width="${WIDTH}" height="${y}" fill="${COLOR.paper}"/>${parts.join('')}</svg>\n`;
}

interface Written {
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
  readonly weight?: number;
  readonly color?: string;
  /** It ends at `x`. */
  readonly end?: boolean;
}

function written(
  text: string,
  { x = EDGE, y = 0, size = 13, weight = 400, color = COLOR.ink, end = false }: Written,
): string {
  const anchor = end ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}"${anchor}>${escaped(text)}</text>`;
}

const group = (y: number, inside: readonly string[]): string =>
  `<g transform="translate(${EDGE} ${y})">${inside.join('')}</g>`;

const frame = (height: number): string =>
  `<rect width="${INNER}" height="${height}" fill="none" stroke="${COLOR.line}"/>`;

/** A text as lines that fit; a Korean letter is as wide as it is high, others a little over half. */
function wrapped(text: string, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) * size > INNER) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (letter > '\u1100' ? 1 : 0.56), 0);
}
