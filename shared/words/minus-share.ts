/** A share that is written with a minus before it: `−1.2%`; of one under what is written, `−0.1% 미만` and not `−<0.1%`. */
export function minusShare(percent: string): string {
  return percent.startsWith('<') ? `−${percent.slice(1)} 미만` : `−${percent}`;
}
