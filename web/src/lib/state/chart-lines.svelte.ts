import { remember, remembered } from './device.ts';

const STORE = 'nod.chart-lines';
const USUAL = ['sma-20', 'sma-50'];
/** More cannot be told apart. */
export const LINES_MAX = 6;

/** Which lines this person wants on charts, by their whole names; kept on this device. */
class ChartLines {
  labels = $state.raw<readonly string[]>(stored());

  add(label: string): void {
    if (!this.labels.includes(label) && this.labels.length < LINES_MAX) this.#set([...this.labels, label]);
  }

  remove(label: string): void {
    this.#set(this.labels.filter((other) => other !== label));
  }

  #set(labels: readonly string[]): void {
    this.labels = labels;
    remember(STORE, JSON.stringify(labels));
  }
}

function stored(): readonly string[] {
  try {
    const labels: unknown = JSON.parse(remembered(STORE) ?? 'null');
    if (Array.isArray(labels)) return labels.filter((label) => typeof label === 'string').slice(0, LINES_MAX);
  } catch {
    // What somebody else left there is no choice of lines.
  }
  return USUAL;
}

export const chartLines = new ChartLines();
