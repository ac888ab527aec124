import type { PositionView } from '#shared/contract/account.ts';
import type { CreateOrder, OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { NOW, NOW_ISO } from './builders.ts';

/** The asking card of experience.md, as far as this issue has its parts. */
export function aProposal(change: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'p_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2J',
    accountId: 'a_00000001',
    botId: 'b_00000001_01',
    botName: 'Steady',
    world: 'paper',
    symbol: 'NVDA',
    instrumentId: 'i_nvda',
    nameEn: 'NVIDIA',
    nameKo: '엔비디아',
    side: 'buy',
    quantity: '12',
    currency: 'USD',
    limitPrice: '124.6',
    stopPrice: '114.63',
    targetPrice: '143.29',
    horizon: 'mid',
    session: 'now',
    status: 'pending',
    revision: 1,
    hash: 'a'.repeat(64),
    createdAt: NOW_ISO,
    marketAt: NOW_ISO,
    answerBy: '2026-11-20T20:50:00.000Z',
    rationale: {
      for: [
        { code: 'fast-over-slow', values: { fast: 20, slow: 50, bars: 2 } },
        { code: 'volume-multiple', values: { times: 1.8 } },
        { code: 'rank', values: { place: 1, of: 3, looked: 60 } },
      ],
      against: [
        { code: 'earnings-in-days', values: { days: 9 } },
        { code: 'setup-record', values: { wins: 41, total: 88 } },
      ],
      rank: { place: 1, of: 3 },
      record: { wins: 41, total: 88 },
    },
    sizing: {
      cost: '1495.2',
      costFractionOfBot: 0.299,
      costFractionOfAccount: 0.0615,
      cashLeft: '9309.8',
      boundBy: 'position-max-bot',
      arithmetic: [],
      holdingBefore: '0',
      holdingAfter: '12',
      feesEstimated: '0.12',
      rewardToRisk: 1.87,
      gainAtTarget: '224.28',
      half: { quantity: '6', cost: '747.6' },
      fx: null,
    },
    worstCase: {
      atStop: '-119.76',
      atStopFraction: -0.0049,
      inGap: '-179.42',
      inGapFraction: -0.0074,
      gapBasis: { kind: 'two-years', fraction: 0.12 },
    },
    protection: { heldBy: 'nod' },
    checks: [{ check: 'mode', verdict: 'pass', reason: null }],
    quote: { price: '124.22', at: new Date(NOW - 3_000).toISOString(), source: 'iex' },
    askBecause: { code: 'asks-always', values: {} },
    conflictsWith: [],
    decidedAt: null,
    decidedBy: null,
    decidedChannel: null,
    reason: null,
    orderId: null,
    remindAt: null,
    twoPeople: null,
    ...change,
  };
}

export function anOrder(change: Partial<OrderView> = {}): OrderView {
  return {
    id: 'o_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2K',
    accountId: 'a_00000001',
    botId: 'b_00000001_01',
    holder: 'b_00000001_01',
    proposalId: aProposal().id,
    clientOrderId: 'pabcd-1',
    brokerOrderId: null,
    symbol: 'NVDA',
    instrumentId: 'i_nvda',
    nameEn: 'NVIDIA',
    nameKo: '엔비디아',
    currency: 'USD',
    side: 'buy',
    type: 'limit',
    timeInForce: 'ioc',
    purpose: 'entry',
    quantity: '12',
    limitPrice: '124.6',
    stopPrice: null,
    filledQuantity: '0',
    averagePrice: null,
    status: 'accepted',
    reason: null,
    realizedPnl: null,
    replaces: null,
    replacedBy: null,
    unconfirmed: null,
    candidates: null,
    createdAt: NOW_ISO,
    marketAt: NOW_ISO,
    updatedAt: NOW_ISO,
    ...change,
  };
}

export function aFilledOrder(change: Partial<OrderView> = {}): OrderView {
  return anOrder({ status: 'filled', filledQuantity: '12', averagePrice: '124.31', ...change });
}

export function aPosition(change: Partial<PositionView> = {}): PositionView {
  return {
    symbol: 'NVDA',
    instrumentId: 'i_nvda',
    nameEn: 'NVIDIA',
    nameKo: '엔비디아',
    currency: 'USD',
    quantity: '12',
    averagePrice: '124.31',
    marketPrice: '126',
    priceAt: NOW_ISO,
    marketValue: '1512',
    unrealizedPnl: '20.28',
    holders: [
      {
        botId: 'b_00000001_01',
        holder: 'b_00000001_01',
        quantity: '12',
        averagePrice: '124.31',
        stopPrice: '114.63',
        targetPrice: '143.29',
        openedAt: NOW_ISO,
        protection: { heldBy: 'nod', stopPrice: '114.63', confirmedAt: NOW_ISO },
      },
    ],
    ...change,
  };
}

/** At the price the instrument stands at: the arithmetic itself is the account's, and tested there. */
export function moneyOfOrder({ side, quantity, limitPrice = '124.22', ...order }: CreateOrder) {
  const { stopPrice = null } = order;
  if (side === 'sell') return null;
  const { sizing, worstCase, quote } = aProposal();
  const at = (price: string): string => decimal(price).minus(limitPrice).times(quantity).toFixed(2);
  return {
    ...{ currency: 'USD' as const, limitPrice, stopPrice, targetPrice: null, quote },
    sizing: {
      ...{ ...sizing, costFractionOfBot: null, gainAtTarget: null, rewardToRisk: null },
      cost: decimal(limitPrice).times(quantity).toFixed(2),
    },
    worstCase:
      stopPrice === null
        ? {
            ...{ atStop: at('0'), atStopFraction: null, inGap: at('0'), inGapFraction: null },
            gapBasis: { kind: 'whole-amount' as const, fraction: 1 },
          }
        : { ...worstCase, atStop: at(stopPrice) },
    protection: { heldBy: stopPrice === null ? ('none' as const) : ('nod' as const) },
  };
}
