import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { ALERT_KIND_NAMES } from '#shared/domain/alerts/alert-kinds.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { EVENT_TYPES } from '#shared/domain/event-type.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import { PUSH_DEFAULTS, PUSH_TEXTS, type PushSettings, type PushText } from '#shared/domain/push.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { cardForEvent } from '../../alerts/card-for-event.ts';
import { cardContext, type CardContext } from '../../cards/context.ts';
import { proposalCard } from '../../cards/proposal-outcome.ts';
import { aBot, anAccount, anEvent, MARKET, NOW } from '../../testing/builders.ts';
import { enlarged } from '../../testing/enlarged.ts';
import { EVENT_SAMPLES } from '../../testing/event-samples.ts';
import { aProposal } from '../../testing/trading-builders.ts';
import {
  newsOnLockScreen,
  PUSH_BODY_CHARACTERS,
  PUSH_TITLE_CHARACTERS,
  questionButtons,
  questionOnLockScreen,
  settledOnLockScreen,
  type LockScreen,
} from './lock-screen.ts';

interface Scene {
  readonly language: Language;
  readonly world: World;
  readonly currency: Currency;
}

function contextOf({ language, world, currency }: Scene, now: WallMs = NOW): CardContext {
  const account = anAccount({ world, baseCurrency: currency });
  return cardContext({ reader: readerOf(language), now, account, market: MARKET, bots: [aBot()] });
}

const EN: Scene = { language: 'en', world: 'paper', currency: 'USD' };
const KO: Scene = { language: 'ko', world: 'paper', currency: 'KRW' };
const SAMSUNG = aProposal({
  ...{ symbol: 'KRX:005930', nameEn: 'Samsung Electronics', nameKo: '삼성전자', currency: 'KRW', quantity: '21' },
  ...{ limitPrice: '71200', stopPrice: '65600', answerBy: '2026-11-20T06:20:00.000Z' },
  sizing: { ...aProposal().sizing, cost: '1495200' },
  worstCase: { ...aProposal().worstCase, atStop: '-121000' },
});
const MORNING = Date.parse('2026-11-20T01:31:00Z') as WallMs;

const asked = (text: PushText, scene = EN, change: Parameters<typeof aProposal>[0] = {}): LockScreen =>
  questionOnLockScreen(aProposal({ world: scene.world, ...change }), contextOf(scene), { text });

describe('a question on a locked screen', () => {
  it('has what it takes to decide', () => {
    expect(asked('full')).toEqual({
      title: 'PAPER · Buy 12 NVDA for $1,495?',
      body: 'At the stop −$120. Answer by 15:50 ET.',
    });
    expect(questionOnLockScreen(SAMSUNG, contextOf(KO, MORNING), { text: 'full' })).toEqual({
      title: '모의 · 삼성전자 21주, 149만 원에 살까요?',
      body: '손절 시 −12만 원. 15:20까지.',
    });
  });

  it('says what it would lose without a stop-loss, and what silence means', () => {
    expect(asked('full', EN, { stopPrice: null }).body).toBe('Without a stop-loss: up to −$120. Answer by 15:50 ET.');
    const sells = { side: 'sell', askBecause: { code: 'sells-unless-told', values: {} } } as const;
    expect(asked('full', EN, sells)).toEqual({
      title: 'PAPER · Sell 12 NVDA at $124.60 or more?',
      body: 'Answer by 15:50 ET. No answer: it is sold.',
    });
  });

  it('without amounts, and without a word of what it is about', () => {
    const live: Scene = { ...EN, world: 'live' };
    expect(asked('no-amounts', live)).toEqual({ title: 'LIVE · Buy NVDA?', body: 'Answer by 15:50 ET.' });
    expect(asked('hidden', live)).toEqual({ title: 'Nod has a question', body: 'Answer by 15:50 ET.' });
    const sells = { side: 'sell', askBecause: { code: 'sells-unless-told', values: {} } } as const;
    expect(asked('hidden', live, sells)).toEqual({
      title: 'Nod has a question',
      body: 'Answer by 15:50 ET. No answer: it goes ahead.',
    });
    const context = contextOf({ ...KO, world: 'live' }, MORNING);
    const samsung = { ...SAMSUNG, world: 'live' } as const;
    expect(questionOnLockScreen(samsung, context, { text: 'no-amounts' })).toEqual({
      title: '실전 · 삼성전자를 살까요?',
      body: '15:20까지.',
    });
    expect(questionOnLockScreen(samsung, context, { text: 'hidden' })).toEqual({
      title: 'Nod가 여쭤볼 게 있어요',
      body: '15:20까지.',
    });
  });

  it('has a button that approves only where that is switched on, up to its amount and in its currency', () => {
    const below = (amount: string, currency: Currency = 'USD'): PushSettings => ({
      ...PUSH_DEFAULTS,
      nod: { practice: { amount, currency }, live: null },
    });
    const deviceOf = (settings: PushSettings, change: Parameters<typeof aProposal>[0] = {}): string | null =>
      questionButtons(aProposal(change), contextOf(EN), { settings, text: 'full', device: 'd_1' }).device;
    expect(deviceOf(PUSH_DEFAULTS)).toBeNull();
    expect(deviceOf(below('1495.2'))).toBe('d_1');
    expect(deviceOf(below('1495.19'))).toBeNull();
    expect(deviceOf(below('9999999', 'KRW'))).toBeNull();
    expect(deviceOf(below('5000'), { world: 'live' }), 'real money is set apart').toBeNull();
    const blind = { ...below('5000'), text: { practice: 'hidden', live: 'full' } } as const;
    expect(deviceOf(blind), 'nobody approves what is not said').toBeNull();
    expect(deviceOf(below('5000'), { twoPeople: { above: '1000', first: null } })).toBeNull();
    expect(deviceOf(below('5000'), { askBecause: { code: 'only-tells', values: {} } })).toBeNull();
  });
});

