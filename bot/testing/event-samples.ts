import type { EventView } from '#shared/contract/account.ts';
import { EVENT_TYPES, type EventType } from '#shared/domain/event-type.ts';
import { ROLES } from '#shared/domain/role.ts';
import { aBot, aLook, anAlert, anEvent } from './builders.ts';
import { aFilledOrder, anOrder, aProposal } from './trading-builders.ts';

type Body = Readonly<Record<string, unknown>>;

const sold = aFilledOrder({ side: 'sell', purpose: 'stop', averagePrice: '114.41', realizedPnl: '-118.8' });
/** A stop-out with its plan, as `position.closed` tells it. */
export const STOPPED_OUT = { order: sold, stopPrice: '114.63', plannedLoss: '-116.16', plannedGain: '227.76' };
const atTarget = aFilledOrder({ side: 'sell', purpose: 'target', averagePrice: '143.29', realizedPnl: '227.76' });

const PLAN = { stopPrice: '114.63', targetPrice: '143.29', heldBy: 'nod' } as const;
const UNCONFIRMED = {
  sentAt: '2026-11-20T15:30:02.000Z',
  setAside: '1495.2',
  currency: 'USD',
  newsBy: '2026-11-20T15:32:02.000Z',
} as const;
const CANDIDATE = {
  brokerOrderId: 'b-1',
  symbol: 'NVDA',
  side: 'buy',
  quantity: '12',
  filledQuantity: '0',
  limitPrice: '124.6',
  status: 'accepted',
  submittedAt: '2026-11-20T15:30:03.000Z',
} as const;
const HEALTH = {
  sentence: { code: 'health-keys-refused', values: {} },
  mend: null,
  checkedAt: '2026-11-20T15:30:00.000Z',
  lostSince: null,
} as const;
const KO = { symbol: 'KO', nameEn: 'Coca-Cola', nameKo: '코카콜라' };

