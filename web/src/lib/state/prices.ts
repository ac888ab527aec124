import { live } from './live.svelte.ts';

interface Priced {
  readonly instrumentId?: string;
  readonly id?: string;
  readonly symbol: string;
  readonly marketPrice?: string | null;
  readonly lastPrice?: string | null;
}

/** The newest known price: what the stream told, else what the server answered. For drawing only, never for money. */
export function livePrice(priced: Priced): number | null {
  const told = live.told[priced.instrumentId ?? priced.id ?? ''] ?? live.told[priced.symbol];
  if (told !== undefined) return told;
  const answered = priced.marketPrice ?? priced.lastPrice ?? null;
  return answered === null ? null : Number(answered);
}
