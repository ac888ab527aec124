import type { ProposalView } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { silenceOf } from '#shared/domain/silence.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { abroadText } from '#shared/words/abroad-text.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { age, dayTime, duration, msOf } from '#shared/words/format-time.ts';
import { figure, percent, quantity } from '#shared/words/format.ts';
import { button, rows, type Card, type CardButton } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { longName, shortName } from './names.ts';

/** Below this much time left, people are told how long and not until when. */
const COUNTDOWN_MS = 5 * MINUTE_MS;
/** More reasons than this are one tap away, under Why. */
const REASONS_SHOWN = 4;

/** The question as people are asked it. Everything that can be lost stands above the buttons. */
export function askingCard(proposal: ProposalView, context: CardContext): Card {
  return card(context, asks(proposal, context), {
    world: proposal.world,
    lines: [
      ...peopleLines(proposal, context),
      ...moneyLines(proposal, context),
      ...reasonLines(proposal, context),
      ...endLines(proposal, context),
    ],
    buttons: askingButtons(proposal, context),
    proposalId: proposal.id,
    picture: { kind: 'proposal', proposalId: proposal.id },
    stands: proposal.id,
    tone: 'question',
  });
}

/** "buy 12 NVDA" */
export function whatOf(proposal: ProposalView, context: CardContext): string {
  const { side } = proposal;
  return context.words.proposal.what({
    side,
    quantity: quantity(proposal.quantity),
    name: shortName(context, proposal),
  });
}

export function untilText(proposal: ProposalView, { words, reader, now }: CardContext): string {
  const left = msOf(proposal.answerBy) - now;
  return left < COUNTDOWN_MS
    ? words.proposal.answerWithin({ duration: duration(left, reader.language) })
    : words.proposal.answerBy({ time: dayTime(proposal.answerBy, reader, now) });
}

function asks(proposal: ProposalView, context: CardContext): string {
  const { words } = context;
  const bot = proposal.botName === null ? words.proposal.somebody : words.proposal.botName(proposal.botName);
  const price = figures(context).price(proposal.limitPrice, proposal.currency);
  const about = { bot, quantity: quantity(proposal.quantity), name: longName(context, proposal), price };
  return proposal.side === 'buy' ? words.proposal.asksBuy(about) : words.proposal.asksSell(about);
}

/** Who has nodded, where one person is not enough. */
function peopleLines({ twoPeople }: ProposalView, context: CardContext): string[] {
  if (twoPeople === null) return [];
  const { words, reader } = context;
  const { first, above } = twoPeople;
  if (first === null) return [words.deciding.needsTwo({ above: figures(context).round(above) })];
  return [words.deciding.nodded({ name: first.name, time: dayTime(first.at, reader, context.now) })];
}

/** What it costs, and what can be lost and won with it. */
export function moneyLines(proposal: ProposalView, context: CardContext): string[] {
  const { sizing, currency } = proposal;
  const { words } = context;
  const { round, result, price } = figures(context);
  if (proposal.side === 'sell') {
    const [held, after] = [quantity(sizing.holdingBefore), quantity(sizing.holdingAfter)];
    return [words.proposal.proceeds({ amount: round(sizing.cost), held, after }), ...abroadLines(proposal, context)];
  }
  const held = words.states.horizons[proposal.horizon];
  const lines = riskLines(proposal, context);
  if (proposal.targetPrice === null || sizing.gainAtTarget === null) lines.push(words.proposal.noTarget({ held }));
  else {
    const ratio = sizing.rewardToRisk === null ? null : figure(sizing.rewardToRisk);
    const target = price(proposal.targetPrice, currency);
    lines.push(words.proposal.atTarget({ price: target, gain: result(sizing.gainAtTarget), ratio, held }));
  }
  return lines;
}

/** What a purchase costs and what can be lost with it, whoever wants it: a bot, or a person by hand. */
export function riskLines(asked: NonNullable<ValidationView['money']>, context: CardContext): string[] {
  const { sizing, worstCase, currency, stopPrice } = asked;
  const { words } = context;
  const { round, loss, price } = figures(context);
  const share = (fraction: number | null) => (fraction === null ? null : percent(Math.abs(fraction)));
  const lines = [
    words.proposal.cost({
      cost: round(sizing.cost),
      ofBot: share(sizing.costFractionOfBot),
      ofAccount: share(sizing.costFractionOfAccount),
      cashLeft: round(sizing.cashLeft),
    }),
    ...abroadLines(asked, context),
  ];
  if (stopPrice === null) lines.push(words.proposal.noStop({ loss: loss(worstCase.atStop) }));
  else {
    const stop = price(stopPrice, currency);
    const atStop = { price: stop, loss: loss(worstCase.atStop), share: share(worstCase.atStopFraction) };
    lines.push(words.proposal.atStop(atStop));
    const { kind, fraction } = worstCase.gapBasis;
    const gap = { move: percent(-fraction), basis: words.proposal.gapBasis[kind], loss: loss(worstCase.inGap) };
    lines.push(words.proposal.inGap(gap));
  }
  return lines;
}

