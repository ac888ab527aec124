import { nodGroups, nodOffers, type NodGroup, type NodOffer } from '#shared/analysis/nods.ts';
import type { NodGroupView, NodOfferView, NodSummary, NodView } from '#shared/contract/nods.ts';
import type { NodAnswer } from '#shared/domain/nod.ts';
import { decimal, roundTo, sum, toText } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { Page, PageRequest } from '#shared/usecases/account-port.ts';
import type { AccountContext } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf } from './meta.ts';
import { inBase } from './money-book.ts';
import { readNods, type ReadNod } from './nods.ts';

/** What the figures are made of: the newest. */
const READ_MAX = 500;

/** Newest first; the cursor is the number of the last one's line in the log. */
export function listNods(ctx: AccountContext, { limit, cursor }: PageRequest): Page<NodView> {
  const found = readNods(ctx, limit + 1, cursor === undefined ? null : Number(cursor));
  const shown = found.slice(0, limit);
  return {
    items: shown.map((nod) => nodView(ctx, nod)),
    nextCursor: found.length > limit ? String(shown.at(-1)?.row.seq ?? '') : null,
  };
}

export function nodView(ctx: AccountContext, nod: ReadNod): NodView {
  const { sealed, outcome, row } = nod;
  const { nameEn, nameKo } = instrumentOf(ctx, sealed.instrumentId);
  const entry = 'entry' in outcome ? outcome.entry : null;
  const exit = 'exit' in outcome ? outcome.exit : null;
  const at = (ms: number | null): string | null => (ms === null ? null : toIso(ms as MarketMs));
  const price = (value: number): string => toText(decimal(value.toFixed(4)));
  return {
    proposalId: sealed.proposalId,
    revision: sealed.revision,
    botId: sealed.botId,
    symbol: sealed.symbol,
    nameEn,
    nameKo,
    sector: sealed.sector,
    side: sealed.side,
    quantity: sealed.quantity,
    currency: sealed.currency,
    ceiling: sealed.ceiling,
    stop: sealed.stop,
    target: sealed.target,
    horizon: sealed.horizon,
    holdingBars: sealed.holdingBars,
    timeframe: sealed.timeframe,
    botEndsAt: at(sealed.botEndsAt),
    askedAt: toIso(sealed.askedAt as MarketMs),
    seal: { seq: row.seq, digest: row.mac, isWhole: nod.isSound },
    answer: nod.answer,
    reason: nod.reason,
    outcome: {
      state: nod.isJudged ? outcome.state : 'not-judged',
      notBought: outcome.state === 'not-bought' ? outcome.why : null,
      entryAt: at(entry?.at ?? null),
      entryPrice: entry === null ? null : price(entry.price),
      exitAt: at(exit?.at ?? null),
      exitPrice: exit === null ? null : price(exit.price),
      exitKind: exit?.kind ?? null,
      returnFraction: 'returnFraction' in outcome ? outcome.returnFraction : null,
    },
    result: nod.result === null ? null : money(ctx, nod.result),
    isHypothetical: nod.isHypothetical,
    booked: nod.booked === null ? null : inBase(ctx, nod.booked),
    judgedAt: at(row.judged_at),
  };
}

function money(ctx: AccountContext, amount: number): string {
  const unit = ctx.spec.baseCurrency === 'KRW' ? '1' : '0.01';
  return toText(roundTo(decimal(amount.toFixed(8)), unit, 'half-even'));
}

/** The record in figures: yes, skipped and unanswered beside each other, and what could follow from it. */
export function nodSummary(ctx: AccountContext): NodSummary {
  const read = readNods(ctx, READ_MAX, null);
  const sound = read.filter(({ isSound }) => isSound);
  const all = ctx.sql.first<{ n: number }>('SELECT count(*) AS n FROM nod')?.n ?? 0;
  const count = (answer: NodAnswer): number => sound.filter((nod) => nod.answer === answer).length;
  const limits = limitsOf(ctx.sql);
  const judged = read.map(({ row }) => row.judged_at ?? 0);
  const judgedAt = Math.max(0, ...judged);
  return {
    currency: ctx.spec.baseCurrency,
    groups: nodGroups(sound).map((group) => groupView(ctx, group, sound)),
    others: { waiting: count('waiting'), takenBack: count('taken-back'), alone: count('alone') },
    broken: read.length - sound.length,
    of: { read: read.length, all },
    judgedAt: judgedAt === 0 ? null : toIso(judgedAt as MarketMs),
    offers: nodOffers(sound, limits).map((offer) => offerView(ctx, offer)),
    assumptions: ASSUMPTIONS.map((code) => ({ code, values: {} })),
  };
}

const ASSUMPTIONS = ['same-reckoning', 'next-open', 'stop-first', 'costs', 'usual-holding', 'no-own-exit'] as const;

function groupView(ctx: AccountContext, group: NodGroup, nods: readonly ReadNod[]): NodGroupView {
  const booked = nods.flatMap(({ answer, booked: amount }) =>
    answer === group.answer && amount !== null ? [amount] : [],
  );
  const text = (amount: number | null): string | null => (amount === null ? null : money(ctx, amount));
  return {
    ...group,
    total: text(group.total),
    average: text(group.average),
    openTotal: text(group.openTotal),
    isHypothetical:
      group.answer !== 'yes' ||
      nods.some(({ answer, result, isHypothetical }) => answer === 'yes' && result !== null && isHypothetical),
    booked: booked.length === 0 ? null : inBase(ctx, sum(booked)),
    bookedCount: booked.length,
  };
}

/** Each offer as the change of limits that a tap makes: it only ever takes away. */
function offerView(ctx: AccountContext, offer: NodOffer): NodOfferView {
  const limits = limitsOf(ctx.sql);
  const { code, ...values } = offer;
  switch (offer.code) {
    case 'block-sector':
      return { code, values, change: { blockedSectors: [...limits.blockedSectors, offer.sector] } };
    case 'block-symbol':
      return { code, values, change: { block: [offer.symbol] } };
    case 'smaller-positions': {
      const half = Math.max(0.001, Number((limits.positionFractionMax / 2).toFixed(4)));
      return {
        code,
        values: { ...values, before: limits.positionFractionMax, after: half },
        change: { positionFractionMax: half },
      };
    }
  }
}
