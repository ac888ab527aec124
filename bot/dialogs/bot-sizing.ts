import { SIZING_METHODS, sizingOf, type BotSizing } from '#shared/domain/bot-sizing.ts';
import type { Words } from '#shared/words/en.ts';
import { sizingText } from '#shared/words/sizing-text.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import type { Choose } from './dialog.ts';

/** Every way to a size with a sentence; a button takes it with its usual numbers, own numbers are typed. */
export function askSizing({ words }: CommandContext, desk: Desk, now: BotSizing, choose: Choose): Card {
  const { sizing } = words.bots;
  return card(desk.cards, sizing.title, {
    lines: [
      sizingText(now, words.bots),
      ...SIZING_METHODS.map(
        (method, place) => `${place + 1}. ${sizing.methods[method].name}: ${sizing.methods[method].line}`,
      ),
      sizing.smallerOnly,
      sizing.how,
    ],
    buttons: spread(
      SIZING_METHODS.map((_, place) => button(String(place + 1), choose(String(place + 1)))),
      SIZING_METHODS.length,
    ),
    tone: 'choice',
    expects: 'text',
  });
}

/** `2`, `2 1.5`, `5 50 20%`, or its name: the way that is meant; null when none, or when its numbers cannot be. */
export function saidSizing(text: string, { bots }: Words): BotSizing | null {
  const said = text.trim().toLowerCase();
  const named = SIZING_METHODS.find(
    (method) => said === method || said === bots.sizing.methods[method].name.toLowerCase(),
  );
  if (named !== undefined) return sizingOf(named, []);
  const [place, ...numbers] = said.split(/\s+/).map(parseSetting);
  const method = SIZING_METHODS[(place ?? Number.NaN) - 1];
  return method === undefined ? null : sizingOf(method, numbers);
}