const SCENES: readonly Scene[] = LANGUAGES.flatMap((language) =>
  (['USD', 'KRW'] as const).flatMap((currency) =>
    (['paper', 'live'] as const).map((world) => ({ language, world, currency })),
  ),
);
const fits = ({ title, body }: LockScreen): void => {
  expect([...title].length, title).toBeLessThanOrEqual(PUSH_TITLE_CHARACTERS);
  expect([...body].length, body).toBeLessThanOrEqual(PUSH_BODY_CHARACTERS);
  expect(title).not.toMatch(/undefined|null|NaN/);
  expect(body).not.toMatch(/undefined|null|NaN/);
};
/** An amount of money, in either language. */
const AMOUNT = /[$₩]\s?\d|\d\s?(원|달러|만 원)/;

describe.each(SCENES)('everything, $language in $currency, $world', (scene) => {
  it('fits with the longest names, and without amounts has none', () => {
    const context = contextOf(scene);
    for (const status of ['pending', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const)
      for (const side of ['buy', 'sell'] as const)
        for (const text of PUSH_TEXTS) {
          const proposal = enlarged(aProposal({ status, side, decidedChannel: 'telegram' }), scene);
          const standing = proposalCard(proposal, context);
          const shown =
            status === 'pending'
              ? questionOnLockScreen(proposal, context, { text, isAgain: true })
              : settledOnLockScreen(proposal, context, { text, standing });
          fits(shown);
          if (text !== 'full') expect(`${shown.title} ${shown.body}`).not.toMatch(AMOUNT);
          if (text === 'hidden') expect(shown.title).not.toMatch(/Harbour|하버무어|NVDA/);
        }
    for (const type of EVENT_TYPES)
      for (const sample of EVENT_SAMPLES[type] ?? [])
        for (const text of PUSH_TEXTS) {
          const event = { ...sample, body: enlarged(sample.body, scene) };
          const card = cardForEvent(event, context, null);
          if (card === null) continue;
          const { kind } = toTellOf(event);
          const shown = newsOnLockScreen({ event, card }, { kind, text, language: scene.language, context });
          fits(shown);
          // A price that somebody waited for is the market's, not theirs.
          if (text === 'no-amounts' && kind !== 'price')
            expect(`${shown.title} ${shown.body}`, type).not.toMatch(AMOUNT);
        }
  });
});

it('tells of what is nobody’s account, and names no kind without words', () => {
  const event = anEvent('access.signed-in', {});
  const card = {
    ...proposalCard(aProposal(), contextOf(EN)),
    accountId: null,
    world: null,
    title: 'A title',
    lines: [],
  };
  for (const text of PUSH_TEXTS)
    fits(newsOnLockScreen({ event, card }, { kind: 'access', text, language: 'en', context: null }));
  expect(ALERT_KIND_NAMES.every((kind) => contextOf(EN).words.delivery.kinds[kind] !== '')).toBe(true);
});
