import { describe, expect, it } from 'vitest';
import type { EventView } from '#shared/contract/account.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { MAX_ASKING_CARD_CHARACTERS, type Card } from '../cards/card.ts';
import { cardContext } from '../cards/context.ts';
import { titleWithWorld } from '../cards/title.ts';
import { aBot, aLook, anAccount, anAlert, anEvent, MARKET, NOW } from '../testing/builders.ts';
import { aFilledOrder, anOrder, aProposal } from '../testing/trading-builders.ts';
import { cardForEvent } from './card-for-event.ts';

function told(
  event: EventView,
  language: Language = 'en',
  account = anAccount(),
  asked: ProposalView | null = null,
): Card | null {
  const reader = readerOf(language);
  const context = cardContext({ reader, now: NOW, account, market: MARKET, bots: [aBot()] });
  return cardForEvent(event, context, 'chat', { asked });
}

function text(event: EventView, language: Language = 'en'): string {
  const card = told(event, language);
  return card === null ? '' : [titleWithWorld(card, language), ...card.lines].join('\n');
}

const exit = aFilledOrder({ side: 'sell', purpose: 'stop', averagePrice: '114.41', realizedPnl: '-118.8' });
const closed = { order: exit, stopPrice: '114.63', plannedLoss: '-116.16', plannedGain: '227.76' };

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

