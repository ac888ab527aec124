import { z } from 'zod';
import { button, rows, type Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import { command, type Command, type CommandContext, type Purpose } from './command.ts';

const PURPOSES: readonly Purpose[] = ['decide', 'trade', 'look', 'protect', 'setup'];

/** Written from the commands themselves; with a word it tells of that one command. */
export const help = command({
  name: 'help',
  korean: ['도움말', '도움'],
  aliases: [{ word: 'menu' }, { word: 'commands' }],
  purpose: 'look',
  role: 'read',
  inMenu: true,
  inGroups: true,
  args: z.object({ word: z.string().optional() }),
  positional: ['word'],
  run: (context, { word }) => {
    const one = word === undefined ? null : context.commandNamed(word.replace(/^\//, ''));
    return Promise.resolve([one === null ? everything(context) : about(one, context)]);
  },
});

/** What a reader of this language types: `today`, `오늘`. */
export function nameFor(item: Command, { reader }: Pick<CommandContext, 'reader'>): string {
  return reader.language === 'ko' ? item.korean[0] : item.name;
}

function everything(context: CommandContext): Card {
  const { words, commands, chat } = context;
  const isGroup = chat.kind === 'group';
  const open = commands.filter(({ inGroups }) => !isGroup || inGroups);
  const menu = open.filter(({ inMenu }) => inMenu).map((item) => `/${nameFor(item, context)}`);
  const lines = [words.chat.helpMenu({ names: menu.join(' ') })];
  for (const purpose of PURPOSES) {
    const those = open.filter((item) => item.purpose === purpose);
    if (those.length === 0) continue;
    lines.push(`${words.chat.purposes[purpose]}:`);
    lines.push(
      ...those.map((item) => words.chat.helpLine({ name: nameFor(item, context), summary: words.commands[item.name] })),
    );
  }
  lines.push(isGroup ? words.chat.helpGroup : words.chat.helpPrivate);
  const buttons = isGroup ? [] : rows([button(words.account.buttons.today, 'today')]);
  return plainCard(words.chat.helpTitle, { lines, buttons });
}

function about(item: Command, context: CommandContext): Card {
  const { words, reader } = context;
  const others = [item.name, ...item.korean, ...item.aliases.map(({ word }) => word)].filter(
    (word) => word !== nameFor(item, { reader }),
  );
  return plainCard(words.chat.aliasesTitle({ name: nameFor(item, { reader }) }), {
    lines: [words.commands[item.name], words.chat.aliases({ names: others.map((word) => `/${word}`).join(' ') })],
    buttons: rows([button(`/${nameFor(item, { reader })}`, item.name)]),
  });
}
