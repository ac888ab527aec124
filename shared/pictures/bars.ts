import type { BarsHead, Picture } from './picture.ts';
import { BODY_BOTTOM, BODY_TOP, EDGE, sheet, WIDTH } from './sheet.ts';
import { rounded, widthOf, written } from './svg.ts';

const NAME_TEXT = 27;
const TOP = BODY_TOP + 14;

/** Rows of a name, a bar and a figure; results stand on both sides of a line. */
export function barsSvg({ head }: Picture<BarsHead>): string {
  const { rows, more } = head;
  return sheet(head, (palette) => {
    const { ink, soft, line, brand, gain, loss, warn } = palette;
    const bottom = BODY_BOTTOM - (more === null ? -14 : 26);
    const height = Math.min(92, (bottom - TOP) / Math.max(1, rows.length));
    const figures = Math.max(0, ...rows.map(({ text }) => widthOf(text, NAME_TEXT))) + 36;
    const names = Math.min(330, Math.max(0, ...rows.map(({ name }) => widthOf(name, NAME_TEXT)))) + 18;
    const from = EDGE + names;
    const to = WIDTH - EDGE - figures;
    const least = Math.min(0, ...rows.map(({ fraction }) => fraction));
    const most = Math.max(0, ...rows.map(({ fraction, limit }) => Math.max(fraction, limit ?? 0)));
    const x = (fraction: number): number => rounded(from + ((fraction - least) / (most - least || 1)) * (to - from));
    const zero = x(0);
    const colors = { gain, loss, none: brand };
    return [
      ...(rows.length === 0
        ? []
        : [`<path d="M${zero} ${TOP}V${rounded(TOP + rows.length * height)}" stroke="${line}" stroke-width="3"/>`]),
      ...rows.flatMap(({ name, text, fraction, tone, limit }, index) => {
        const middle = TOP + (index + 0.5) * height;
        const thick = Math.min(36, height * 0.48);
        const [left, right] = fraction < 0 ? [x(fraction), zero] : [zero, x(fraction)];
        return [
          written(name, { x: EDGE, y: middle + 9, size: NAME_TEXT, color: ink, max: names - 18 }),
          `<rect x="${left}" y="${rounded(middle - thick / 2)}" width="${rounded(Math.max(2, right - left))}" height="${rounded(thick)}" rx="4" fill="${colors[tone]}"/>`,
          limit === null
            ? ''
            : `<path d="M${x(limit)} ${rounded(middle - height * 0.36)}v${rounded(height * 0.72)}" stroke="${warn}" stroke-width="4" stroke-dasharray="7 5"/>`,
          written(text, {
            x: WIDTH - EDGE,
            y: middle + 9,
            size: NAME_TEXT,
            weight: 700,
            color: tone === 'none' ? ink : colors[tone],
            anchor: 'end',
          }),
        ];
      }),
      more === null
        ? ''
        : rows.length === 0
          ? written(more, { x: WIDTH / 2, y: 340, size: 34, color: soft, anchor: 'middle', max: WIDTH - 2 * EDGE })
          : written(more, { x: EDGE, y: BODY_BOTTOM + 4, size: 24, color: soft, max: WIDTH - 2 * EDGE }),
    ];
  });
}
