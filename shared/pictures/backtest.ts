import { moneyLabel, shareLabel, ticks, timeLabels } from './axes.ts';
import type { Palette } from './palette.ts';
import type { BacktestHead, Picture } from './picture.ts';
import { linePath } from './plot.ts';
import { AXIS_TEXT, BODY_BOTTOM, BODY_TOP, EDGE, legend, sheet, WIDTH } from './sheet.ts';
import { rounded, widthOf, written } from './svg.ts';

const TOP = BODY_TOP + 46;
const FALL_HEIGHT = 76;
const FALL_BOTTOM = BODY_BOTTOM - 36;
const FALL_TOP = FALL_BOTTOM - FALL_HEIGHT;
const BOTTOM = FALL_TOP - 52;

/** What a test was worth beside buying and holding, and below it how far it was below its peak, over the same time. */
export function backtestSvg({ head, columns }: Picture<BacktestHead>): string {
  const [t, own, held, below] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  return sheet(head, (palette) => {
    const values = [...own, ...held];
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    const air = (highest - lowest || Math.abs(highest) || 0.01) * 0.09;
    const [low, high] = [lowest - air, highest + air];
    const { currency, language } = head;
    const label = (value: number): string =>
      currency === null ? shareLabel(value) : moneyLabel(value, currency, language);
    const marks = ticks(low, high);
    const deepest = Math.min(...below);
    const fallMarks = deepest < 0 ? [0, deepest] : [0];
    const axis =
      14 + Math.max(40, ...[...marks.map(label), ...fallMarks.map(shareLabel)].map((text) => widthOf(text, AXIS_TEXT)));
    const box = { width: WIDTH - 2 * EDGE - axis, height: BOTTOM - TOP };
    const right = EDGE + box.width;
    const y = (value: number): number => rounded(TOP + ((high - value) / (high - low)) * box.height);
    const fallY = (value: number): number => rounded(FALL_TOP + (deepest < 0 ? value / deepest : 0) * FALL_HEIGHT);
    const at = [...t];
    const line = linePath([...own], box, y, at);
    const fall = linePath([...below], box, fallY, at);
    return [
      ...legend(
        [
          { name: head.own, color: palette.brand, dash: '' },
          { name: head.held, color: palette.series[1], dash: '12 7' },
        ],
        BODY_TOP + 20,
        palette,
      ),
      ...across(marks, { y, label, right, palette }),
      `<g transform="translate(${EDGE} 0)">`,
      `<path d="${linePath([...held], box, y, at)}" stroke="${palette.series[1]}" stroke-width="3" stroke-dasharray="12 7" stroke-linejoin="round" fill="none"/>`,
      `<path d="${line}" stroke="${palette.brand}" stroke-width="4" stroke-linejoin="round" fill="none"/>`,
      '</g>',
      written(head.fall, { x: EDGE, y: FALL_TOP - 12, size: AXIS_TEXT, color: palette.soft, max: box.width }),
      ...across(fallMarks, { y: fallY, label: shareLabel, right, palette }),
      `<g transform="translate(${EDGE} 0)">`,
      `<path d="${fall}L${box.width} ${FALL_TOP}L0 ${FALL_TOP}Z" fill="${palette.loss}" fill-opacity="0.24"/>`,
      `<path d="${fall}" stroke="${palette.loss}" stroke-width="3" stroke-linejoin="round" fill="none"/>`,
      '</g>',
      ...timeLabels(t, head).map(({ index, text }, place, all) =>
        written(text, {
          x: rounded(EDGE + (((t[index] ?? 0) - (t[0] ?? 0)) / ((t.at(-1) ?? 0) - (t[0] ?? 0) || 1)) * box.width),
          y: BODY_BOTTOM,
          size: AXIS_TEXT,
          color: palette.soft,
          anchor: place === 0 ? 'start' : place === all.length - 1 ? 'end' : 'middle',
        }),
      ),
    ];
  });
}

/** Lines across at some values, with what they are at the right edge. */
function across(
  values: readonly number[],
  {
    y,
    label,
    right,
    palette,
  }: {
    readonly y: (value: number) => number;
    readonly label: (value: number) => string;
    readonly right: number;
    readonly palette: Palette;
  },
): string[] {
  return values.flatMap((value) => [
    `<path d="M${EDGE} ${y(value)}H${right}" stroke="${palette.line}" stroke-width="1.5"/>`,
    written(label(value), { x: right + 12, y: y(value) + 8, size: AXIS_TEXT, color: palette.soft }),
  ]);
}