function abroadLines(
  { sizing, currency }: Pick<NonNullable<ValidationView['money']>, 'sizing' | 'currency'>,
  { words, reader, marketAt, now }: CardContext,
): string[] {
  const { abroad } = words.deciding;
  const text = abroadText(sizing.fx, { currency, reader, say: abroad, marketNow: marketAt ?? now });
  return text === null ? [] : [text];
}

function reasonLines(proposal: ProposalView, context: CardContext): string[] {
  const { words } = context;
  const about = fillContext(context, { priceCurrency: proposal.currency, botId: proposal.botId });
  const list = (reasons: ProposalView['rationale']['for']): string =>
    reasons.length === 0
      ? words.proposal.nothingFound
      : reasons
          .slice(0, REASONS_SHOWN)
          .map((reason) => reasonText(reason, about))
          .join(words.proposal.separator);
  const { forecast } = proposal.rationale;
  return [
    words.proposal.for(list(proposal.rationale.for)),
    words.proposal.against(list(proposal.rationale.against)),
    ...(forecast === undefined ? [] : [capital(reasonText(forecast, about))]),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function endLines(proposal: ProposalView, context: CardContext): string[] {
  const { words } = context;
  const { broker, nod, none } = words.proposal.heldBy;
  const holders = { broker: () => broker(words.states.brokers[context.broker]), nod, none };
  const lines = [
    proposal.side === 'buy'
      ? `${holders[proposal.protection.heldBy]()}. ${quoteText(proposal, context)}`
      : quoteText(proposal, context),
  ];
  if (proposal.conflictsWith.length > 0) lines.push(words.proposal.conflict);
  if (onlyTells(proposal)) return [...lines, `${words.proposal.onlyTells}. ${untilText(proposal, context)}`];
  const opening = proposal.session === 'next-open' ? `${words.proposal.atNextOpen}. ` : '';
  lines.push(`${opening}${untilText(proposal, context)}. ${words.proposal.silence[silenceOf(proposal)]}`);
  return lines;
}

/** A bot that never sends: its card offers to note that the person did it. */
export function onlyTells({ askBecause }: ProposalView): boolean {
  return askBecause.code === 'only-tells';
}

/** The price it was sized with; its age where prices are real, its market time where they are not. */
export function quoteText(proposal: Pick<ProposalView, 'quote' | 'currency' | 'world'>, context: CardContext): string {
  const { words, reader } = context;
  const { quote } = proposal;
  if (quote === null) return words.proposal.priceUnknown;
  const price = figures(context).price(quote.price, proposal.currency);
  const source = sourceName(quote.source, words);
  const isLive = proposal.world === 'paper' || proposal.world === 'live';
  return isLive
    ? words.proposal.priceNow({ price, age: age(context.now - msOf(quote.at), reader.language), source })
    : words.proposal.priceAt({ price, at: dayTime(quote.at, reader, context.marketAt ?? undefined), source });
}

export function sourceName(source: string, words: CardContext['words']): string {
  const { sources } = words.states;
  return Object.hasOwn(sources, source) ? sources[source as keyof typeof sources] : words.states.unknownSource;
}

function askingButtons(proposal: ProposalView, context: CardContext): CardButton[][] {
  const { words } = context;
  const { buttons } = words.proposal;
  const { short } = figures(context);
  const { half, cost } = proposal.sizing;
  const target = `${proposal.id} ${proposal.revision}`;
  const isDivisible = proposal.side === 'buy' && half !== null && decimal(half.quantity).gt(0);
  const others = [
    button(buttons.later, `later ${target}`),
    button(buttons.skip, `skip ${target}`),
    button(buttons.why, `why ${proposal.id}`),
  ];
  if (onlyTells(proposal)) return rows([button(buttons.didIt, `approve ${target}`, 'primary')], others);
  return rows(
    [
      button(buttons.approve(short(cost)), `approve ${target}`, 'primary'),
      isDivisible && button(buttons.half(short(half.cost)), `half ${target}`),
    ],
    [isDivisible && button(buttons.change, `change ${target}`), ...others],
  );
}
