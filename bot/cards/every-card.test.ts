import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMIT_DEFAULTS } from '#shared/domain/account-limits.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { ALERT_KIND_NAMES, ruleOf } from '#shared/domain/alerts/alert-kinds.ts';
import { ACCESS_EVENT_TYPES, EVENT_TYPES, type EventType } from '#shared/domain/event-type.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { CreateBacktest } from '#shared/contract/backtest-run.ts';
import { failure } from '#shared/contract/errors.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { World } from '#shared/domain/market.ts';
import { DAY_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { cardForEvent } from '../alerts/card-for-event.ts';
import { gatheredCard } from '../alerts/together.ts';
import {
  aBot,
  aLook,
  anAccount,
  anAlert,
  anEvent,
  anInstrument,
  aRisk,
  aSignal,
  aTransaction,
  JOB,
  MARKET,
  NODS,
  NOW,
  NOW_ISO,
} from '../testing/builders.ts';
import { anAway, NOTHING_LAPSED } from '../testing/away-builder.ts';
import { aScorecard } from '../testing/scorecard-builder.ts';
import { aBacktestResult, aBacktestRun, aWaitingRun } from '../testing/backtest-builders.ts';
import { groupCardForEvent } from '../alerts/told-group.ts';
import { enlarged } from '../testing/enlarged.ts';
import { EVENT_SAMPLES } from '../testing/event-samples.ts';
import { aSavedScreen, aScreenResult } from '../testing/screen-builders.ts';
import { breaches } from '../testing/the-law.ts';
import { aFilledOrder, anOrder, aPosition, aProposal } from '../testing/trading-builders.ts';
import * as absence from './absence.ts';
import * as access from './access.ts';
import * as alert from './alert.ts';
import * as away from './away.ts';
import * as backtest from './backtest.ts';
import * as bots from './bots.ts';
import * as brief from './brief.ts';
import type { Card } from './card.ts';
import * as connection from './connection.ts';
import { card as blankCard, cardContext, plainCard, type CardContext } from './context.ts';
import * as differences from './differences.ts';
import * as error from './error.ts';
import * as exit from './exit.ts';
import * as leaving from './leaving.ts';
import * as look from './look.ts';
import * as order from './order.ts';
import * as periods from './periods.ts';
import * as positions from './positions.ts';
import * as price from './price.ts';
import * as groupNews from './group-news.ts';
import * as groups from './group.ts';
import * as group from './proposal-group.ts';
import * as outcome from './proposal-outcome.ts';
import * as proposal from './proposal.ts';
import * as records from './records.ts';
import * as roleCards from './role.ts';
import * as scorecard from './scorecard.ts';
import * as screen from './screen.ts';
import * as selling from './selling.ts';
import * as share from './share.ts';
import * as signals from './signals.ts';
import * as today from './today.ts';
import * as watch from './watch.ts';
import * as why from './why.ts';

/*
 * Every card there is, in both languages, with usual and with the longest names and largest amounts, in dollars and in won:
 * each is held against the law (testing/the-law.ts). A card, an event or a kind of alert without a sample fails.
 */

type Enlarge = <T>(facts: T) => T;
/** A card of the facts as they are given it: `of` makes them as large as they get. */
type Sample = (of: Enlarge, context: CardContext) => Card | readonly Card[];

const LEAVING_VIEW = {
  accountId: 'a_00000001',
  botId: 'b_00000001_01',
  bots: [{ id: 'b_00000001_01', name: 'Steady' }],
  positions: [
    {
      ...{ symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD' as const, botId: 'b_00000001_01' },
      ...{ quantity: '12', marketPrice: '126', stopPrice: '114.63', heldBy: 'nod' as const },
      joins: { quantity: '3', stopPrice: '110' },
    },
  ],
  cancels: 1,
  takesBack: 1,
};
const BILL = {
  ...{ accountId: 'a_00000001', state: 'not-asked' as const, currency: 'USD' as const },
  ...{ brings: '1511.9', gain: '19.9', cancels: 1, takesBack: 1 },
  positions: [
    {
      ...{ symbol: 'NVDA', instrumentId: 'i_nvda', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD' as const },
      ...{ quantity: '12', marketPrice: '126', priceAt: NOW_ISO, brings: '1511.9', gain: '19.9' },
      ...{ waits: null, soldAt: null },
    },
    {
      ...{ symbol: 'KRX:005930', instrumentId: 'i_5930', nameEn: 'Samsung Electronics', nameKo: '삼성전자' },
      ...{ currency: 'KRW' as const, quantity: '21', marketPrice: '71100', priceAt: NOW_ISO },
      ...{
        brings: null,
        gain: null,
        waits: { code: 'waits-for-market', values: {} },
        soldAt: '2026-11-23T00:00:00.000Z',
      },
    },
  ],
};
const HEALTH = {
  sentence: { code: 'health-keys-refused', values: {} },
  ...{ mend: null, checkedAt: NOW_ISO, lostSince: NOW_ISO },
};
const REFUSED = {
  ...{ symbol: 'NVDA', bar: 12, day: '2021-03-04', why: 'low above high', bars: 9, needed: 60, name: 'fast', value: 0 },
  ...{ limit: 200, tries: 400, trades: 2 },
};
const ACCESS_EVENTS = ACCESS_EVENT_TYPES.map((type) =>
  anEvent(type, { app: 'telegram', name: 'A telephone with a very long name, of somebody', left: 7 }),
);
const DIFFERENCES = [
  { what: 'position' as const, name: 'NVDA', broker: '10', ours: '12' },
  { what: 'cash' as const, name: 'USD', broker: '10805', ours: '10800' },
  { what: 'order' as const, name: 'NVDA', broker: 'accepted', ours: 'cancelled' },
];
/** Every state of a test, and results that say more than usual. */
const TESTS = [
  aBacktestRun(),
  aWaitingRun(),
  aWaitingRun({ status: 'running', progress: { done: 1_200, of: 10_000 } }),
  aWaitingRun({ status: 'cancelled', finishedAt: NOW_ISO }),
  ...Object.keys(wordsFor('en').backtest.refusals).map((code) =>
    aWaitingRun({ status: 'failed', finishedAt: NOW_ISO, problem: { code, values: REFUSED } }),
  ),
  aWaitingRun({ status: 'failed', finishedAt: NOW_ISO, problem: { code: 'unavailable', values: {} } }),
  aBacktestRun({
    request: CreateBacktest.parse({ kind: 'backtest', symbols: ['NVDA'], from: '2020-01-01', to: '2024-12-31' }),
    result: aBacktestResult({
      config: { fast: 10, slow: 200, freshBars: 5, volumeTimes: 2 },
      assumptions: [
        ...['fills-at-next-open', 'stop-before-target', 'fees-of-market', 'slippage', 'volume-share'],
        ...['approved-at-once', 'stops-raised-at-closes', 'no-forecast-share', 'no-account-limits'],
        ...['end-left-open', 'no-dividends'],
      ].map((code) => ({ code, values: { percent: 10, spread: 0.05, slippage: 0.1 } })),
      warnings: [{ code: 'bars-missing', values: { symbol: 'NVDA', gaps: 3, days: 12, from: '2021-03-04' } }],
    }),
  }),
  aBacktestRun({
    result: aBacktestResult({
      statistics: { ...aBacktestResult().report.statistics, closedTrades: 0, openTrades: 0, winRate: null },
      unfilled: [{ code: 'no-buying-power', count: 12 }],
    }),
  }),
];
const TESTED = {
  bot: null,
  instrument: { symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD' as const },
  currency: 'USD' as const,
};
const QUOTE = { price: '124.22', at: NOW_ISO, source: 'iex' };
const PIVOTS = {
  ...{ symbol: 'NVDA', currency: 'USD' as const, timeframe: '1d' as const, method: 'classic' as const },
  ...{ period: 'week' as const, from: null, to: null, turns: { support: [], resistance: [] } },
  levels: { pivot: '123.4', support: ['121.1', '118.2', '115.9'], resistance: ['126.3', '128.6', '131.5'] },
};
const GROUP_VIEW = { id: 'g_1', channel: 'telegram' as const, name: 'Friends', accountId: 'a_00000001', goneAt: null };
const ENDING = { id: 'b_00000001_01', name: 'Steady', endsAt: '2026-11-23T15:00:00.000Z' };
const PRICE_ALERT = anAlert({ kind: 'price', symbol: 'NVDA', price: '130', repeats: true });
const SCREEN_ALERT = anAlert({ kind: 'screen', screenId: 'golden-cross', repeats: true });
const ROLE_EVENTS = (['role.granted', 'role.changed', 'role.removed'] as const).flatMap(
  (type) => EVENT_SAMPLES[type] ?? [],
);
const bodiesOf = (type: EventType) => (EVENT_SAMPLES[type] ?? []).map(({ body }) => body) as never[];
const DECIDED = (['approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const).map((status) =>
  aProposal({ status, decidedChannel: 'telegram', orderId: status === 'approved' ? anOrder().id : null }),
);
const ORDERS = (
  [
    ...['waiting-for-open', 'sending', 'accepted', 'cancelled', 'expired', 'rejected', 'not-sent'],
    ...['unknown', 'needs-human', 'replaced'],
  ] as const
).map((status) => anOrder({ status }));
const PARTLY = anOrder({ status: 'partially-filled', filledQuantity: '5', averagePrice: '124.31' });
const SOLD = aFilledOrder({ side: 'sell', purpose: 'stop', averagePrice: '114.41', realizedPnl: '-118.8' });
const SALE = aTransaction({ type: 'sell', amount: '1372.92', realizedPnl: '-118.8', orderId: SOLD.id });
const PROTECTION = { heldBy: 'broker' as const, stopPrice: '114.63', targetPrice: '143.29', confirmedAt: NOW_ISO };

/** By the name of its function. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  roleCard: (of, at) => ROLE_EVENTS.flatMap((event) => roleCards.roleCard(of(event), at) ?? []),
  ownRoleCard: (of, at) => ROLE_EVENTS.flatMap((event) => roleCards.ownRoleCard(of(event), at.reader, at.now) ?? []),
  accessCard: (_of, at) => ACCESS_EVENTS.flatMap((event) => access.accessCard(event, at.reader, at.now) ?? []),
  gatheredCard: (of, at) =>
    gatheredCard(
      [outcome.proposalCard(of(aProposal({ status: 'expired' })), at), order.orderCard(of(aFilledOrder()), at)].map(
        (card) => ({
          card,
          language: at.reader.language,
        }),
      ),
    ),

  alertsCard: (of, at) => [alert.alertsCard(of([PRICE_ALERT, SCREEN_ALERT]), at), alert.alertsCard([], at)],
  alertSetCard: (of, at) => [null, QUOTE].map((quote) => alert.alertSetCard(of(PRICE_ALERT), quote, at)),
  alertRemovedCard: (of, at) => alert.alertRemovedCard(of(PRICE_ALERT), at),
  chooseAlert: (of, at) =>
    [null, 'soon'].map((unclear) => alert.chooseAlert(of({ instrument: anInstrument(), quote: QUOTE, unclear }), at)),
  alertFiredCard: (of, at) => alert.alertFiredCard(of({ alert: PRICE_ALERT, price: '130.02', found: [] }), at),

  botsCard: (of, at) => [bots.botsCard(of([aBot(), aBot({ id: 'b_00000001_02' })]), at), bots.botsCard([], at)],
  botCard: (of, at) =>
    [
      aBot(),
      aBot({ autonomy: 'ask-above', askAbove: '1000', mode: 'reducing', missingNames: ['FB'], trades: 12, wins: 7 }),
    ].map((bot) => bots.botCard(of(bot), at)),
  botSetCard: (of, at) => [
    bots.botSetCard(of(aBot({ sizing: { method: 'capped-kelly', fraction: 0.5, max: 0.2 } })), 'size', at),
    bots.botSetCard(of(aBot({ profile: { stop: 0.04, target: 0.125, positionMax: 0.15 } })), 'risk', at),
    bots.botSetCard(of(aBot()), 'risk', at),
  ],
  botCreatedCard: (of, at) => bots.botCreatedCard(of(aBot()), at),
  botModeCard: (of, at) =>
    [aBot(), aBot({ mode: 'reducing' }), aBot({ mode: 'halted', modeReason: 'ended' })].map((bot) =>
      bots.botModeCard(of(bot), at),
    ),
  stoppedAskingCard: (of, at) =>
    absence.stoppedAskingCard(of(aBot()), { why: 'unanswered', unanswered: 10, positions: 2 }, at),
  asksAgainCard: (of, at) => absence.asksAgainCard(of(aBot()), at),
  scorecardCard: (of, at) => [
    scorecard.scorecardCard(of(aScorecard()), at),
    scorecard.scorecardCard(of(aScorecard({ auto: null, hold: null })), at),
    scorecard.scorecardCard({ ...aScorecard(), bots: [] }, at),
  ],
  awayCards: (of, { reader, now }) => [
    ...away.awayCards(of(anAway()), { reader, now }),
    ...away.awayCards(of(anAway({ then: null, now: null, bots: [], lapsed: { ...NOTHING_LAPSED } })), { reader, now }),
  ],
  endingCard: (of, at) => bots.endingCard(of(ENDING), of({ positions: 2, invested: '1489.2' }), at),
  endingAnsweredCard: (of, at) =>
    (['extend', 'sell', 'keep'] as const).flatMap((choice) =>
      [true, false].map((isOver) => bots.endingAnsweredCard(of(ENDING), { choice, isOver }, at)),
    ),

  morningCard: (of, at) => bodiesOf('brief.morning').map((one) => brief.morningCard(of(one), at)),
  closeCard: (of, at) => bodiesOf('brief.close').map((one) => brief.closeCard(of(one), at)),
  weekCard: (of, at) => bodiesOf('brief.week').map((one) => brief.weekCard(of(one), at)),

  connectionCard: (of, at) =>
    (['connected', 'slow', 'lost', 'needs-you'] as const).map((state) =>
      connection.connectionCard(
        { ...HEALTH, state },
        at,
        of({ stopsThere: 2, stopsHere: 1, waiting: [anInstrument()] }),
      ),
    ),
  differencesCard: (of, at) => [
    differences.differencesCard(of(DIFFERENCES), at),
    differences.differencesCard(of(DIFFERENCES.filter(({ what }) => what === 'cash')), at),
    differences.differencesCard([], at),
  ],
  errorCard: (_of, at) =>
    [failure('internal'), failure('step-up-required'), failure('check-denied', { reason: 'market-closed' })].map(
      (one) => error.errorCard(one, at.reader),
    ),
  exitCard: (of, at) => exit.exitCard(of(SOLD), at, of({ stopPrice: '114.63', result: '-116.16' })),

  leavingCard: (of, at) => [
    leaving.leavingCard(of(aBot()), of(LEAVING_VIEW), at),
    leaving.leavingCard(of(aBot()), { ...LEAVING_VIEW, positions: [], cancels: 0 }, at),
  ],
  closedCard: (of, at) =>
    (['sell', 'keep', 'hand-over', null] as const).map((choice) => leaving.closedCard(of('Main account'), choice, at)),
  deletedCard: (of, at) =>
    (['sell', 'keep', 'hand-over', null] as const).map((choice) =>
      leaving.deletedCard(of('Steady'), { choice, isGone: choice === null }, at),
    ),
  narrationCard: (of, at) => look.narrationCard(of(aBot()), of(aLook()), at),

  orderCard: (of, at) => [...ORDERS, PARTLY, aFilledOrder(), SOLD].map((one) => order.orderCard(of(one), at)),
  adoptedCard: (of, at) => order.adoptedCard(of(anOrder({ purpose: 'external', botId: null })), at),

  positionsCard: (of, at) => [
    positions.positionsCard(of([aPosition(), aPosition()]), at),
    positions.positionsCard([], at),
  ],
  chooseHolder: (of, at) => [positions.chooseHolder(of(aPosition()), 'close', at)],
  choosePosition: (of, at) => [
    positions.choosePosition(of([aPosition()]), 'sell', at),
    positions.choosePosition([], 'sell', at),
  ],
  priceCard: (of, at) =>
    [true, false].map((isGroup) =>
      price.priceCard(
        of({
          ...{ instrument: anInstrument(), quote: QUOTE, position: isGroup ? null : aPosition(), isGroup },
          ...{ proposals: isGroup ? [] : [aProposal()], bots: isGroup ? [] : [aBot()], pivots: PIVOTS },
        }),
        at,
      ),
    ),
  instrumentChoices: (of, at) =>
    [true, false].map((isExact) =>
      price.instrumentChoices(of({ query: 'nv', isExact, instruments: [anInstrument()] }), 'price', at),
    ),
  chooseInstrument: (of, at) => price.chooseInstrument(of([anInstrument()]), 'price', at),

  groupOutcomeCard: (of, at) =>
    DECIDED.map((one) =>
      group.groupOutcomeCard(of(one), at, { by: 'Mina', order: one.orderId === null ? null : PARTLY }),
    ),
  groupBoughtCard: (of, at) => [
    groupNews.groupBoughtCard(of(aFilledOrder()), of({ stopPrice: '114.63', targetPrice: null }), at),
    groupNews.groupBoughtCard(of(aFilledOrder()), null, at),
  ],
  groupSoldCard: (of, at) => [
    groupNews.groupSoldCard(of(SOLD), of('-116.16'), at),
    groupNews.groupSoldCard(of({ ...SOLD, purpose: 'manual' as const, realizedPnl: null }), null, at),
  ],
  groupCardForEvent: (of, at) =>
    (['order.filled', 'position.closed', 'mode.changed'] as const)
      .flatMap((type) => EVENT_SAMPLES[type] ?? [])
      .flatMap((event) => groupCardForEvent(of(event), at) ?? []),
  groupModeCard: (_of, at) =>
    (['active', 'reducing', 'halted'] as const).map((mode) => groupNews.groupModeCard(mode, at)),
  groupOnCard: (of, at) => groups.groupOnCard(of(anAccount()), at),
  groupOffCard: (of, at) => groups.groupOffCard(of([anAccount()]), at),
  groupTurnedOffCard: (_of, at) => groups.groupTurnedOffCard(at),
  groupsCard: (of, at) =>
    groups.groupsCard(of([GROUP_VIEW, { ...GROUP_VIEW, accountId: null, goneAt: NOW_ISO }]), [], at),
  groupWaitingCard: (of, at) => [
    group.groupWaitingCard(of([aProposal(), aProposal({ side: 'sell', botName: null })]), at),
    group.groupWaitingCard(of(Array.from({ length: 50 }, () => aProposal())), at),
  ],
  groupAskingCard: (of, at) => group.groupAskingCard(of(aProposal()), at),
  askingCard: (of, at) => proposal.askingCard(of(aProposal()), at),
  proposalCard: (of, at) => [aProposal(), ...DECIDED].map((one) => outcome.proposalCard(of(one), at)),
  decidedCard: (of, at) => [
    ...DECIDED.map((one) => outcome.decidedCard(of(one), at, { order: null })),
    outcome.decidedCard(
      of(aProposal({ status: 'rejected', reason: { code: 'skipped', values: { reason: 'too-big' } } })),
      at,
      {
        order: null,
      },
    ),
    ...[...ORDERS, PARTLY, aFilledOrder()].map((one) =>
      outcome.decidedCard(of(aProposal({ status: 'approved', orderId: one.id })), at, {
        order: of(one),
        details: of({ protection: PROTECTION, fees: '1.12' }),
      }),
    ),
  ],
  standingCard: (of, at) =>
    [...ORDERS, PARTLY, aFilledOrder()].map((one) =>
      outcome.standingCard(of(one), of(aProposal({ status: 'approved', decidedChannel: 'web' })), at),
    ),
  lateCard: (of, at) =>
    DECIDED.map((one) => outcome.lateCard(of(one), at, { order: one.orderId === null ? null : of(anOrder()) })),
  changedCard: (of, at) => outcome.changedCard(of(aProposal({ revision: 2 })), at),
  laterCard: (of, at) => [
    outcome.laterCard(of(aProposal()), at),
    outcome.laterCard(of(aProposal({ remindAt: '2026-11-20T16:31:00.000Z' })), at),
  ],
  remindedCard: (of, at) => outcome.remindedCard(of(aProposal()), at),
  skipCard: (of, at) => outcome.skipCard(of(aProposal()), at),

  ordersCard: (of, at) => [records.ordersCard(of([...ORDERS, aFilledOrder()]), at), records.ordersCard([], at)],
  historyCard: (of, at) => [
    records.historyCard(of([aTransaction(), aTransaction({ type: 'sell', realizedPnl: '-118.8' })]), at),
    records.historyCard([], at),
  ],
  reviewCard: (of, at) =>
    [[aTransaction({ realizedPnl: '-118.8' })], []].map((sales) =>
      records.reviewCard(
        of({
          ...{ account: anAccount(), sales, limits: LIMIT_DEFAULTS, nods: NODS },
          performance: { points: [], returnPercent: -0.9, drawdownPercent: 3.1 },
          benchmark: { symbol: 'SPY', resultPercent: 0.4 },
        }),
        at,
      ),
    ),
  periodsCard: (of, at) =>
    periods.PERIODS.flatMap((period) =>
      [[aTransaction({ type: 'sell', realizedPnl: '-118.8' })], []].map((sales) =>
        periods.periodsCard(of({ sales, period, count: 7, isAll: false }), at),
      ),
    ),
  riskCard: (of, at) => [
    records.riskCard(aRisk({ horizonSplit: { short: 20, mid: 60, long: 20 }, botSizeFractionMax: 0.5 }), null, at),
    records.riskCard(aRisk(), of({ reason: 'daily-loss' as const, until: '2026-11-20T21:00:00.000Z' }), at),
  ],
  smallerCard: (_of, at) => [records.smallerCard(0.5, 1, at), records.smallerCard(0.5, 0.75, at)],
  splitWrongCard: (_of, at) => [records.splitWrongCard(90, at), records.splitWrongCard(null, at)],
  jobsCard: (of, at) => records.jobsCard(of([JOB, { ...JOB, nextRunAt: NOW_ISO }]), at),
  healthCard: (_of, at) => records.healthCard({ status: 'ok', version: '0.1.0', at: NOW_ISO }, at),

  screensCard: (of, at) => screen.screensCard(of([aSavedScreen()]), at),
  noScreenCard: (of, at) => [
    screen.noScreenCard('golden', of([aSavedScreen()]), at),
    screen.noScreenCard('golden', [], at),
  ],
  screenRunCard: (of, at) => [
    screen.screenRunCard(
      of({ id: 'sr_1', state: 'done', done: 60, total: 60, failure: null, result: aScreenResult('leaders') }),
      'My leaders',
      at,
    ),
    screen.screenRunCard(
      { id: 'sr_1', state: 'running', done: 30, total: 60, failure: null, result: null },
      'My leaders',
      at,
    ),
    screen.screenRunCard(
      { id: 'sr_1', state: 'failed', done: 30, total: 60, failure: null, result: null },
      'My leaders',
      at,
    ),
  ],

  chooseTestCard: (of, at) => [
    backtest.chooseTestCard(of({ bots: [aBot()], instruments: [anInstrument()], last: aBacktestRun() }), at),
    backtest.chooseTestCard({ bots: [], instruments: [], last: null }, at),
  ],
  chooseStrategyCard: (of, at) =>
    [null, 'moonshine'].map((wrong) =>
      backtest.chooseStrategyCard(
        of({ name: 'NVIDIA', wish: { what: 'NVDA', span: '5y' }, strategies: ['ma-cross', 'breakout'], wrong }),
        at,
      ),
    ),
  otherCurrencyCard: (of, at) =>
    backtest.otherCurrencyCard(of({ name: 'NVIDIA', currency: 'USD' as const, wish: { what: 'NVDA' } }), at),
  backtestCard: (of, at) => [
    ...TESTS.map((run) => backtest.backtestCard(of(run), of(TESTED), at)),
    backtest.backtestCard(of(aBacktestRun({ botId: 'b_00000001_01' })), of({ ...TESTED, bot: aBot() }), at),
    backtest.backtestCard(of(aBacktestRun()), { ...of(TESTED), instrument: null }, at),
  ],
  luckCard: (of, at) => backtest.luckCard(of(aBacktestRun()), at),
  sameNameCard: (of, at) =>
    bots.sameNameCard(
      of([aBot(), aBot({ id: 'b_00000002_01', accountId: 'a_00000002' })]),
      { accountName: (id) => (id === 'a_00000001' ? 'Main account' : null), verb: (id) => `pause ${id}` },
      at,
    ),

  shareChoices: (of, at) => [share.shareChoices(of([SALE]), at), share.shareChoices([], at)],
  shareCard: (_of, at) => [
    share.shareCard({ kind: 'week', accountId: 'a_00000001', until: null }, at),
    share.shareCard({ kind: 'replay', accountId: 'a_00000001' }, at),
    share.shareCard({ kind: 'trade', orderId: SOLD.id }, at),
  ],
  sellingCard: (of, at) => [selling.sellingCard(of(BILL), at), selling.sellingCard({ ...BILL, positions: [] }, at)],
  leftCard: (of, at) =>
    selling.leftCard(of({ positions: BILL.positions, mayStillBuy: 1, differs: true, isRead: false }), at),
  soldCard: (of, at) => [
    selling.soldCard(of({ sales: 2, sold: [{ currency: 'USD' as const, brought: '1489.2', result: '-28.4' }] }), at),
    selling.soldCard(
      of({
        bot: { name: 'Steady' },
        sales: 1,
        sold: [{ currency: 'USD' as const, brought: '1489.2', result: '-28.4' }],
      }),
      at,
    ),
    selling.soldCard({ sales: 0, sold: [] }, at),
  ],
  researchCard: (of, at) => bodiesOf('research.done').map((done) => watch.researchCard(of(done), at)),
  takenBackCard: (_of, at) => selling.takenBackCard(2, at),
  troubleCard: (of, at) => bodiesOf('watch.began').map((began) => watch.troubleCard(of(began), at)),
  troubleOverCard: (of, at) => bodiesOf('watch.ended').map((ended) => watch.troubleOverCard(of(ended), at)),
  unprotectedCard: (of, at) => bodiesOf('position.unprotected').map((held) => watch.unprotectedCard(of(held), at)),
  wasOffCard: (of, at) => bodiesOf('watch.off').map((off) => watch.wasOffCard(of(off), at)),
  signalsCard: (of, at) => [
    signals.signalsCard(of({ signals: [aSignal()], unread: 1, count: 1 }), at),
    signals.signalsCard({ signals: [], unread: 0, count: 0 }, at),
  ],
  todayCard: (of, at) => [
    today.todayCard(of(anAccount()), of([aBot()]), at),
    today.todayCard(of(anAccount({ mode: 'halted', modeReason: 'drawdown', pendingProposals: 0 })), [], at),
    today.todayCard(
      of(anAccount({ equity: null, dayResult: null, recovering: true })),
      of([aBot({ lastLook: null })]),
      at,
    ),
  ],
  todayGroupCard: (of, at) => today.todayGroupCard(of(anAccount()), at),
  modeCard: (of, at) =>
    (
      [
        ['active', null],
        ['reducing', 'person'],
        ['reducing', 'stale-data'],
        ['halted', 'drawdown'],
        ['halted', 'sell-everything'],
      ] as const
    ).map(([mode, modeReason]) => today.modeCard(of({ mode, modeReason }), at, { cancelled: 1, positions: 3 })),
  stopOutsCard: (_of, at) => today.stopOutsCard({ has: 4, limit: 4 }, { symbol: 'SPY', resultPercent: 0.4 }, at),
  whyCard: (of, at) => why.whyCard(of(aProposal()), at),
};

/** Cards that speak of no market: they begin with no world. */
const PLAIN = new Set(['errorCard', 'accessCard', 'ownRoleCard', 'groupOffCard', 'groupTurnedOffCard', 'groupsCard']);
/** Cards that everybody in a group reads. */
const GROUP = new Set([
  ...[
    'groupAskingCard',
    'groupWaitingCard',
    'groupOutcomeCard',
    'groupBoughtCard',
    'groupSoldCard',
    'groupModeCard',
    'groupTurnedOffCard',
    'groupCardForEvent',
  ],
  ...['groupsCard', 'todayGroupCard', 'priceCard'],
]);

interface Scene {
  readonly name: string;
  readonly language: Language;
  readonly currency: Currency;
  readonly world: World;
  readonly zone: string | undefined;
}

const SCENES: readonly Scene[] = LANGUAGES.flatMap((language) => [
  { name: 'as usual', language, currency: 'USD', world: 'paper', zone: undefined },
  { name: 'large, in dollars', language, currency: 'USD', world: 'live', zone: 'Asia/Seoul' },
  { name: 'large, in won', language, currency: 'KRW', world: 'live', zone: 'America/New_York' },
  { name: 'a day later', language, currency: 'USD', world: 'paper', zone: undefined },
  { name: 'a replay in won', language, currency: 'KRW', world: 'replay', zone: 'Europe/Berlin' },
]);

/** What makes the facts of a scene. */
function enlarging({ name, currency, world }: Scene): Enlarge {
  return (facts) => (name === 'as usual' || name === 'a day later' ? facts : enlarged(facts, { currency, world }));
}

function contextOf(scene: Scene): CardContext {
  const { language, currency, world, zone } = scene;
  const of = enlarging(scene);
  const account = of(anAccount({ world, baseCurrency: currency, broker: world === 'live' ? 'alpaca' : 'paper' }));
  const later = scene.name === 'a day later' ? DAY_MS : 0;
  const now = (NOW + later) as WallMs;
  const market = { ...MARKET, marketAt: toIso(now) };
  return cardContext({ reader: readerOf(language, zone), now, account, market, bots: [of(aBot())] });
}

describe.each(SCENES)('every card, $name ($language)', (scene) => {
  const context = contextOf(scene);
  const of = enlarging(scene);
  const isAnotherDay = scene.name === 'a day later';
  const options = { reader: context.reader, now: NOW, isAnotherDay };

  it.each(Object.keys(SAMPLES))('%s keeps the law', (name) => {
    const cards = [SAMPLES[name]?.(of, context) ?? []].flat();
    const [isPlain, isGroup] = [PLAIN.has(name), GROUP.has(name)];
    expect(cards.flatMap((card) => breaches(card, { ...options, isPlain, isGroup }))).toEqual([]);
  });

  it.each(EVENT_TYPES.filter((type) => EVENT_SAMPLES[type] !== null))('%s is told by the law', (type) => {
    const events = EVENT_SAMPLES[type] ?? [];
    const asked = of(aProposal({ status: 'approved' }));
    const cards = events.flatMap((event) =>
      [null, asked].flatMap(
        (beside) => cardForEvent(of({ ...event, channel: 'web' }), context, null, { asked: beside }) ?? [],
      ),
    );
    expect(cards.flatMap((card) => breaches(card, options))).toEqual([]);
  });
});

describe('the law', () => {
  const context = contextOf(SCENES[1]!); // in dollars, to somebody in Seoul
  const options = { reader: context.reader, now: NOW };
  const told = (...lines: string[]): Card =>
    blankCard(context, 'Bought 12 NVDA', { lines: [...lines, 'Nothing to do.'] });

  it.each([
    ['a code', 'Status: partially-filled'],
    ['an id', 'See o_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2K'],
    ['a name of code', 'The limitPrice is known'],
    ['what is missing', 'Stop-loss undefined'],
    ['what nobody filled in', 'Price ? now'],
    ['JSON', '{"a":1}'],
    ['an amount without currency', 'Cost 1,495 in all'],
    ['cents without currency', 'Cost 14.95 in all'],
    ['a time without zone', 'Answer by 15:50'],
    ['Korean to somebody who reads English', '하실 일은 없어요.'],
  ])('finds %s', (_, line) => {
    expect(breaches(told(line), options)).not.toEqual([]);
  });

  it('lets pass what is well said', () => {
    expect(breaches(told('Cost $1,495.20 (0.5%), 1.8×, stop-loss at 15:50 KST'), options)).toEqual([]);
  });

  it('finds a card without its world, without a next step, too long, with three rows', () => {
    expect(breaches(plainCard('Bought 12 NVDA', { lines: ['Nothing to do.'] }), options)).toEqual(['no world']);
    expect(breaches(blankCard(context, 'Bought'), options)).toHaveLength(1);
    const long = { ...told('x'.repeat(900)), picture: { kind: 'proposal', proposalId: 'p' } as const };
    expect(breaches(long, options)).toHaveLength(1);
    const rows = [1, 2, 3].map(() => [{ label: 'A', verb: 'today', style: 'plain' as const, disabledReason: null }]);
    expect(breaches({ ...told(), buttons: rows }, options)).toHaveLength(1);
  });

  it('finds a time of yesterday that could be of today', () => {
    const yesterday = { ...options, isAnotherDay: true };
    expect(breaches(told('Sold at 10:31 KST.'), yesterday)).toHaveLength(1);
    expect(breaches(told('Sold at 20 Nov 10:31 KST.'), yesterday)).toEqual([]);
  });

  it('finds Korean that nobody speaks', () => {
    const korean = contextOf({ ...SCENES[1]!, language: 'ko' }); // as above
    const said = blankCard(korean, '샀어요', { lines: ['주문을 접수했습니다.', '하실 일은 없어요.'] });
    expect(breaches(said, { ...options, reader: korean.reader })).toHaveLength(1);
  });
});

describe('the samples', () => {
  it('have every card there is', () => {
    const names = ['../cards', '../alerts'].flatMap((name) => {
      const folder = `${import.meta.dirname}/${name}`;
      return readdirSync(folder)
        .filter((file) => file.endsWith('.ts') && !/^(?:card|context|card-for-event)\.ts$|\.test\.ts$/.test(file))
        .flatMap((file) => cardFunctions(readFileSync(`${folder}/${file}`, 'utf8')));
    });
    expect(names.length).toBeGreaterThan(50);
    expect(Object.keys(SAMPLES).sort()).toEqual(names.sort());
  });

  it('have every event that is told, and each of them says something', () => {
    const context = contextOf(SCENES[0]!); // there are some
    for (const type of EVENT_TYPES) {
      const samples = EVENT_SAMPLES[type];
      const isTold = ruleOf({ type, channel: 'clock', body: {} }) !== null;
      // Limits of a vendor are written down and shown where it is looked for.
      expect(samples !== null, type).toBe(isTold || type === 'connection.slow');
      if (samples !== null)
        expect(
          samples.some((event) => cardForEvent(event, context, null) !== null),
          type,
        ).toBe(true);
    }
  });

  it('have an event of every kind of alert', () => {
    const ofAccounts = EVENT_TYPES.flatMap((type) => EVENT_SAMPLES[type] ?? []);
    const told = [...ofAccounts, ...ACCESS_EVENTS].flatMap((event) => ruleOf(event)?.kind ?? []);
    expect(ALERT_KIND_NAMES.filter((kind) => !told.includes(kind))).toEqual([]);
  });
});

/** Names of what a file exports that answers a card. */
function cardFunctions(source: string): string[] {
  return [...source.matchAll(/^export function (\w+)\([\s\S]*?\n?\): ([^{]+) \{$/gm)]
    .filter(([, , answers = '']) => /\bCard\b/.test(answers))
    .map(([, name = '']) => name);
}
