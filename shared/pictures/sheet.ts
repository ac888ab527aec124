import { paletteOf, type Palette } from './palette.ts';
import type { Sheet } from './picture.ts';
import { escaped, fitted, FONT, widthOf, written } from './svg.ts';

/** Units of every drawing. On a phone of 390 points a letter of 26 is 11 points high. */
export const WIDTH = 900;
export const HEIGHT = 600;
export const EDGE = 34;
const BADGE_HEIGHT = 42;
const BADGE_TEXT = 25;
const TITLE_TEXT = 40;
/** Where the drawing below the words begins. */
export const BODY_TOP = 152;
export const BODY_BOTTOM = HEIGHT - 58;
export const AXIS_TEXT = 24;

/** What is always there: the world first, what it is, the figure, the last line. `body` draws between. */
export function sheet(head: Sheet, body: (palette: Palette) => readonly string[]): string {
  const palette = paletteOf(head.theme, head.rises);
  const { ink, soft, faint, paper, gain, loss } = palette;
  const badge = badgeOf(head, palette);
  const figureColor = { gain, loss, none: ink };
  const figureWidth = head.figure === null ? 0 : Math.min(420, widthOf(head.figure.text, TITLE_TEXT));
  const parts = [
    badge.drawn,
    written(head.aside, {
      x: WIDTH - EDGE,
      y: EDGE + 29,
      size: AXIS_TEXT,
      color: soft,
      anchor: 'end',
      max: WIDTH - 2 * EDGE - badge.width - 24,
    }),
    titleOf(head, ink, WIDTH - 2 * EDGE - figureWidth - 24),
    ...(head.figure === null
      ? []
      : [
          written(head.figure.text, {
            x: WIDTH - EDGE,
            y: 126,
            size: TITLE_TEXT,
            weight: 700,
            color: figureColor[head.figure.tone],
            anchor: 'end',
            max: 420,
          }),
        ]),
    ...body(palette),
    written(head.foot, { x: EDGE, y: HEIGHT - 18, size: 21, color: faint, max: WIDTH - 2 * EDGE }),
  ];
  // Real money has a frame around it as well.
  const frame =
    head.world === 'live'
      ? `<rect x="4" y="4" width="${WIDTH - 8}" height="${HEIGHT - 8}" fill="none" stroke="${palette.worlds.live.paper}" stroke-width="8"/>`
      : '';
  const title = `${head.worldText} · ${head.title}${head.tail}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="${FONT}"><title>${escaped(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="${paper}"/>${frame}${parts.join('')}</svg>\n`;
}

/** What does not fit is cut from the name, never from the symbol behind it. */
function titleOf({ title, tail }: Sheet, color: string, max: number): string {
  const room = max - widthOf(tail, TITLE_TEXT);
  const name = fitted(title, TITLE_TEXT, room);
  const size = name.size;
  return written(`${name.text}${tail}`, { x: EDGE, y: 126, size, weight: 700, color, max });
}

/** Each world has a shape of its own, not only a color: dashed, round, plain, solid. */
function badgeOf({ world, worldText }: Sheet, { worlds }: Palette): { readonly drawn: string; readonly width: number } {
  const { ink, paper } = worlds[world];
  const dot = world === 'live' ? 26 : 0;
  const width = widthOf(worldText, BADGE_TEXT) + 36 + dot;
  const radius = { demo: 10, replay: BADGE_HEIGHT / 2, paper: 10, live: 4 }[world];
  const edge =
    world === 'live' ? '' : ` stroke="${ink}" stroke-width="2"${world === 'demo' ? ' stroke-dasharray="7 5"' : ''}`;
  const middle = EDGE + width / 2 + dot / 2;
  return {
    width,
    drawn: [
      `<rect x="${EDGE}" y="${EDGE}" width="${width.toFixed(1)}" height="${BADGE_HEIGHT}" rx="${radius}" fill="${paper}"${edge}/>`,
      dot === 0 ? '' : `<circle cx="${EDGE + 24}" cy="${EDGE + BADGE_HEIGHT / 2}" r="8" fill="${ink}"/>`,
      written(worldText, { x: middle, y: EDGE + 30, size: BADGE_TEXT, weight: 700, color: ink, anchor: 'middle' }),
    ].join(''),
  };
}

export interface LegendItem {
  readonly name: string;
  readonly color: string;
  readonly dash: string;
}

/** Names of lines beside a piece of each, in one row that ends at the right edge when `fromRight`. */
export function legend(items: readonly LegendItem[], y: number, { soft }: Palette): string[] {
  const SAMPLE = 44;
  const GAP = 30;
  const room = (WIDTH - 2 * EDGE - items.length * (SAMPLE + 10) - (items.length - 1) * GAP) / Math.max(1, items.length);
  let x = EDGE;
  return items.flatMap(({ name, color, dash }) => {
    const from = x;
    const width = Math.min(room, widthOf(name, AXIS_TEXT));
    x += SAMPLE + 10 + width + GAP;
    return [
      `<path d="M${from} ${y - 8}h${SAMPLE}" stroke="${color}" stroke-width="4" fill="none"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
      written(name, { x: from + SAMPLE + 10, y, size: AXIS_TEXT, color: soft, max: room }),
    ];
  });
}