const about = { symbol: 'NVDA', repeats: false };
const FIRED = [
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
const KO = { symbol: 'KO', nameEn: 'Coca-Cola', nameKo: '코카콜라' };
const MORNING = {
  day: '2026-11-20',
  value: '24310.52',
  yesterday: RESULT,
  protection: { positions: 3, protected: 3 },
  orders: { sent: 2, known: 2, differences: 0 },
  overnight: { bought: 0, sold: 1, notBought: 0 },
  looks: [{ bot: 'Steady', at: '2026-11-20T14:45:00.000Z' }],
  events: [{ ...KO, kind: 'earnings', at: '2026-11-20T21:00:00.000Z' }],
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

/** Every alert the account sends, as its own code writes it. */
const EVENTS: readonly EventView[] = [
  ...FIRED.map((body) => anEvent('alert.fired', body)),
  anEvent('brief.morning', MORNING),
  anEvent('brief.morning', QUIET_MORNING),
  anEvent('brief.close', CLOSE),
  anEvent('brief.week', WEEK),
  anEvent('bot.created', { bot: aBot() }),
  anEvent('bot.first-look', { bot: aBot(), look: aLook() }),
  ...(['sell', 'keep', 'hand-over', null] as const).map((choice) =>
    anEvent('bot.deleted', { bot: ENDING_BOT, choice, positions: choice === null ? 0 : 2, isGone: choice === null }),
  ),
  ...(['sell', 'keep', 'hand-over', null] as const).map((choice) =>
    anEvent('account.closed', { name: 'Main account', choice, positions: choice === null ? 0 : 2 }),
  ),
  anEvent('bot.ending', { bot: ENDING_BOT, positions: 2, invested: '1489.2' }),
  anEvent('bot.ending', { bot: ENDING_BOT, positions: 0, invested: '0' }),
  ...(['extend', 'sell', 'keep'] as const).flatMap((choice) => [
    anEvent('bot.ending-answered', { bot: ENDING_BOT, choice, isOver: false, positions: 2 }),
    anEvent('bot.ending-answered', { bot: ENDING_BOT, choice, isOver: true, positions: 2 }),
  ]),
  anEvent('selling.left', {
    bot: ENDING_BOT,
    positions: [
      {
        symbol: 'NVDA',
        nameEn: 'NVIDIA',
        nameKo: '엔비디아',
        currency: 'USD',
        quantity: '12',
        waits: null,
        soldAt: null,
      },
    ],
    ...{ mayStillBuy: 0, differs: false, isRead: true },
  }),
  anEvent('selling.done', {
    bot: ENDING_BOT,
    sales: 1,
    sold: [{ currency: 'USD', brought: '1489.2', result: '-28.4' }],
  }),
  anEvent('bot.paused', { bot: { id: 'b', name: 'Steady', mode: 'reducing', modeReason: 'bot-drawdown' } }),
  anEvent('proposal.asked', { proposal: aProposal() }),
  anEvent('proposal.revised', { proposal: aProposal({ revision: 2 }) }),
  anEvent(
    'proposal.decided',
    { proposal: aProposal({ status: 'rejected', decidedChannel: 'web' }) },
    { channel: 'web' },
  ),
  anEvent('proposal.expired', { proposal: aProposal({ status: 'expired' }) }),
  anEvent('proposal.withdrawn', {
    proposal: aProposal({ status: 'withdrawn', reason: { code: 'buying-stopped', values: {} } }),
  }),
  anEvent('selling.left', {
    positions: [
      {
        symbol: 'NVDA',
        nameEn: 'NVIDIA',
        nameKo: '엔비디아',
        currency: 'USD',
        quantity: '12',
        waits: null,
        soldAt: null,
      },
      ...['005930', '000660'].map((symbol) => ({
        ...{
          symbol: `KRX:${symbol}`,
          nameEn: 'Samsung Electronics',
          nameKo: '삼성전자',
          currency: 'KRW',
          quantity: '21',
        },
        ...{ waits: { code: 'waits-for-market', values: {} }, soldAt: '2026-11-23T00:00:00.000Z' },
      })),
    ],
    ...{ mayStillBuy: 1, differs: true, isRead: false },
  }),
  anEvent('selling.done', { whose: 'all', sales: 2, sold: [{ currency: 'USD', brought: '1489.2', result: '-28.4' }] }),
  anEvent('selling.done', { whose: 'all', sales: 0, sold: [] }),
  anEvent('selling.taken-back', { positions: 2 }),
  anEvent('order.waiting', { order: anOrder({ status: 'waiting-for-open' }) }),
  anEvent('order.filled', { order: aFilledOrder(), plan: null, realizedPnl: null, late: false }),
  anEvent('order.not-sent', { order: anOrder({ status: 'not-sent', reason: { code: 'market-closed', values: {} } }) }),
  anEvent('order.rejected', {
    order: anOrder({ status: 'rejected', reason: { code: 'broker-refused', values: { words: 'insufficient-cash' } } }),
  }),
  anEvent('order.cancelled', { order: anOrder({ status: 'cancelled' }) }),
  anEvent('order.expired', {
    order: anOrder({ status: 'expired', reason: { code: 'opened-above-ceiling', values: {} } }),
  }),
  anEvent('order.unknown', { order: anOrder({ status: 'unknown' }) }),
  anEvent('order.unknown', { order: anOrder({ status: 'unknown', unconfirmed: UNCONFIRMED }) }),
  anEvent('order.needs-human', { order: anOrder({ status: 'needs-human' }) }),
  anEvent('order.needs-human', {
    order: anOrder({ status: 'needs-human', unconfirmed: UNCONFIRMED, candidates: [CANDIDATE] }),
  }),
  anEvent('order.settled', { order: aFilledOrder() }),
  anEvent('order.replaced', { order: anOrder({ status: 'replaced' }) }),
  anEvent('order.adopted', { order: anOrder({ purpose: 'external', holder: 'external', botId: null }) }),
  anEvent('position.closed', closed),
  anEvent('position.mismatch', { symbol: 'NVDA', sold: '12', held: '10' }),
  anEvent('position.mismatch', { what: 'position', symbol: 'NVDA', broker: '10', ours: '12' }),
  anEvent('position.mismatch', { what: 'order', symbol: 'NVDA', broker: 'accepted', ours: 'cancelled' }),
  anEvent('account.differences', {
    differences: [
      { what: 'position', name: 'NVDA', broker: '10', ours: '12' },
      { what: 'cash', name: 'USD', broker: '10805', ours: '10800' },
    ],
  }),
  anEvent('account.differences', { differences: [] }),
  anEvent('connection.lost', {
    health: { ...HEALTH, state: 'lost', mend: 'try-now', lostSince: '2026-11-20T15:31:00.000Z' },
    stopsThere: 2,
    stopsHere: 1,
    waiting: [{ symbol: 'KO', nameEn: 'Coca-Cola', nameKo: '코카콜라' }],
  }),
  anEvent('connection.back', { health: { ...HEALTH, state: 'connected' }, awayMs: 600_000 }),
  anEvent('connection.slow', { health: { ...HEALTH, state: 'slow' } }),
  anEvent('connection.needs-you', { health: { ...HEALTH, state: 'needs-you', mend: 'new-keys' } }),
  anEvent('account.restored', {}),
  anEvent('exit.blocked', {
    symbol: 'NVDA',
    quantity: '12',
    stopPrice: '114.63',
    reason: { code: 'market-closed', values: {} },
  }),
  anEvent('mode.changed', { mode: 'reducing', reason: 'foreign-writer', before: 'active', cancelled: 1, positions: 3 }),
  anEvent('mode.changed', { mode: 'halted', reason: 'drawdown', before: 'active', cancelled: 1, positions: 3 }),
];

describe.each(LANGUAGES)('alerts (%s)', (language) => {
  it('has a message for every event that owes one, beginning with its world', () => {
    const world = language === 'ko' ? '모의' : 'PAPER';
    for (const event of EVENTS) expect(text(event, language), event.type).toMatch(new RegExp(`^${world} · .`));
  });

  it('reads as people speak', async () => {
    const all = EVENTS.map((event) => `# ${event.type}\n${text(event, language)}`).join('\n\n');
    await expect(`${all}\n`).toMatchFileSnapshot(`transcripts/alerts.${language}.txt`);
  });

  it('keeps an asking card within its limit', () => {
    const long = aProposal({
      nameEn: 'Noeulbit Semiconductor Holdings',
      nameKo: '노을빛반도체홀딩스',
      symbol: 'DK:900110',
    });
    expect(text(anEvent('proposal.asked', { proposal: long }), language).length).toBeLessThanOrEqual(
      MAX_ASKING_CARD_CHARACTERS,
    );
  });
});

describe('an alert', () => {
  it('never says bought before the fill', () => {
    for (const status of ['waiting-for-open', 'sending', 'accepted', 'unknown', 'needs-human', 'not-sent'] as const) {
      const said = text(anEvent('order.accepted', { order: anOrder({ status }) }));
      expect(said, status).not.toMatch(/^PAPER · Bought|^PAPER · Partly bought/);
    }
  });

  it('puts the plan beside the result of a stop-out', () => {
    expect(text(anEvent('position.closed', closed))).toBe(
      'PAPER · Sold 12 NVDA at its stop-loss: $114.41, 10:31 ET\n' +
        'Loss −$119; planned −$116, sold 22 cents below the stop-loss.\nNothing to do.',
    );
  });

  it('keeps what was shown under an order whose question is given, however long its names and amounts', () => {
    const long = aProposal({
      nameEn: 'Harbourmoor Freight and Passenger Holdings International',
      nameKo: '하버무어 화물 여객 지주회사 인터내셔널 우선주',
      limitPrice: '1234567.89',
    });
    for (const language of LANGUAGES) {
      for (const status of ['accepted', 'partially-filled', 'rejected', 'not-sent', 'filled'] as const) {
        const order = aFilledOrder({ status, nameEn: long.nameEn, nameKo: long.nameKo });
        const type = status === 'filled' ? 'order.filled' : 'order.accepted';
        const card = told(anEvent(type, { order }), language, anAccount(), long);
        expect(card?.lines.join('\n'), status).toMatch(language === 'ko' ? /갭하락/ : /In a bad gap/);
        expect([card?.title, ...(card?.lines ?? [])].join('\n').length, status).toBeLessThanOrEqual(900);
        expect(card?.buttons.length, status).toBeLessThanOrEqual(2);
      }
    }
  });

  it('tells a closing sale once', () => {
    const fill = anEvent('order.filled', { order: exit, plan: null, closesPosition: true });
    expect(told(fill)).toBeNull();
    expect(told(anEvent('order.filled', { order: exit, plan: null }))).not.toBeNull();
  });

  it('is not sent to the chat whose own command has answered', () => {
    expect(told(anEvent('mode.changed', { mode: 'reducing', reason: null }, { channel: 'chat' }))).toBeNull();
    expect(told(anEvent('mode.changed', { mode: 'reducing', reason: null }, { channel: 'web' }))).not.toBeNull();
  });

  it('is not sent for an approval of a bot that acts alone: its order tells', () => {
    expect(told(anEvent('proposal.decided', { proposal: aProposal({ status: 'approved' }) }))).toBeNull();
  });

  it('acts now when nobody protects what was bought', () => {
    const plan = { stopPrice: null, targetPrice: null, heldBy: 'none' };
    expect(told(anEvent('order.filled', { order: aFilledOrder(), plan }))?.tone).toBe('act-now');
  });

  it('never says that Nod alone keeps a stop that is on its way to the broker', () => {
    const plan = { stopPrice: '114.63', targetPrice: null, heldBy: 'nod', goesToBroker: true };
    const lines = told(anEvent('order.filled', { order: aFilledOrder(), plan }))?.lines ?? [];
    expect(lines[0]).toMatch(
      /^The stop-loss \$114\.63 is on its way to the paper broker; until it is there Nod keeps it/,
    );
  });

  it('shows the date of a replay', () => {
    const card = told(
      anEvent('order.filled', { order: aFilledOrder(), plan: null }),
      'en',
      anAccount({ world: 'replay' }),
    );
    expect(card === null ? '' : titleWithWorld(card, 'en')).toMatch(/^REPLAY 2026-11-20 · Bought/);
  });

  it('of a kind that is only written down is no message', () => {
    expect(told(anEvent('limits.changed', {}))).toBeNull();
    expect(told(anEvent('proposal.asked', { proposal: 'broken' }))).toBeNull();
  });
});