/** Two at the broker, one only here, one nowhere. */
const STOPS = { positions: 4, atBroker: 2, atNod: 1, byNobody: 1, here: [KO] };
const NO_STOPS = { positions: 0, atBroker: 0, atNod: 0, byNobody: 0, here: [] };
const RESEARCH = { id: 't_1', kind: 'walk-forward', strategy: 'ma-cross', symbols: ['GOOG', 'AAPL', 'KO', 'PEP'] };
const SINCE = { since: '2026-11-20T15:06:00.000Z' };
const BARE = {
  ...{ symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD', quantity: '12', holder: 'manual' },
};

const about = { symbol: 'NVDA', repeats: false };
const FIRED: readonly Body[] = [
  { alert: anAlert({ kind: 'price', price: '130', ...about }, { state: 'done' }), price: '130.02', found: [] },
  { alert: anAlert({ kind: 'percent', percent: -5, ...about, repeats: true }), price: '118', found: [] },
  {
    alert: anAlert({ kind: 'indicator', indicator: 'rsi-14', is: 'below', value: 30, ...about }),
    price: null,
    found: [],
  },
  {
    alert: anAlert({ kind: 'screen', screenId: 'golden-cross', repeats: true }),
    price: null,
    found: [{ symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아' }],
  },
];

const RESULT = { amount: '-119', percent: -0.487, benchmark: { symbol: 'SPY', percent: -0.2 } };
const NOTHING = { questions: 0, unresolved: 0, unprotected: 0, halted: false };
const MORNING = {
  day: '2026-11-20',
  value: '24310.52',
  yesterday: RESULT,
  protection: { positions: 3, protected: 3 },
  orders: { sent: 2, known: 2, differences: 0 },
  overnight: { bought: 0, sold: 1, notBought: 0 },
  looks: [{ bot: 'Steady', at: '2026-11-20T14:45:00.000Z' }],
  events: [{ ...KO, kind: 'earnings', at: '2026-11-20T21:00:00.000Z' }],
  research: [RESEARCH],
  needs: NOTHING,
};
const QUIET_MORNING = {
  ...MORNING,
  value: null,
  yesterday: null,
  protection: { positions: 2, protected: 1 },
  orders: { sent: 0, known: 0, differences: 1 },
  overnight: { bought: 0, sold: 0, notBought: 0 },
  looks: [],
  events: [],
  needs: { questions: 1, unresolved: 1, unprotected: 1, halted: true },
};
const CLOSE = {
  day: '2026-11-20',
  value: '24310.52',
  today: { ...RESULT, benchmark: { symbol: 'equal-weight', percent: 0.4 } },
  bought: 1,
  sold: [{ ...KO, result: '-107', currency: 'USD' }],
  notBought: 1,
  protection: { positions: 1, protected: 1 },
  needs: NOTHING,
};
const WEEK = {
  from: '2026-11-16',
  to: '2026-11-20',
  value: '24310.52',
  week: { amount: '-212', percent: -0.9, benchmark: { symbol: 'SPY', percent: 0.4 } },
  closed: ['88', '-119', '-107'],
  open: '-74',
  questions: { asked: 5, approved: 3, skipped: 1, unanswered: 1 },
  drawdownPercent: 3.1,
  drawdownMaxPercent: 15,
  mode: null,
};

const ENDING_BOT = { id: 'b_00000001_01', name: 'Steady', endsAt: '2026-11-23T15:00:00.000Z' };
const LEFT = { symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD', quantity: '12' } as const;
const LEFT_KOREAN = ['005930', '000660'].map((symbol) => ({
  ...{ symbol: `KRX:${symbol}`, nameEn: 'Samsung Electronics', nameKo: '삼성전자', currency: 'KRW', quantity: '21' },
  ...{ waits: { code: 'waits-for-market', values: {} }, soldAt: '2026-11-23T00:00:00.000Z' },
}));
const PAUSED = { id: 'b_00000001_01', name: 'Steady', mode: 'reducing', modeReason: 'bot-drawdown' } as const;
const PART = { userId: 'u_2', name: 'Kim', by: 'Mina', account: 'Main account', world: 'paper' } as const;
const CHOICES = ['sell', 'keep', 'hand-over', null] as const;

/**
 * What the account writes with each event, as its own code does, in every form that is told differently; null: nobody is
 * told of it. An event without a line here does not compile.
 */
const BODIES: Readonly<Record<EventType, readonly Body[] | null>> = {
  'alert.fired': FIRED,
  'brief.morning': [MORNING, QUIET_MORNING],
  'brief.close': [CLOSE],
  'brief.week': [WEEK],
  'bot.created': [{ bot: aBot() }],
  'bot.first-look': [{ bot: aBot(), look: aLook() }],
  'bot.updated': null,
  'bot.deleted': CHOICES.map((choice) => ({
    ...{ bot: ENDING_BOT, choice, positions: choice === null ? 0 : 2, isGone: choice === null },
  })),
  'account.closed': CHOICES.map((choice) => ({ name: 'Main account', choice, positions: choice === null ? 0 : 2 })),
  'bot.ending': [
    { bot: ENDING_BOT, positions: 2, invested: '1489.2' },
    { bot: ENDING_BOT, positions: 0, invested: '0' },
  ],
  'bot.ending-answered': (['extend', 'sell', 'keep'] as const).flatMap((choice) => [
    { bot: ENDING_BOT, choice, isOver: false, positions: 2 },
    { bot: ENDING_BOT, choice, isOver: true, positions: 2 },
  ]),
  'bot.stopped-asking': [
    { bot: ENDING_BOT, why: 'unanswered', unanswered: 10, positions: 2 },
    { bot: ENDING_BOT, why: 'unvisited', unanswered: 3, positions: 0 },
  ],
  'bot.asks-again': [{ bot: ENDING_BOT, why: 'unanswered' }],
  'bot.paused': [
    { bot: PAUSED },
    { bot: { ...PAUSED, modeReason: 'ended' } },
    { bot: { ...PAUSED, modeReason: null } },
  ],
  'bot.resumed': [{ bot: { ...PAUSED, mode: 'active', modeReason: null } }],
  'proposal.asked': [
    { proposal: aProposal() },
    { proposal: aProposal({ session: 'next-open', conflictsWith: ['p_00000001_2'] }) },
    { proposal: aProposal({ stopPrice: null, targetPrice: null, protection: { heldBy: 'none' } }) },
    { proposal: aProposal({ askBecause: { code: 'only-tells', values: {} } }) },
    { proposal: aProposal({ side: 'sell', askBecause: { code: 'sells-unless-told', values: {} } }) },
  ],
  'proposal.revised': [{ proposal: aProposal({ revision: 2 }) }],
  'proposal.put-off': null,
  'proposal.reminded': [{ proposal: aProposal() }],
  'proposal.sealed': null,
  'proposal.nodded': [
    {
      proposal: aProposal({
        twoPeople: {
          above: '1000',
          first: { by: 'u_2', name: 'Kim', channel: 'telegram', at: '2026-11-20T15:33:00.000Z' },
        },
      }),
    },
  ],
  'proposal.nod-gone': [{ proposal: aProposal({ twoPeople: { above: '1000', first: null } }) }],
  'proposal.decided': [
    { proposal: aProposal({ status: 'rejected', decidedChannel: 'web' }) },
    { proposal: aProposal({ status: 'approved', decidedChannel: 'telegram' }) },
  ],
  'purchase.confirmed': null,
  'proposal.expired': [{ proposal: aProposal({ status: 'expired' }) }],
  'proposal.withdrawn': [
    { proposal: aProposal({ status: 'withdrawn', reason: { code: 'buying-stopped', values: {} } }) },
  ],
  'selling.left': [
    {
      ...{ bot: ENDING_BOT, positions: [{ ...LEFT, waits: null, soldAt: null }] },
      ...{ mayStillBuy: 0, differs: false, isRead: true },
    },
    {
      positions: [{ ...LEFT, waits: null, soldAt: null }, ...LEFT_KOREAN],
      ...{ mayStillBuy: 1, differs: true, isRead: false },
    },
  ],
  'selling.done': [
    { bot: ENDING_BOT, sales: 1, sold: [{ currency: 'USD', brought: '1489.2', result: '-28.4' }] },
    { whose: 'all', sales: 2, sold: [{ currency: 'USD', brought: '1489.2', result: '-28.4' }] },
    { whose: 'all', sales: 0, sold: [] },
  ],
  'selling.taken-back': [{ positions: 2 }],
  'order.waiting': [{ order: anOrder({ status: 'waiting-for-open' }) }],
  'order.sent': [{ order: anOrder({ status: 'sending' }) }],
  'order.accepted': [{ order: anOrder() }],
  'order.partly-filled': [
    { order: anOrder({ status: 'partially-filled', filledQuantity: '5', averagePrice: '124.31' }) },
  ],
  'order.filled': [
    { order: aFilledOrder(), plan: null, realizedPnl: null, late: false },
    { order: aFilledOrder(), plan: PLAN, fees: '1.12' },
    { order: aFilledOrder(), plan: { ...PLAN, stopPrice: null, heldBy: 'none' } },
    { order: sold, plan: null },
  ],
  'order.not-sent': [
    { order: anOrder({ status: 'not-sent', reason: { code: 'market-closed', values: {} } }) },
    { order: anOrder({ status: 'not-sent', reason: { code: 'opened-above-ceiling', values: { opened: '127.05' } } }) },
  ],
  'order.rejected': [
    {
      order: anOrder({
        status: 'rejected',
        reason: { code: 'broker-refused', values: { words: 'insufficient-cash' } },
      }),
    },
  ],
  'order.cancelled': [{ order: anOrder({ status: 'cancelled' }) }],
  'order.expired': [
    { order: anOrder({ status: 'expired', reason: { code: 'opened-above-ceiling', values: {} } }) },
    { order: anOrder({ status: 'expired', filledQuantity: '5', averagePrice: '124.31' }) },
  ],
  'order.unknown': [
    { order: anOrder({ status: 'unknown' }) },
    { order: anOrder({ status: 'unknown', unconfirmed: UNCONFIRMED }) },
  ],
  'order.needs-human': [
    { order: anOrder({ status: 'needs-human' }) },
    { order: anOrder({ status: 'needs-human', unconfirmed: UNCONFIRMED, candidates: [CANDIDATE] }) },
  ],
  'order.settled': [{ order: aFilledOrder() }],
  'order.replaced': [{ order: anOrder({ status: 'replaced' }) }],
  'order.adopted': [{ order: anOrder({ purpose: 'external', holder: 'external', botId: null }) }],
  'order.cancel-asked': null,
  'position.protected': null,
  'position.stop-moved': null,
  'position.handed-over': null,
  'position.closed': [STOPPED_OUT, { ...STOPPED_OUT, order: atTarget }],
  'position.mismatch': [
    { symbol: 'NVDA', sold: '12', held: '10' },
    { what: 'position', symbol: 'NVDA', broker: '10', ours: '12' },
    { what: 'order', symbol: 'NVDA', broker: 'accepted', ours: 'cancelled' },
  ],
  'position.unprotected': [{ held: BARE, stops: STOPS }],
  'watch.began': [
    { ...SINCE, trouble: 'job-missed', about: { jobs: ['position-monitor', 'briefs'] }, stops: STOPS },
    { ...SINCE, trouble: 'job-missed', about: { jobs: [] }, stops: NO_STOPS },
    { ...SINCE, trouble: 'job-failed', about: { jobs: ['strategy-run', 'analysis'] }, stops: STOPS },
    { ...SINCE, trouble: 'job-failed', about: { jobs: ['analysis'] }, stops: STOPS },
    { ...SINCE, trouble: 'stale-quotes', about: {}, stops: STOPS },
    { ...SINCE, trouble: 'silent-socket', about: {}, stops: STOPS },
    { ...SINCE, trouble: 'undelivered', about: { count: 3 }, stops: STOPS },
  ],
  'watch.ended': [
    ...(['job-missed', 'job-failed', 'stale-quotes', 'silent-socket', 'undelivered'] as const).map((trouble) => ({
      ...{ ...SINCE, trouble, about: {}, lastedMs: 1_500_000 },
      stops: { ...STOPS, positions: 3, byNobody: 0 },
    })),
    { ...SINCE, trouble: 'unprotected', about: { held: BARE }, lastedMs: 60_000, stops: STOPS },
  ],
  'watch.off': [
    {
      ...{ from: '2026-11-20T07:10:00.000Z', to: '2026-11-20T12:45:00.000Z', stops: STOPS, stood: false },
      happened: { bought: 1, sold: 2, notBought: 1, unanswered: 1, unresolved: 1 },
    },
    {
      ...{ from: '2026-11-20T07:10:00.000Z', to: '2026-11-20T12:45:00.000Z', stops: NO_STOPS, stood: true },
      happened: { bought: 0, sold: 0, notBought: 0, unanswered: 0, unresolved: 0 },
    },
  ],
  'research.done': [RESEARCH],
  'connection.lost': [
    {
      health: { ...HEALTH, state: 'lost', mend: 'try-now', lostSince: '2026-11-20T15:31:00.000Z' },
      ...{ stopsThere: 2, stopsHere: 1, waiting: [KO] },
    },
  ],
  'connection.back': [{ health: { ...HEALTH, state: 'connected' }, awayMs: 600_000 }],
  'connection.slow': [{ health: { ...HEALTH, state: 'slow' } }],
  'connection.needs-you': [{ health: { ...HEALTH, state: 'needs-you', mend: 'new-keys' } }],
  'connection.forgotten': [{ connectionId: 'c_one' }],
  'account.opened': null,
  'account.changed': null,
  'account.restored': [{}],
  'exit.blocked': [
    { symbol: 'NVDA', quantity: '12', stopPrice: '114.63', reason: { code: 'market-closed', values: {} } },
  ],
  'mode.changed': [
    { mode: 'reducing', reason: 'foreign-writer', before: 'active', cancelled: 1, positions: 3 },
    { mode: 'halted', reason: 'drawdown', before: 'active', cancelled: 1, positions: 3 },
    { mode: 'halted', reason: 'sell-everything', before: 'active', cancelled: 1, positions: 3 },
    { mode: 'active', reason: null, before: 'reducing' },
  ],
  'account.tripped': [
    { reason: 'stop-outs', has: 4, limit: 4, sessions: 5, lost: '360', since: '2026-11-18T15:00:00.000Z' },
  ],
  'money.booked': null,
  'limits.changed': null,
  'role.invited': null,
  'role.invitation-ended': null,
  'role.granted': ROLES.map((role) => ({ ...PART, role, isNew: true })),
  'role.changed': [
    { ...PART, role: 'trader', before: 'viewer', isMore: true },
    { ...PART, role: 'viewer', before: 'trader', isMore: false },
  ],
  'role.removed': [
    { ...PART, role: 'approver', isOwn: false },
    { ...PART, role: 'approver', isOwn: true },
  ],
  'audit.anchored': null,
};

/** Every event that is told, in every form; by its type, null where nobody is told. */
export const EVENT_SAMPLES: Readonly<Record<EventType, readonly EventView[] | null>> = Object.fromEntries(
  EVENT_TYPES.map((type) => [type, BODIES[type]?.map((body) => anEvent(type, { ...body })) ?? null]),
) as Record<EventType, readonly EventView[] | null>;
