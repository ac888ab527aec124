import { may, type Need } from '#shared/domain/caller.ts';
import type { Role } from '#shared/domain/role.ts';
import { accountIdIn } from '#shared/domain/owned-id.ts';
import { whyRoleMayNot } from '#shared/words/role-text.ts';
import type { Command, CommandContext } from './command.ts';

type Args = Readonly<Record<string, unknown>>;

/** What this very use of a command needs: to look at a list is less than to change it. */
export function needOf({ role }: Pick<Command, 'role'>, args: Args): Need {
  return typeof role === 'function' ? role(args) : role;
}

/** Whether it alone, without arguments, only ever makes things safer. */
export function onlyStops({ role }: Pick<Command, 'role'>): boolean {
  return needOf({ role }, {}) === 'stop';
}

/**
 * Why this caller may not do this, told before any question is asked; null where nothing speaks against it. It only
 * tells: the account decides, and checks for itself.
 */
export async function refusal(context: CommandContext, command: Command, args: Args): Promise<string | null> {
  const need = needOf(command, args);
  if (need === 'read') return null;
  if (!may(context.caller, need)) return context.words.chat.notAllowedNote;
  const role = await roleFor(context, command, args);
  return role === null ? null : whyRoleMayNot(role, need, context.words.states);
}

/** What the caller is on the account this is about; null where that is found out only by doing it. */
async function roleFor(context: CommandContext, { subject }: Command, args: Args): Promise<Role | null> {
  let accountId: string | null | undefined = context.accountId;
  if (subject !== undefined) {
    const said = args[subject];
    accountId = typeof said === 'string' ? accountIdIn(said.split(/\s/)[0] ?? '') : null;
  }
  if (accountId === null) return null;
  const desk = await context.desk(accountId);
  return desk.ok ? desk.value.account.role : null;
}
