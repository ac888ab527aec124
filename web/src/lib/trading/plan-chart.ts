import { spreadOut } from '#shared/pictures/candles.ts';

/** Units across: bars in the left part, what is planned beside the newest of them. */
export const WIDTH = 600;
const BARS_END = 528;
/** Of the prices shown, above and below them. */
const AIR = 0.05;

export interface ShownBar {
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
}
export interface PlanLevel {
  readonly kind: 'target' | 'entry' | 'stop';
  readonly price: number;
}
interface Zone {
  readonly top: number;
  readonly height: number;
}
export interface PlanChart {
  /** Paths: rising bars are hollow, falling ones filled, so that colour is not what tells them apart. */
  readonly up: string;
  readonly down: string;
  readonly upWicks: string;
  readonly downWicks: string;
  readonly barsEnd: number;
  /** From the highest to the lowest: where its line is, and where its words are, which keep off each other. */
  readonly levels: readonly (PlanLevel & { readonly y: number; readonly labelAt: number })[];
  /** What is won and lost between the levels. */
  readonly gain: Zone | null;
  readonly loss: Zone | null;
}

/** Bars and the plan on one scale, in units of `WIDTH` × `height`. */
export function planChart(
  bars: readonly ShownBar[],
  levels: readonly PlanLevel[],
  { height, label }: { readonly height: number; readonly label: number },
): PlanChart {
  const known = [...bars.flatMap(({ h, l }) => [h, l]), ...levels.map(({ price }) => price)];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const air = (high - low || high || 1) * AIR;
  const y = (price: number): number => rounded(((high + air - price) / (high - low + 2 * air)) * height);
  const sorted = levels.toSorted((a, b) => b.price - a.price).map((level) => ({ ...level, y: y(level.price) }));
  const labels = spreadOut(
    sorted.map(({ y: at }) => at - label / 2),
    label,
    { from: 0, to: height },
  );
  const of = (kind: PlanLevel['kind']): number | undefined => sorted.find((level) => level.kind === kind)?.y;
  const between = (from: number | undefined, to: number | undefined): Zone | null =>
    from === undefined || to === undefined ? null : { top: Math.min(from, to), height: rounded(Math.abs(from - to)) };
  return {
    ...paths(bars, y),
    barsEnd: BARS_END,
    levels: sorted.map((level, index) => ({ ...level, labelAt: Math.round(labels[index]!) })), // one each
    gain: between(of('entry'), of('target')),
    loss: between(of('entry'), of('stop')),
  };
}

function paths(
  bars: readonly ShownBar[],
  y: (price: number) => number,
): Pick<PlanChart, 'up' | 'down' | 'upWicks' | 'downWicks'> {
  const slot = BARS_END / Math.max(1, bars.length);
  const body = rounded(slot * 0.62);
  const drawn = { up: '', down: '', upWicks: '', downWicks: '' };
  bars.forEach(({ o, h, l, c }, index) => {
    const middle = rounded(slot * (index + 0.5));
    const [top, bottom] = [y(Math.max(o, c)), y(Math.min(o, c))];
    const side = c >= o ? 'up' : 'down';
    drawn[side] += `M${rounded(middle - body / 2)} ${top}h${body}V${Math.max(bottom, top + 1)}h${-body}z`;
    drawn[`${side}Wicks`] += `M${middle} ${y(h)}V${top}M${middle} ${bottom}V${y(l)}`;
  });
  return drawn;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
