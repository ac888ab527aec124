import { ALERTS_MAX, type AlertView, type CreateAlert } from '#shared/contract/alert.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { InstrumentId, UserId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { HOUR_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { NamedScreen } from '#shared/usecases/account-port.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentIfKnown, instrumentOf } from './instruments.ts';
import { marketMustKnow } from './schedule.ts';

/** One that is told each time rests this long, in the market's time, and until the price has gone back. */
const REST_MS = HOUR_MS;
/** Those that were told are kept for the list, the newest. */
const DONE_KEPT = 30;

/** What it waits for, as it was asked; `level` is the price of a percentage too. */
interface Spec {
  readonly percent?: number;
  readonly indicator?: string;
  readonly line?: string | undefined;
  readonly is?: 'above' | 'below';
  readonly value?: number;
  readonly timeframe?: Timeframe | undefined;
  readonly screen?: AlertView['screen'];
  readonly tree?: ScreenTree;
}

interface AlertRow {
  readonly id: string;
  readonly user_id: string;
  readonly kind: AlertView['kind'];
  readonly instrument_id: string | null;
  readonly level: string | null;
  readonly state: AlertView['state'];
  readonly spec: string;
  readonly repeats: number;
  readonly fired: number;
  readonly fired_at: number | null;
  readonly rest_until: number | null;
  readonly seen: string | null;
  readonly created_at: number;
}

/** One condition to be looked at on a closed bar, of one instrument or (null) of all that its screen looks at. */
export interface AlertToJudge {
  readonly id: string;
  readonly userId: string;
  readonly tree: ScreenTree;
  readonly instrumentId: InstrumentId | null;
}

/** What passes it on that bar; null: it could not be looked at. */
export interface JudgedAlert {
  readonly id: string;
  readonly passing: readonly InstrumentId[] | null;
}

export function createAlert(
  ctx: AccountContext,
  input: CreateAlert,
  about: {
    readonly caller: Caller;
    readonly instrument: Instrument | null;
    readonly screen: NamedScreen | null;
    readonly present: Present;
  },
): Result<AlertView, Failure> {
  const { caller, instrument, screen, present } = about;
  const { n } = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM alert WHERE user_id = ? AND state <> 'done'",
    caller.userId,
  ) ?? { n: 0 };
  if (n >= ALERTS_MAX) return err(failure('too-large', { limit: ALERTS_MAX }));
  const wanted = specOf(input, { instrument, screen, present });
  if (!wanted.ok) return wanted;
  const { spec, level } = wanted.value;
  const id = `w_${ctx.spec.id.slice(2)}_${ctx.newId()}`;
  ctx.sql.run(
    `INSERT INTO alert (id, user_id, kind, instrument_id, level, state, spec, repeats, fired, created_at)
     VALUES (?, ?, ?, ?, ?, 'watching', ?, ?, 0, ?)`,
    ...[id, caller.userId, input.kind, instrument?.id ?? null, level, JSON.stringify(spec), Number(input.repeats)],
    ctx.now(),
  );
  marketMustKnow(ctx);
  return ok(viewOf(ctx, rowOf(ctx, id)!)); // written above
}

function specOf(
  input: CreateAlert,
  { instrument, screen, present }: { instrument: Instrument | null; screen: NamedScreen | null; present: Present },
): Result<{ spec: Spec; level: string | null }, Failure> {
  switch (input.kind) {
    case 'price':
    case 'percent': {
      const price = instrument === null ? undefined : present.quotes.get(instrument.id)?.price;
      if (price === undefined) return err(failure('unavailable'));
      if (input.kind === 'price') {
        return ok({ spec: { is: Number(input.price) >= price ? 'above' : 'below' }, level: input.price });
      }
      const level = toText(
        decimal(price)
          .times(1 + input.percent / 100)
          .round(6),
      );
      return ok({ spec: { percent: input.percent, is: input.percent > 0 ? 'above' : 'below' }, level });
    }
    case 'indicator': {
      const { indicator, line, is, value, timeframe } = input;
      const tree: ScreenTree = {
        ...(timeframe !== undefined && { timeframe }),
        universe: { kind: 'everything' },
        where: {
          kind: 'compare',
          left: { kind: 'indicator', name: indicator, ...(line !== undefined && { line }) },
          is,
          right: { kind: 'number', value },
        },
      };
      return ok({ spec: { indicator, line, is, value, timeframe, tree }, level: null });
    }
    case 'screen':
      if (screen === null) return err(failure('not-found', { id: input.screenId }, 'screenId'));
      return ok({
        spec: {
          screen: { id: input.screenId, nameEn: screen.nameEn, nameKo: screen.nameKo },
          tree: screen.tree,
        },
        level: null,
      });
  }
}

