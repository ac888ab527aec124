import type { SignalsQuery, SignalView, UnreadView } from '../contract/day-records.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import { SIGNAL_KINDS } from '../domain/market-signal.ts';
import { decimal, toText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import type { StoredSignal } from '../ports/day-records.ts';
import { requireScope } from './access.ts';
import type { Page } from './account-port.ts';
import { activeMarket, findInstrument } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

/** Signals of the active market, newest first, as this person left them. */
export async function listSignals(
  deps: UseCaseDeps,
  caller: Caller,
  { status, kind, symbol, cursor, limit }: SignalsQuery,
): Promise<Result<Page<SignalView>, Failure>> {
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(offset) || offset < 0) return err(failure('invalid-request', undefined, 'cursor'));
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  let instrumentId: InstrumentId | null = null;
  if (symbol !== undefined) {
    const found = await findInstrument(deps, symbol);
    if (!found.ok) return found;
    instrumentId = found.value.instrument.id;
  }
  const { id: marketId, market } = active.value;
  const kinds = kind === undefined ? SIGNAL_KINDS : [kind];
  const rows = await deps.signals.list(caller.userId, marketId, {
    kinds,
    instrumentId,
    status,
    offset,
    limit: limit + 1,
  });
  const instruments = new Map((await market.instruments()).map((one) => [one.id, one]));
  const items = rows.slice(0, limit).flatMap((row): SignalView[] => {
    const instrument = instruments.get(row.instrumentId);
    return instrument === undefined ? [] : [signalView(instrument, row)];
  });
  return ok({ items, nextCursor: rows.length > limit ? String(offset + limit) : null });
}

export async function unreadSignals(deps: UseCaseDeps, caller: Caller): Promise<Result<UnreadView, Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  return ok({ count: await deps.signals.unread(caller.userId, active.value.id, SIGNAL_KINDS) });
}

/** Marks one for this person alone; whatever was read or dismissed stays so. */
export async function markSignal(
  deps: UseCaseDeps,
  caller: Caller,
  { id, what }: { readonly id: string; readonly what: 'read' | 'dismissed' },
): Promise<Result<SignalView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const before = await deps.signals.find(caller.userId, id);
  const gone = failure('not-found', { id: id.slice(0, 40) });
  if (before === null) return err(gone);
  await deps.signals.mark(caller.userId, id, what, deps.now());
  const after = await deps.signals.find(caller.userId, id);
  if (after === null) return err(gone);
  const instruments = await deps.markets.market(after.marketId).instruments();
  const instrument = instruments.find((one) => one.id === after.instrumentId);
  return instrument === undefined ? err(gone) : ok(signalView(instrument, after));
}

function signalView({ symbol, nameEn, nameKo, currency }: Instrument, signal: StoredSignal): SignalView {
  const { id, kind, action, day, marketAt, price, reasons, readAt, dismissedAt } = signal;
  return {
    id,
    symbol,
    nameEn,
    nameKo,
    currency,
    kind,
    action,
    day,
    marketAt: toIso(marketAt),
    price: toText(decimal(price.toFixed(6))),
    reasons: reasons.map(({ code, values }) => ({ code, values: { ...values } })),
    readAt: readAt === null ? null : toIso(readAt),
    dismissedAt: dismissedAt === null ? null : toIso(dismissedAt),
  };
}
