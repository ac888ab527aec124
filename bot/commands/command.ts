import type { z } from 'zod';
import type { AccountView } from '#shared/contract/account.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Caller, Need } from '#shared/domain/caller.ts';
import type { Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { GroupPlace } from '#shared/usecases/group-port.ts';
import type { Words } from '#shared/words/en.ts';
import type { Reader } from '#shared/words/format-time.ts';
import type { Card } from '../cards/card.ts';
import type { CardContext } from '../cards/context.ts';

/** Where somebody speaks: alone with Nod, or where others read along. */
export interface Chat {
  readonly id: string;
  readonly kind: 'private' | 'group';
  /** A screen beside it shows one account, which what is typed is about. */
  readonly hasScreen?: boolean;
  /** Of a group; absent in private. */
  readonly group?: GroupChat;
}

/** A group, and the account it is told of: what is said about an account there is said about that one. */
export interface GroupChat {
  readonly place: GroupPlace & { readonly name: string };
  /** Null: of none. */
  readonly accountId: string | null;
}

/** An account with all that cards about it need. */
export interface Desk {
  readonly account: AccountView;
  readonly cards: CardContext;
}

/** Everything a command may reach. Commands hold no rule: they ask use cases and draw what came of it. */
export interface CommandContext {
  readonly useCases: UseCases;
  readonly caller: Caller;
  readonly chat: Chat;
  readonly reader: Reader;
  readonly words: Words;
  readonly now: WallMs;
  /** The account this is said about; undefined: the default one. */
  readonly accountId: string | undefined;
  /** From now on this chat is about that account. */
  choose(accountId: string): Promise<void>;
  /** Of an account, else of the one this is said about; read once per request. */
  desk(accountId?: string): Promise<Result<Desk, Failure>>;
  /** For help, which is written from them. */
  readonly commands: readonly Command[];
  commandNamed(word: string): Command | null;
  /** Opens a dialog and answers its first question. */
  open(kind: string, data: Readonly<Record<string, unknown>>): Promise<readonly Card[]>;
}

export type CommandName = keyof Words['commands'];

/** A command with its arguments by name, as a form or a slash command gives them. */
export interface NamedCommand {
  readonly name: CommandName;
  readonly args: Readonly<Record<string, string>>;
}

export type Purpose = keyof Words['chat']['purposes'];

/** Another name of a command; `args` puts what was typed into the command's own order. */
export interface Alias {
  readonly word: string;
  readonly args?: (given: readonly string[]) => readonly string[];
}

export interface Command<Args extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>> {
  readonly name: CommandName;
  /** Its Korean name first, then other Korean words for it. */
  readonly korean: readonly [string, ...string[]];
  readonly aliases: readonly Alias[];
  readonly purpose: Purpose;
  /**
   * What a caller needs: the one table that says so, read before anything is asked, by every button and by groups. By its
   * arguments where to look at a list is less than to change it; `{}` is the command alone.
   */
  readonly role: Need | ((args: Args) => Need);
  /** The argument that names a bot, proposal or order, whose own account says who may; else it is the account this is said about. */
  readonly subject?: string;
  readonly inMenu: boolean;
  readonly inGroups: boolean;
  readonly args: z.ZodType<Args>;
  /** Names of the arguments in the order they are typed; the last takes the rest of the line. */
  readonly positional: readonly string[];
  readonly run: (context: CommandContext, args: Args) => Promise<readonly Card[]>;
}

/** Forgets the type of a command's arguments: only its own schema makes what its handler gets. */
export function command<Args extends Readonly<Record<string, unknown>>>(definition: Command<Args>): Command {
  return definition as unknown as Command;
}
