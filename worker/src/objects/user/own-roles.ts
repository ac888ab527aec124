import { isRoleEvent, roleHolderOf } from '#bot/cards/role.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Role } from '#shared/domain/role.ts';
import type { Composition } from '../../composition.ts';
import type { Sql } from '../sql.ts';
import type { AccessLog } from './access-log.ts';
import { unbindTokens } from './credentials.ts';
import type { OpenTabs } from './open-tabs.ts';

const RECORDED_AS = {
  'role.granted': 'access.role-granted',
  'role.changed': 'access.role-changed',
  'role.removed': 'access.role-removed',
} as const;

interface Around {
  readonly userId: string;
  readonly access: AccessLog;
  readonly tabs: OpenTabs;
  /** What this person is on the account now. */
  readonly roleOf: (accountId: string) => Promise<Role | null>;
}

/** What accounts say of who may do what there, as it concerns one person: theirs, and (owners) that of others. */
export class OwnRoles {
  readonly #sql: Sql;
  readonly #around: Around;

  constructor(sql: Sql, around: Around) {
    this.#sql = sql;
    this.#around = around;
  }

  /**
   * The person's own part as the account says now, which may be more than the event knows; null also where it is about
   * somebody else. What lists and groups hang on it follow, however often this is heard.
   */
  async now(event: EventView, { accountLists, groups }: Composition): Promise<Role | null> {
    if (!this.#isOwn(event)) return null;
    const { userId } = this.#around;
    const { accountId } = event;
    const role = await this.#around.roleOf(accountId);
    await accountLists.put(userId, accountId, role);
    if (role === 'owner') return role;
    // Only an owner lets a group hear of an account.
    for (const group of await groups.list(userId))
      if (group.accountId === accountId) await groups.tell(group.id, { userId, accountId: null });
    return role;
  }

  /** Once, in the turn in which the event was taken: it is written down, and what it closes is closed. */
  hear(event: EventView, role: Role | null): void {
    const { type, channel, actor, body, accountId } = event;
    if (!isRoleEvent(type)) return;
    const { access, tabs } = this.#around;
    access.append({ type: RECORDED_AS[type], channel, actor, body: { ...body, accountId } }, Date.now(), {
      isTold: true,
    });
    if (!this.#isOwn(event)) return;
    if (role === null) unbindTokens(this.#sql, accountId);
    tabs.askAnew();
  }

  #isOwn(event: EventView): boolean {
    return isRoleEvent(event.type) && roleHolderOf(event) === this.#around.userId;
  }
}
