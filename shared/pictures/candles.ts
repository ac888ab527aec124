import { priceLabel, ticks, timeLabels } from './axes.ts';
import type { Palette } from './palette.ts';
import type { CandlesHead, Picture } from './picture.ts';
import { AXIS_TEXT, BODY_BOTTOM, BODY_TOP, EDGE, legend, sheet, WIDTH } from './sheet.ts';
import { rounded, widthOf, written } from './svg.ts';

const TOP = BODY_TOP + 46;
const BOTTOM = BODY_BOTTOM - 36;
const LABEL_TEXT = 25;
const LABEL_HEIGHT = 34;
/** One bar of a forecast. */
const STEP_MIN = 11;
/** Dashes tell lines apart where colors do not. */
const DASHES = ['', '12 7', '3 6'] as const;
/** What a level is, where its color does not say. */
const SIGNS = { target: '▲', entry: '●', stop: '▼' } as const;

interface Place {
  readonly x: (index: number) => number;
  readonly y: (price: number) => number;
  readonly slot: number;
  /** Where the bars end and where the drawing does. */
  readonly barsEnd: number;
  readonly right: number;
}

/** Bars, the averages over them, what is planned and where a forecast says it may go. */
export function candlesSvg({ head: { levels, ...rest }, columns }: Picture<CandlesHead>): string {
  const head = { ...rest, levels: levels.map((level) => ({ ...level, text: `${SIGNS[level.kind]} ${level.text}` })) };
  const [t, o, h, l, c] = columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const averages = head.averages.map((_, index) => columns[5 + index]!); // checked where it came in
  const band = head.band === null ? [] : columns.slice(5 + averages.length);
  return sheet(head, (palette) => {
    const last = c.length - 1;
    const values = [h, l, ...averages, ...band].flatMap((column) => [...column]);
    const known = [...values, ...head.levels.map(({ price }) => price)].filter(Number.isFinite);
    const lowest = Math.min(...known);
    const highest = Math.max(...known);
    const air = (highest - lowest || highest || 1) * 0.05;
    const marks = ticks(lowest - air, highest + air);
    const labels = marks.map((value) => priceLabel(value, head.currency, head.language));
    const axis = Math.max(...labels.map((label) => widthOf(label, AXIS_TEXT)), 40) + 14;
    const right = WIDTH - EDGE - axis;
    const plan =
      head.levels.length === 0 ? 0 : Math.max(...head.levels.map(({ text }) => widthOf(text, LABEL_TEXT))) + 34;
    const ahead = band[0]?.length ?? 0;
    // Labels of the plan reach over the axis: they say the price themselves.
    const free = plan === 0 ? 14 : Math.min(320, plan - axis + ahead * STEP_MIN);
    const slot = (right - EDGE - free) / Math.max(1, c.length + (plan === 0 ? ahead : 0));
    const barsEnd = EDGE + slot * c.length;
    const place: Place = {
      slot,
      barsEnd,
      right,
      x: (index) => EDGE + slot * (index + 0.5),
      y: (price) => TOP + 6 + ((highest + air - price) / (highest - lowest + 2 * air || 1)) * (BOTTOM - TOP - 12),
    };
    const lines = head.averages.map(({ name }, index) => ({
      name,
      color: palette.series[index]!, // at most three
      dash: DASHES[index]!, // as above
    }));
    const shown = [
      ...lines,
      ...(head.band === null ? [] : [{ name: head.band.name, color: palette.brand, dash: '2 5' }]),
    ];
    return [
      ...legend(shown, BODY_TOP + 20, palette),
      ...marks.map(
        (value) =>
          `<path d="M${EDGE} ${rounded(place.y(value))}H${rounded(right)}" stroke="${palette.line}" stroke-width="1.5"/>`,
      ),
      ...marks.flatMap((value, index) =>
        // Where a level's own words stand, a figure behind them is noise.
        head.levels.some(({ price }) => Math.abs(place.y(price) - place.y(value)) < LABEL_HEIGHT)
          ? []
          : written(labels[index] ?? '', {
              x: right + 12,
              y: place.y(value) + 8,
              size: AXIS_TEXT,
              color: palette.soft,
            }),
      ),
      ...planOf(head, place, palette),
      ...bandOf(band, c[last] ?? NaN, place, palette),
      candlePaths([o, h, l, c], place, palette),
      ...averages.map((values, index) => averagePath(values, place, lines[index]!)), // one line each
      ...levelLabels(head, place, palette),
      ...timeLabels(t, head, barsEnd - EDGE < 480 ? 3 : 4).map(({ index, text }, at, all) =>
        written(text, {
          x: at === 0 ? EDGE : at === all.length - 1 ? Math.max(place.x(index) + slot / 2, EDGE + 200) : place.x(index),
          y: BODY_BOTTOM,
          size: AXIS_TEXT,
          color: palette.soft,
          anchor: at === 0 ? 'start' : at === all.length - 1 ? 'end' : 'middle',
        }),
      ),
    ];
  });
}

