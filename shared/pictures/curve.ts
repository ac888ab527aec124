import { moneyLabel, shareLabel, ticks, timeLabels } from './axes.ts';
import type { Palette } from './palette.ts';
import type { CurveHead, Picture } from './picture.ts';
import { linePath } from './plot.ts';
import { AXIS_TEXT, BODY_BOTTOM, BODY_TOP, EDGE, legend, sheet, WIDTH } from './sheet.ts';
import { rounded, widthOf, written } from './svg.ts';

const TOP = BODY_TOP + 46;
const BOTTOM = BODY_BOTTOM - 36;
const LABEL_TEXT = 23;

/** A value over time beside another, or how far it fell below its peak. */
export function curveSvg({ head, columns }: Picture<CurveHead>): string {
  const [t, own] = columns as [Float64Array, Float64Array];
  const other = head.other === null ? undefined : columns[2];
  const isFall = head.shape === 'fall';
  return sheet(head, (palette) => {
    const values = [
      ...own,
      ...(other ?? []),
      ...head.marks.map(({ value }) => value),
      ...(head.across === null ? [] : [head.across.value]),
      ...(isFall ? [0] : []),
    ].filter(Number.isFinite);
    const lowest = Math.min(...values);
    const highest = Math.max(...values);
    const air = (highest - lowest || Math.abs(highest) || 0.01) * 0.09;
    const [low, high] = [lowest - air, isFall ? 0 : highest + air];
    const marks = ticks(low, high);
    const label = (value: number): string =>
      head.currency === null ? shareLabel(value) : moneyLabel(value, head.currency, head.language);
    const axis = Math.max(...marks.map((value) => widthOf(label(value), AXIS_TEXT)), 40) + 14;
    const box = { width: WIDTH - 2 * EDGE - axis, height: BOTTOM - TOP };
    const right = EDGE + box.width;
    const y = (value: number): number => rounded(TOP + ((high - value) / (high - low || 1)) * box.height);
    const color = isFall ? palette.loss : palette.brand;
    const line = linePath([...own], box, y, [...t]);
    const first = t[0] ?? 0;
    const span = (t.at(-1) ?? 0) - first || 1;
    const x = (at: number): number => rounded(EDGE + ((at - first) / span) * box.width);
    const names = [
      { name: head.own, color, dash: '' },
      ...(head.other === null ? [] : [{ name: head.other, color: palette.series[1], dash: '12 7' }]),
    ];
    // A share is above or below nothing; money stands on the ground.
    const floor = head.currency === null ? y(Math.max(low, Math.min(high, 0))) : BOTTOM;
    return [
      ...legend(names.length === 1 && head.own === head.title ? [] : names, BODY_TOP + 20, palette),
      ...marks.map((value) => `<path d="M${EDGE} ${y(value)}H${right}" stroke="${palette.line}" stroke-width="1.5"/>`),
      ...marks.map((value) =>
        written(label(value), { x: right + 12, y: y(value) + 8, size: AXIS_TEXT, color: palette.soft }),
      ),
      `<g transform="translate(${EDGE} 0)">`,
      `<path d="${line}L${box.width} ${floor}L0 ${floor}Z" fill="${color}" fill-opacity="${isFall ? 0.24 : 0.12}"/>`,
      ...(other === undefined
        ? []
        : [
            `<path d="${linePath([...other], box, y, [...t])}" stroke="${palette.series[1]}" stroke-width="3" stroke-dasharray="12 7" stroke-linejoin="round" fill="none"/>`,
          ]),
      `<path d="${line}" stroke="${color}" stroke-width="4" stroke-linejoin="round" fill="none"/>`,
      '</g>',
      ...acrossOf(head, y, { right, palette }),
      ...head.marks.flatMap(({ at, value, text, side }, index) => {
        const place = { x: x(at), y: y(value) };
        const isLeft = place.x < EDGE + box.width / 2;
        const above = index % 2 === 0;
        return [
          `<circle cx="${place.x}" cy="${place.y}" r="10" fill="${side === 'buy' ? palette.paper : palette.ink}" stroke="${palette.ink}" stroke-width="4"/>`,
          written(text, {
            x: place.x + (isLeft ? -6 : 6),
            y: place.y + (above ? -22 : 40),
            size: LABEL_TEXT,
            weight: 700,
            color: palette.ink,
            anchor: isLeft ? 'start' : 'end',
            max: 330,
            halo: palette.paper,
          }),
        ];
      }),
      ...timeLabels(t, head).map(({ index, text }, at, all) =>
        written(text, {
          x: at === 0 ? EDGE : at === all.length - 1 ? right : x(t[index] ?? first),
          y: BODY_BOTTOM,
          size: AXIS_TEXT,
          color: palette.soft,
          anchor: at === 0 ? 'start' : at === all.length - 1 ? 'end' : 'middle',
        }),
      ),
    ];
  });
}

function acrossOf(
  { across, shape }: CurveHead,
  y: (value: number) => number,
  { right, palette }: { readonly right: number; readonly palette: Palette },
): string[] {
  if (across === null) return [];
  const color = across.isLimit ? palette.warn : palette.faint;
  const at = y(across.value);
  return [
    `<path d="M${EDGE} ${at}H${right}" stroke="${color}" stroke-width="3" stroke-dasharray="${across.isLimit ? '11 7' : '3 6'}" fill="none"/>`,
    written(across.text, {
      x: EDGE + 4,
      y: shape === 'fall' ? at - 12 : at + 28,
      size: LABEL_TEXT,
      weight: 700,
      color: across.isLimit ? color : palette.soft,
      max: 420,
      halo: palette.paper,
    }),
  ];
}