/** One person's, newest first: those that wait, then those that were told. */
export function listAlerts(ctx: AccountContext, userId: UserId): AlertView[] {
  return ctx.sql
    .all<AlertRow>("SELECT * FROM alert WHERE user_id = ? ORDER BY state = 'done', created_at DESC, id DESC", userId)
    .map((row) => viewOf(ctx, row));
}

export function showAlert(ctx: AccountContext, userId: UserId, id: string): AlertView | null {
  const row = rowOf(ctx, id);
  return row?.user_id === userId ? viewOf(ctx, row) : null;
}

/** False: there is none of this person's. */
export function deleteAlert(ctx: AccountContext, userId: UserId, id: string): boolean {
  if (ctx.sql.run('DELETE FROM alert WHERE id = ? AND user_id = ?', id, userId) === 0) return false;
  marketMustKnow(ctx);
  return true;
}

/** Everything that somebody was to be told who is told nothing any more. */
export function forgetAlertsOf(ctx: AccountContext, userId: string): void {
  if (ctx.sql.run('DELETE FROM alert WHERE user_id = ?', userId) > 0) marketMustKnow(ctx);
}

/** Prices the market shall call this account for. They are nobody's order: what protects is told before them. */
export function alertLevels(ctx: AccountContext): PriceLevel[] {
  return ctx.sql
    .all<AlertRow>("SELECT * FROM alert WHERE state = 'watching' AND level IS NOT NULL ORDER BY id")
    .map((row) => ({
      id: `alert|${row.id}`,
      instrumentId: row.instrument_id as InstrumentId,
      kind: specIn(row).is === 'below' ? 'at-or-below' : 'at-or-above',
      price: Number(row.level),
      rank: 2,
    }));
}

/** A price was reached. Told once: a repeated call finds it told. */
export function alertReached(ctx: AccountContext, id: string, { price }: LevelHit): void {
  const row = rowOf(ctx, id);
  if (row?.state !== 'watching') return;
  fire(ctx, row, { price: toText(decimal(price)), found: [] });
}

/** Those that rest and whose price has gone back are waited for again. */
export function wakeAlerts(ctx: AccountContext, present: Present): void {
  const rested = ctx.sql.all<AlertRow>(
    "SELECT * FROM alert WHERE state = 'resting' AND rest_until <= ?",
    ctx.marketNow(),
  );
  for (const row of rested) {
    const price = present.quotes.get(row.instrument_id ?? '')?.price;
    if (price === undefined || row.level === null) continue;
    const isBack = specIn(row).is === 'below' ? price > Number(row.level) : price < Number(row.level);
    if (!isBack) continue;
    ctx.sql.run("UPDATE alert SET state = 'watching' WHERE id = ?", row.id);
    marketMustKnow(ctx);
  }
}

/** Instruments whose price decides whether a resting one is waited for again. */
export function restingInstruments(ctx: AccountContext): InstrumentId[] {
  return ctx.sql
    .all<{ id: InstrumentId }>("SELECT DISTINCT instrument_id AS id FROM alert WHERE state = 'resting'")
    .map(({ id }) => id);
}

/** Whether anybody waits for something that only a closed bar can tell. */
export function waitsForACondition({ sql }: Pick<AccountContext, 'sql'>): boolean {
  return sql.first("SELECT 1 AS one FROM alert WHERE state = 'watching' AND level IS NULL LIMIT 1") !== null;
}