/** Rising bars are hollow, falling ones filled: the color is not what tells them apart. */
function candlePaths(
  [o, h, l, c]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
  { x, y, slot }: Place,
  { gain, loss, paper }: Palette,
): string {
  const body = Math.max(1.6, slot * 0.66);
  const stroke = Math.min(2.4, Math.max(1, slot * 0.22));
  const parts = { up: '', down: '', wicks: { up: '', down: '' } };
  for (let index = 0; index < c.length; index += 1) {
    const [open, high, low, close] = [o[index]!, h[index]!, l[index]!, c[index]!]; // of one length
    const at = x(index);
    const side = close >= open ? 'up' : 'down';
    const top = y(Math.max(open, close));
    const height = Math.max(stroke, y(Math.min(open, close)) - top);
    parts[side] += `M${rounded(at - body / 2)} ${rounded(top)}h${rounded(body)}v${rounded(height)}h${rounded(-body)}z`;
    parts.wicks[side] +=
      `M${rounded(at)} ${rounded(y(high))}V${rounded(top)}M${rounded(at)} ${rounded(top + height)}V${rounded(y(low))}`;
  }
  const isHollow = slot >= 5;
  return [
    `<path d="${parts.wicks.up}" stroke="${gain}" stroke-width="${stroke}" fill="none"/>`,
    `<path d="${parts.wicks.down}" stroke="${loss}" stroke-width="${stroke}" fill="none"/>`,
    `<path d="${parts.up}" stroke="${gain}" stroke-width="${stroke}" fill="${isHollow ? paper : gain}"/>`,
    `<path d="${parts.down}" stroke="${loss}" stroke-width="${stroke}" fill="${loss}"/>`,
  ].join('');
}

function averagePath(values: Float64Array, { x, y }: Place, { color, dash }: { color: string; dash: string }): string {
  let path = '';
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    path += `${path === '' ? 'M' : 'L'}${rounded(x(index))} ${rounded(y(value))}`;
  });
  return `<path d="${path}" stroke="${color}" stroke-width="3" fill="none" stroke-linejoin="round"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
}

/** Where it may go, beginning at the newest close. */
function bandOf(band: readonly Float64Array[], close: number, place: Place, { brand }: Palette): string[] {
  const [low, median, high] = band;
  if (low === undefined || median === undefined || high === undefined || !Number.isFinite(close)) return [];
  const step = Math.max(place.slot, STEP_MIN);
  const from = place.barsEnd - place.slot / 2;
  const point = (value: number, index: number): string =>
    `${rounded(from + step * (index + 1))} ${rounded(place.y(value))}`;
  const start = `${rounded(from)} ${rounded(place.y(close))}`;
  const upper = [...high].map(point);
  const lower = [...low].map(point).reverse();
  return [
    `<path d="M${start}L${[...upper, ...lower].join('L')}Z" fill="${brand}" fill-opacity="0.22" stroke="${brand}" stroke-opacity="0.5" stroke-width="1.5"/>`,
    `<path d="M${start}L${[...median].map(point).join('L')}" stroke="${brand}" stroke-width="3" stroke-dasharray="2 5" fill="none"/>`,
  ];
}

/** What is won and lost between the levels, beside the newest bar. */
function planOf({ levels }: CandlesHead, { y, barsEnd, right }: Place, { gain, loss }: Palette): string[] {
  const of = (kind: CandlesHead['levels'][number]['kind']): number | undefined =>
    levels.find((level) => level.kind === kind)?.price;
  const [entry, stop, target] = [of('entry'), of('stop'), of('target')];
  const box = (to: number | undefined, color: string): string[] => {
    if (entry === undefined || to === undefined) return [];
    const top = Math.min(y(entry), y(to));
    const height = Math.abs(y(entry) - y(to));
    return [
      `<rect x="${rounded(barsEnd)}" y="${rounded(top)}" width="${rounded(right - barsEnd)}" height="${rounded(height)}" fill="${color}" fill-opacity="0.14"/>`,
    ];
  };
  return [...box(target, gain), ...box(stop, loss)];
}

/** A line across for each level, its words where the plan is; words that would lie on each other move apart. */
function levelLabels({ levels }: CandlesHead, { y, barsEnd, right }: Place, palette: Palette): string[] {
  const colors = { target: palette.gain, entry: palette.ink, stop: palette.loss };
  const sorted = levels.toSorted((a, b) => b.price - a.price);
  const wished = sorted.map(({ price }) => y(price) - LABEL_HEIGHT / 2);
  const tops = spreadOut(wished, LABEL_HEIGHT + 3, { from: TOP, to: BOTTOM });
  return sorted.flatMap(({ kind, price, text }, index) => {
    const color = colors[kind];
    const at = rounded(y(price));
    const top = tops[index]!; // one each
    const width = Math.min(WIDTH - EDGE - barsEnd - 6, widthOf(text, LABEL_TEXT) + 24);
    const end = WIDTH - EDGE;
    return [
      `<path d="M${EDGE} ${at}H${rounded(right)}" stroke="${color}" stroke-width="2.5"${kind === 'entry' ? ' stroke-dasharray="3 5"' : ' stroke-dasharray="11 7"'}/>`,
      `<rect x="${rounded(end - width)}" y="${rounded(top)}" width="${rounded(width)}" height="${LABEL_HEIGHT}" rx="7" fill="${color}"/>`,
      written(text, {
        x: end - width / 2,
        y: top + 26,
        size: LABEL_TEXT,
        weight: 700,
        color: palette.paper,
        anchor: 'middle',
        max: width - 14,
      }),
    ];
  });
}

/** Heights at least `apart` from each other, in their order, as near to the wished ones as it goes. */
export function spreadOut(
  wished: readonly number[],
  apart: number,
  { from, to }: { readonly from: number; readonly to: number },
): number[] {
  const placed = [...wished];
  for (let index = 0; index < placed.length; index += 1) {
    const above = index === 0 ? from : placed[index - 1]! + apart; // in range
    placed[index] = Math.max(placed[index]!, above); // as above
  }
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const below = index === placed.length - 1 ? to - apart : placed[index + 1]! - apart; // in range
    placed[index] = Math.min(placed[index]!, below); // as above
  }
  return placed;
}
