import type { StateOnDisk } from './books-on-disk.ts';
import type { CsvBar } from './csv-world.ts';

/** Entries at the open of their day and within their ceiling; everything else inside its day's range. */
export function priceFaults(disk: StateOnDisk, bars: ReadonlyMap<string, readonly CsvBar[]>): string[] {
  const faults: string[] = [];
  for (const { executions, intents } of disk.accounts) {
    const byId = new Map(intents.map((intent) => [intent.id, intent]));
    for (const { intent_id: id, instrument_id: instrument, price, market_at: at, side } of executions) {
      const intent = byId.get(id ?? '');
      const symbol = instrument.slice(instrument.indexOf('.') + 1);
      const day = new Date(at).toISOString().slice(0, 10);
      const bar = bars.get(symbol)?.find(({ date }) => date === day);
      const paid = Number(price);
      if (intent === undefined || bar === undefined) faults.push(`${symbol} on ${day}: no such order or bar`);
      else if (side === 'buy') {
        if (Math.abs(paid - bar.open) > 1e-9)
          faults.push(`${symbol} on ${day}: bought at ${paid}, it opened at ${bar.open}`);
        if (intent.limit_price !== null && paid > Number(intent.limit_price))
          faults.push(`${symbol}: above its ceiling`);
      } else if (paid < Math.min(bar.low, bar.open, bar.close) || paid > Math.max(bar.high, bar.open, bar.close))
        faults.push(`${symbol} on ${day}: sold at ${paid}, outside its day`);
    }
  }
  return faults;
}
