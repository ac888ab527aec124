import { describe, expect, it } from 'vitest';
import type { EventView } from '#shared/contract/account.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { EVENT_TYPES } from '#shared/domain/event-type.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { MAX_ASKING_CARD_CHARACTERS, type Card } from '../cards/card.ts';
import { cardContext } from '../cards/context.ts';
import { titleWithWorld } from '../cards/title.ts';
import { aBot, anAccount, anEvent, MARKET, NOW } from '../testing/builders.ts';
import { EVENT_SAMPLES, STOPPED_OUT } from '../testing/event-samples.ts';
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

/** Every event that is told, as the account's own code writes it. */
const EVENTS: readonly EventView[] = EVENT_TYPES.flatMap((type) => EVENT_SAMPLES[type] ?? []).filter(
  (event) => told(event) !== null,
);
const { order: exit } = STOPPED_OUT;

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
    expect(text(anEvent('position.closed', STOPPED_OUT))).toBe(
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
