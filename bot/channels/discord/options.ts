import type { CommandName } from '../../commands/command.ts';
import type { Words } from '#shared/words/en.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';

export type OptionName = keyof Words['discord']['options'];

/** What is offered while an option is being typed. */
export type Completes =
  'instrument' | 'account' | 'bot' | 'proposal' | 'order' | 'job' | 'screen' | 'command' | 'strategy';

export type Offer =
  | { readonly kind: 'free' }
  | { readonly kind: 'completes'; readonly what: Completes }
  | { readonly kind: 'choices'; readonly of: (words: Words) => Readonly<Record<string, string>> };

const FREE: Offer = { kind: 'free' };
const completes = (what: Completes): Offer => ({ kind: 'completes', what });
const choices = (of: (words: Words) => Readonly<Record<string, string>>): Offer => ({ kind: 'choices', of });

/** By the name of a command's argument. */
const OFFERS: Record<Exclude<OptionName, 'what'>, Offer> = {
  symbol: completes('instrument'),
  about: completes('instrument'),
  account: completes('account'),
  bot: completes('bot'),
  proposal: completes('proposal'),
  order: completes('order'),
  job: completes('job'),
  name: completes('screen'),
  word: completes('command'),
  strategy: completes('strategy'),
  quantity: FREE,
  limit: FREE,
  reason: FREE,
  amount: FREE,
  weeks: FREE,
  short: FREE,
  mid: FREE,
  long: FREE,
  code: FREE,
  span: FREE,
  cash: FREE,
  count: FREE,
  period: choices(({ discord: { choices: c } }) => ({ day: c.day, week: c.week, month: c.month })),
  risk: choices(({ newBot }) => Object.fromEntries(RISK_LEVELS.map((level) => [level, newBot.levels[level]]))),
  language: choices(({ account }) => Object.fromEntries(LANGUAGES.map((one) => [one, account.languages[one]]))),
  how: choices(({ discord }) => ({ remove: discord.choices.remove })),
};

const WHAT: Partial<Record<CommandName, Offer>> = {
  signals: choices(({ discord }) => ({ read: discord.choices.read })),
  stop: choices(({ account, chatAccounts }) => ({
    'sell-everything': account.buttons.sellEverything,
    move: account.buttons.moveStop,
    all: chatAccounts.buttons.stopAll,
  })),
};

/**
 * Arguments that only a button can know (what was on a card), or that its card offers with what each would do: a slash
 * command has no option for them.
 */
const BUTTONS_ONLY: ReadonlySet<string> = new Set(['revision', 'part', 'holder', 'choice', 'moment', 'setting']);

export interface CommandOption {
  readonly name: OptionName;
  readonly offer: Offer;
}

/** What of a command's arguments can be given with it, in its own order. */
export function optionsOf({
  name,
  positional,
}: {
  readonly name: CommandName;
  readonly positional: readonly string[];
}): CommandOption[] {
  return positional
    .filter((argument) => !BUTTONS_ONLY.has(argument) && !(name === 'ending' && argument === 'weeks'))
    .map((argument) => {
      const option = argument as OptionName;
      return { name: option, offer: option === 'what' ? (WHAT[name] ?? FREE) : OFFERS[option] };
    });
}