export function alertsToJudge(ctx: AccountContext): AlertToJudge[] {
  return ctx.sql
    .all<AlertRow>("SELECT * FROM alert WHERE state = 'watching' AND level IS NULL ORDER BY id")
    .flatMap((row) => {
      const { tree } = specIn(row);
      const instrumentId = row.instrument_id as InstrumentId | null;
      return tree === undefined ? [] : [{ id: row.id, userId: row.user_id, tree, instrumentId }];
    });
}

/**
 * What came of a closed bar. An indicator is told when it comes true; a screen when something new passes, and what passed
 * when it was first looked at is where it begins. The same bar again finds nothing new.
 */
export function judgeAlerts(ctx: AccountContext, judged: readonly JudgedAlert[]): void {
  for (const { id, passing } of judged) {
    const row = rowOf(ctx, id);
    if (row?.state !== 'watching' || passing === null) continue;
    const seen = row.seen === null ? null : new Set(JSON.parse(row.seen) as string[]);
    ctx.sql.run('UPDATE alert SET seen = ? WHERE id = ?', JSON.stringify(passing), id);
    const isNew = (one: string): boolean => (seen === null ? row.kind === 'indicator' : !seen.has(one));
    const found = passing.filter(isNew);
    if (found.length === 0) continue;
    fire(ctx, row, { price: null, found: row.kind === 'screen' ? found : [] });
  }
}

function fire(
  ctx: AccountContext,
  row: AlertRow,
  { price, found }: { readonly price: string | null; readonly found: readonly InstrumentId[] },
): void {
  const state = row.repeats === 0 ? 'done' : row.level === null ? 'watching' : 'resting';
  ctx.sql.run(
    'UPDATE alert SET state = ?, fired = fired + 1, fired_at = ?, rest_until = ? WHERE id = ?',
    ...[state, ctx.now(), ctx.marketNow() + REST_MS, row.id],
  );
  ctx.sql.run(
    `DELETE FROM alert WHERE state = 'done' AND user_id = ?1 AND id NOT IN
       (SELECT id FROM alert WHERE state = 'done' AND user_id = ?1 ORDER BY fired_at DESC, id DESC LIMIT ${DONE_KEPT})`,
    row.user_id,
  );
  const alert = viewOf(ctx, rowOf(ctx, row.id) ?? row);
  const names = found.flatMap((id) => {
    const known = instrumentIfKnown(ctx, id);
    return known === null ? [] : [{ symbol: known.symbol, nameEn: known.nameEn, nameKo: known.nameKo }];
  });
  appendEvent(ctx, {
    type: 'alert.fired',
    actor: 'clock',
    subject: row.id,
    body: { alert, price, found: names },
    recipient: row.user_id as UserId,
  });
  marketMustKnow(ctx);
}

function rowOf(ctx: AccountContext, id: string): AlertRow | null {
  return ctx.sql.first<AlertRow>('SELECT * FROM alert WHERE id = ?', id);
}

function specIn({ spec }: AlertRow): Spec {
  return JSON.parse(spec) as Spec;
}

function viewOf(ctx: AccountContext, row: AlertRow): AlertView {
  const { percent, is, indicator, line, value, timeframe, screen } = specIn(row);
  const instrument = row.instrument_id === null ? null : instrumentOf(ctx, row.instrument_id);
  return {
    id: row.id,
    accountId: ctx.spec.id,
    kind: row.kind,
    instrument: instrument && {
      symbol: instrument.symbol,
      nameEn: instrument.nameEn,
      nameKo: instrument.nameKo,
      currency: instrument.currency,
    },
    price: row.level,
    percent: percent ?? null,
    is: is ?? null,
    indicator: indicator ?? null,
    line: line ?? null,
    value: value ?? null,
    timeframe: timeframe ?? null,
    screen: screen ?? null,
    repeats: row.repeats === 1,
    state: row.state,
    fired: row.fired,
    firedAt: row.fired_at === null ? null : toIso(row.fired_at as WallMs),
    createdAt: toIso(row.created_at as WallMs),
  };
}
