import { assertNever } from '../lib/invariant.ts';
import { backtestSvg } from './backtest.ts';
import { barsSvg } from './bars.ts';
import { candlesSvg } from './candles.ts';
import { curveSvg } from './curve.ts';
import { BARS_DRAWN_MAX, PictureHead, POINTS_DRAWN_MAX, type Picture } from './picture.ts';
import type { Frame } from '../lib/frame.ts';

/** Any picture as SVG text. */
export function pictureSvg({ head, columns }: Picture): string {
  switch (head.kind) {
    case 'candles':
      return candlesSvg({ head, columns });
    case 'curve':
      return curveSvg({ head, columns });
    case 'backtest':
      return backtestSvg({ head, columns });
    case 'bars':
      return barsSvg({ head, columns });
    default:
      return assertNever(head);
  }
}

/** What a frame says, where it is a picture whose columns are whole and bounded; else null. */
export function pictureOf({ head, columns }: Frame): Picture | null {
  const parsed = PictureHead.safeParse(head);
  return parsed.success && areWhole(parsed.data, columns) ? { head: parsed.data, columns } : null;
}

/** Bars a forecast is drawn for. */
const AHEAD_MAX = 20;

function areWhole(head: PictureHead, columns: readonly Float64Array[]): boolean {
  if (head.kind === 'bars') return columns.length === 0;
  const count = columns[0]?.length ?? 0;
  if (head.kind === 'curve' || head.kind === 'backtest') {
    const needs = head.kind === 'backtest' ? 4 : head.other === null ? 2 : 3;
    return (
      columns.length === needs &&
      count >= 2 &&
      count <= POINTS_DRAWN_MAX &&
      columns.every(isLong(count)) &&
      columns.every(isFinite)
    );
  }
  const own = 5 + head.averages.length;
  const band = columns.slice(own);
  const ahead = band[0]?.length ?? 0;
  return (
    columns.length === own + (head.band === null ? 0 : 3) &&
    count >= 1 &&
    count <= BARS_DRAWN_MAX &&
    columns.slice(0, own).every(isLong(count)) &&
    columns.slice(0, 5).every(isFinite) &&
    ahead <= AHEAD_MAX &&
    band.every((column) => isLong(ahead)(column) && isFinite(column))
  );
}

const isLong =
  (count: number) =>
  ({ length }: Float64Array): boolean =>
    length === count;

function isFinite(column: Float64Array): boolean {
  return column.every(Number.isFinite);
}
