import type { BotView, LookView } from '#shared/contract/bot.ts';
import { blockedTexts } from '#shared/words/blocked-text.ts';
import { funnelText, missText, reasonText } from '#shared/words/catalogue.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, moment, type CardContext } from './context.ts';
import { shortName, ticker } from './names.ts';

/** "10:31 ET looked at 60, nothing passed; closest HRBM: volume 1.2×, needs 1.5×; next look 10:46 ET" */
export function lookLine(look: LookView, context: CardContext): string {
  const { words } = context;
  const about = fillContext(context, { botId: look.botId });
  const parts = [words.bots.looked({ time: moment(look.marketAt, context), looked: look.looked })];
  if (look.asked.length > 0) {
    parts.push(words.bots.askedFor({ names: look.asked.map(({ symbol }) => ticker(symbol)).join(', ') }));
  }
  const blocked = blockedTexts(look.blocked, {
    words: words.bots,
    nameOf: ticker,
    reasonOf: (reason) => reasonText(reason, about),
  });
  if (look.asked.length === 0 && blocked.length === 0) parts.push(words.bots.nothingPassed);
  const head = parts.join(', ');
  const tail = [...blocked];
  if (look.asked.length === 0 && blocked.length === 0 && look.closest !== null) {
    tail.push(words.bots.closest({ name: shortName(context, look.closest), filter: missText(look.closest, about) }));
  }
  if (look.nextLookAt !== null) tail.push(words.bots.nextLook({ time: moment(look.nextLookAt, context) }));
  return [head, ...tail].join('; ');
}

/** As it happens: "Looking at 60 stocks…", "14 in an uptrend…", "3 with volume…", "asking you." */
export function narration(look: LookView, context: CardContext): string[] {
  const { words, reader } = context;
  const steps = look.funnel.map((step) => `${funnelText(step, reader.language)}…`);
  const outcome =
    look.asked.length > 0
      ? words.bots.askingYou
      : look.blocked[0] !== undefined
        ? words.bots.blockedNow({ name: ticker(look.blocked[0].symbol) })
        : words.bots.noneNow;
  return [words.bots.lookingAt({ count: look.looked }), ...steps, outcome];
}

/** The first look of a new bot, told step by step. */
export function narrationCard(bot: Pick<BotView, 'id' | 'name'>, look: LookView, context: CardContext): Card {
  const { words } = context;
  const why = look.asked.length === 0 && button(words.bots.buttons.why, `why ${bot.id}`);
  return card(context, words.bots.lookTitle(words.proposal.botName(bot.name)), {
    lines: [narration(look, context).join(' '), lookLine(look, context)],
    buttons: rows([why]),
  });
}
