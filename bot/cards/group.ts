import type { AccountView } from '#shared/contract/account.ts';
import type { GroupView } from '#shared/contract/group.ts';
import { accountName } from '#shared/words/account-name.ts';
import type { Words } from '#shared/words/en.ts';
import type { Reader } from '#shared/words/format-time.ts';
import { button, rows, spread, type Card } from './card.ts';
import { card, plainCard, type CardContext } from './context.ts';

interface Said {
  readonly words: Words;
  readonly reader: Reader;
}

const CHOICES_PER_ROW = 3;

/** What a group is told of, with the one way to end it. */
export function groupOnCard(account: AccountView, context: CardContext): Card {
  const { words, reader } = context;
  const { what, end } = words.groups.onLines;
  return card(
    { ...context, accountName: null },
    words.groups.onFor({ account: accountName(account.name, reader.language) }),
    {
      lines: [what, end],
      buttons: rows([button(words.groups.buttons.off, 'group off')]),
    },
  );
}

/** Nothing is told there: the accounts of whoever asks are offered, and only an owner's press does anything. */
export function groupOffCard(accounts: readonly AccountView[], { words, reader }: Said): Card {
  const choices = accounts.map(({ id, name }) =>
    button(words.groups.buttons.on({ account: accountName(name, reader.language) }), `group ${id}`),
  );
  return plainCard(words.groups.off, { lines: [words.groups.offLine], buttons: spread(choices, CHOICES_PER_ROW) });
}

export function groupTurnedOffCard({ words }: Pick<Said, 'words'>): Card {
  return plainCard(words.groups.turnedOff, { lines: [words.groups.offLine] });
}

/** In private: the groups of a person and what each is told of. */
export function groupsCard(
  groups: readonly GroupView[],
  accounts: readonly Pick<AccountView, 'id' | 'name'>[],
  { words, reader }: Said,
): Card {
  const { how, on, off, gone } = words.groups.inPrivateLines;
  const lines = groups.map(({ name: group, channel, accountId, goneAt }) => {
    const app = words.states.channels[channel];
    const account = accounts.find(({ id }) => id === accountId);
    if (goneAt !== null) return gone({ group, app });
    return account === undefined
      ? off({ group, app })
      : on({ group, app, account: accountName(account.name, reader.language) });
  });
  return plainCard(words.groups.inPrivate, {
    lines: [...lines, how],
    buttons: rows([button(words.account.buttons.pending, 'pending')]),
  });
}
