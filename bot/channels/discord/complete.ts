import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import type { Language } from '#shared/contract/session.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { orderCan } from '#shared/domain/order.ts';
import { listStrategies } from '#shared/usecases/strategies.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { quantity } from '#shared/words/format.ts';
import { jobName } from '../../cards/records.ts';
import { strategyName } from '../../cards/strategy-words.ts';
import { COMMANDS } from '../../commands/index.ts';
import { CHOICE_MAX, CHOICES_MAX, cut } from './limits.ts';
import { optionsOf, type Completes } from './options.ts';

export interface Completing {
  readonly useCases: UseCases;
  readonly caller: Caller;
  readonly language: Language;
}

/** The command and its option that are being typed, and what stands there so far. */
export interface Typing {
  readonly name: string;
  readonly option: string;
  readonly typed: string;
}

type Choice = APIApplicationCommandOptionChoice<string>;

/** What may be meant, at most 25; nothing where nothing can be offered: it is only a help. */
export async function completed(who: Completing, { name, option, typed }: Typing): Promise<Choice[]> {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined || !who.caller.scopes.includes('read')) return [];
  const offer = optionsOf(command).find((one) => one.name === option)?.offer;
  if (offer?.kind !== 'completes') return [];
  const found = await SOURCES[offer.what](who, typed.trim());
  return found.slice(0, CHOICES_MAX).map((choice) => ({ name: cut(choice.name, CHOICE_MAX), value: choice.value }));
}

type Source = (who: Completing, typed: string) => Promise<Choice[]>;

const SOURCES: Record<Completes, Source> = {
  instrument: async ({ useCases, caller, language }, typed) => {
    const query = typed === '' ? {} : { query: typed };
    const found = await useCases.instruments(caller, { ...query, limit: CHOICES_MAX });
    const items = found.ok ? found.value.items : [];
    return items.map(({ symbol, nameEn, nameKo }) => ({
      name: `${language === 'ko' ? nameKo : nameEn} (${symbol})`,
      value: symbol,
    }));
  },
  account: async ({ useCases, caller, language }, typed) => {
    const found = await useCases.accounts(caller);
    const open = found.ok ? found.value.items.filter(({ closedAt }) => closedAt === null) : [];
    const { worlds } = wordsFor(language).states;
    return matching(
      open.map(({ id, name, world }) => ({ name: `${worlds[world]} ${accountName(name, language)}`, value: id })),
      typed,
    );
  },
  bot: async ({ useCases, caller }, typed) => {
    const found = await useCases.bots(caller);
    return matching(found.ok ? found.value.items.map(({ id, name }) => ({ name, value: id })) : [], typed);
  },
  proposal: async ({ useCases, caller, language }, typed) => {
    const found = await useCases.proposals(caller, { status: 'pending', limit: CHOICES_MAX });
    return matching(found.ok ? found.value.items.map(asChoice(language)) : [], typed);
  },
  order: async ({ useCases, caller, language }, typed) => {
    const accounts = await useCases.accounts(caller);
    const ids = accounts.ok ? accounts.value.items.map(({ id }) => id) : [];
    const found = await Promise.all(ids.map((id) => useCases.orders(caller, id, { limit: 100 })));
    const orders = found.flatMap((one) => (one.ok ? one.value.items : []));
    const open = orders.filter(({ status, purpose }) => orderCan.cancel(status, purpose));
    return matching(open.map(asChoice(language)), typed);
  },
  job: async ({ useCases, caller, language }, typed) => {
    const found = await useCases.jobs(caller);
    const names = found.ok ? found.value.items.map(({ name }) => name) : [];
    const words = wordsFor(language);
    return matching(
      names.map((name) => ({ name: jobName(name, { words }), value: name })),
      typed,
    );
  },
  screen: async ({ useCases, caller, language }, typed) => {
    const found = await useCases.screens(caller);
    const items = found.ok ? found.value.items : [];
    return matching(
      items.map(({ id, title }) => ({ name: title[language], value: id })),
      typed,
    );
  },
  command: ({ language }, typed) => {
    const names = COMMANDS.map(({ name, korean }) => ({ name: language === 'ko' ? korean[0] : name, value: name }));
    return Promise.resolve(matching(names, typed));
  },
  strategy: ({ language }, typed) => {
    const words = wordsFor(language);
    const names = listStrategies().map(({ name }) => ({ name: strategyName(name, words), value: name }));
    return Promise.resolve(matching(names, typed));
  },
};

/** A proposal or an order as a line to choose. */
function asChoice(language: Language) {
  return (one: Pick<OrderView, 'id' | 'side' | 'quantity' | 'nameEn' | 'nameKo'>): Choice => {
    const name = language === 'ko' ? one.nameKo : one.nameEn;
    const what = { side: one.side, quantity: quantity(one.quantity), name };
    return { name: wordsFor(language).discord.proposalChoice(what), value: one.id };
  };
}

/** Those with the typed words in their name or value, in the order they came. */
function matching(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = typed.toLowerCase();
  return choices.filter(
    ({ name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  );
}
