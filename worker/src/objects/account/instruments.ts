import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { AccountContext } from './context.ts';
import { memoryOf } from './memory.ts';

/**
 * The account keeps a copy of every instrument its tables refer to, so that an order, a position and a receipt can be
 * read while the market is out of reach.
 */
export async function learnInstruments(ctx: AccountContext, ids: readonly InstrumentId[]): Promise<void> {
  if (ids.every((id) => instrumentIfKnown(ctx, id) !== null)) return;
  for (const instrument of await ctx.market.instruments(ids)) keep(ctx, instrument);
}

export function instrumentOf(ctx: AccountContext, id: string): Instrument {
  const instrument = instrumentIfKnown(ctx, id);
  invariant(instrument, `instrument ${id} is known before it is used`);
  return instrument;
}

/** For what others name: a broker may speak of something nobody here has ever heard of. */
export function instrumentIfKnown(ctx: AccountContext, id: string): Instrument | null {
  const { instruments } = memoryOf(ctx.sql);
  const known = instruments.get(id);
  if (known !== undefined) return known;
  const row = ctx.sql.first<{ body: string }>('SELECT body FROM instrument WHERE id = ?', id);
  if (row === null) return null;
  const instrument = JSON.parse(row.body) as Instrument;
  instruments.set(id, instrument);
  return instrument;
}

/** All that its tables refer to. */
export function keptInstruments(ctx: AccountContext): Instrument[] {
  return ctx.sql
    .all<{ body: string }>('SELECT body FROM instrument ORDER BY symbol')
    .map(({ body }) => JSON.parse(body) as Instrument);
}

/** By symbol, as a person's order names it. */
export async function findInstrument(ctx: AccountContext, symbol: string): Promise<Instrument | null> {
  const { instruments } = memoryOf(ctx.sql);
  const find = (): Instrument | null => {
    const row = ctx.sql.first<{ id: string }>('SELECT id FROM instrument WHERE symbol = ?1 OR id = ?1', symbol);
    if (row === null) return null;
    const instrument = instrumentOf(ctx, row.id);
    instruments.set(symbol, instrument);
    return instrument;
  };
  const known = instruments.get(symbol) ?? find();
  if (known !== null) return known;
  for (const instrument of await ctx.market.instruments([symbol])) keep(ctx, instrument);
  return find();
}

function keep(ctx: AccountContext, instrument: Instrument): void {
  ctx.sql.run(
    'INSERT INTO instrument (id, symbol, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
    instrument.id,
    instrument.symbol,
    JSON.stringify(instrument),
  );
}
