import { button, spread, type Card } from '../cards/card.ts';
import { plainCard } from '../cards/context.ts';
import type { Command, CommandContext, NamedCommand } from './command.ts';
import { help, nameFor } from './help.ts';
import { COMMANDS } from './index.ts';
import { shownInstead, type Doubt } from './late.ts';
import { nearestTo } from './nearest.ts';
import { price } from './price.ts';
import { refusal } from './rights.ts';
import { today } from './today.ts';

const NEAREST_SHOWN = 3;

interface Named {
  readonly command: Command;
  readonly args: (given: readonly string[]) => readonly string[];
}

const asGiven = (given: readonly string[]): readonly string[] => given;

/** By its name, a Korean word for it, or an alias, which puts its arguments in order. */
function named(word: string): Named | null {
  const wanted = word.toLowerCase();
  for (const command of COMMANDS) {
    if (command.name === wanted || command.korean.includes(wanted)) return { command, args: asGiven };
    const alias = command.aliases.find((item) => item.word === wanted);
    if (alias !== undefined) return { command, args: alias.args ?? asGiven };
  }
  return null;
}

export function commandNamed(word: string): Command | null {
  return named(word)?.command ?? null;
}

/** Whether plain text is a command without its slash: a command's own name or Korean word stands first. */
export function isCommandWord(word: string): boolean {
  const wanted = word.toLowerCase();
  return COMMANDS.some(({ name, korean }) => name === wanted || korean.includes(wanted));
}

/** Runs one typed or pressed command. `/today@NodBot` names a bot of a group and is the same command. */
export async function runCommand(line: string, context: CommandContext): Promise<readonly Card[]> {
  const [first = '', ...tokens] = line.trim().replace(/^\//, '').split(/\s+/);
  const word = first.split('@')[0] ?? '';
  const found = named(word);
  if (found === null) return [unknownCard(word, context)];
  return run(found.command, argumentsOf(found.command, found.args(tokens)), context);
}

/**
 * The same where there is doubt whether somebody still means it: what would loosen or make something shows how things
 * stand instead, with buttons of now.
 */
export async function runDoubted(line: string, context: CommandContext, doubt: Doubt): Promise<readonly Card[]> {
  const [first = '', ...tokens] = line.trim().replace(/^\//, '').split(/\s+/);
  const found = named(first.split('@')[0] ?? '');
  const args = found === null ? {} : argumentsOf(found.command, found.args(tokens));
  const instead = found === null ? null : shownInstead(found.command, args, doubt);
  if (instead === null) return runCommand(line, context);
  const [shown, ...rest] = await runCommand(instead, context);
  if (shown === undefined) return [];
  const { pressedLate, takenUpAgain, pressedAway } = context.words.chat;
  const why = { late: pressedLate, again: takenUpAgain, away: pressedAway }[doubt];
  // Said anew, and not where it stands: nobody looks there for an answer.
  return [{ ...shown, stands: null, lines: [why, ...shown.lines] }, ...rest];
}

/** The command that a line or a button's verb is, with its arguments as they are read; null: none. */
export function commandIn(line: string): { readonly command: Command; readonly args: Args } | null {
  const [word = '', ...tokens] = line.split(/\s+/);
  const found = named(word);
  return found === null
    ? null
    : { ...found, args: read(found.command, argumentsOf(found.command, found.args(tokens))) };
}

/** Runs a command whose arguments are already told apart. */
export function runNamed({ name, args }: NamedCommand, context: CommandContext): Promise<readonly Card[]> {
  const found = named(name);
  return found === null ? Promise.resolve([unknownCard(name, context)]) : run(found.command, args, context);
}

async function run(
  command: Command,
  args: Readonly<Record<string, string>>,
  context: CommandContext,
): Promise<readonly Card[]> {
  const { words, chat } = context;
  const name = nameFor(command, context);
  if (chat.kind === 'group' && !command.inGroups) return [plainCard(words.chat.groupOnlyPrivate({ name }))];
  const given = read(command, args);
  const refused = await refusal(context, command, given);
  if (refused !== null) return [plainCard(words.chat.notAllowed({ name }), { lines: [refused], tone: 'error' })];
  return command.run(context, given);
}

type Args = Readonly<Record<string, unknown>>;

/** Arguments nobody can read are left out: the command then offers its choices. */
function read(command: Command, args: Readonly<Record<string, string>>): Args {
  const parsed = command.args.safeParse(args);
  return parsed.success ? parsed.data : command.args.parse({});
}

/** How people begin. In capitals it is a stock (`HI`). */
const GREETING = /^(?:[Hh](?:i|ello|ey)|안녕(?:하세요)?|하이)[\s.,!~]*$/u;

/** Plain text in a private chat: a command word, a greeting, else the name of a stock. */
export async function runText(text: string, context: CommandContext): Promise<readonly Card[]> {
  const said = text.trim();
  const [first = ''] = said.split(/\s+/);
  if (isCommandWord(first)) return runCommand(text, context);
  if (context.chat.kind !== 'private') return [];
  return GREETING.test(said) ? today.run(context, {}) : price.run(context, { symbol: said });
}

/** Tokens by the names of the arguments; the last name takes the rest of the line. */
function argumentsOf({ positional }: Command, tokens: readonly string[]): Record<string, string> {
  const last = positional.length - 1;
  const named = positional.map((name, index): [string, string] => [
    name,
    index === last ? tokens.slice(index).join(' ') : (tokens[index] ?? ''),
  ]);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

function unknownCard(word: string, context: CommandContext): Card {
  const { words } = context;
  const near = nearestTo(word, COMMANDS, ({ name, korean, aliases }) => [
    name,
    ...korean,
    ...aliases.map((alias) => alias.word),
  ]).slice(0, NEAREST_SHOWN);
  const offered = near.length === 0 ? [help] : near;
  return plainCard(words.chat.unknownCommand({ word }), {
    lines: [words.chat.nearest],
    buttons: spread(
      offered.map((command) => button(`/${nameFor(command, context)}`, command.name)),
      NEAREST_SHOWN,
    ),
    tone: 'choice',
  });
}
