import { eq } from 'drizzle-orm';
import type { Language } from '#shared/contract/session.ts';
import type { AlertSettings } from '#shared/domain/alerts/settings.ts';
import type { LinkedChat } from '#shared/usecases/chat-port.ts';
import type { Group } from '#shared/usecases/group-port.ts';
import { settingsOf } from './alert-settings.ts';
import { chatOf, chatsOf } from './chats.ts';
import type { Database } from './database.ts';
import { groupOf, groupsOf } from './groups.ts';
import { alertSettings, users } from './schema.ts';

/** How one person is told: in which language, of what, and where. */
export interface Listener {
  readonly language: Language;
  readonly settings: AlertSettings;
  readonly chats: readonly LinkedChat[];
  /** Where others read along. */
  readonly groups: readonly Group[];
}

/** In one question to the database: every event that is told asks it. */
export async function listenerIn(database: Database, userId: string): Promise<Listener> {
  const [user, settings, chats, groups] = await database.batch([
    database.select({ language: users.language }).from(users).where(eq(users.id, userId)),
    database.select().from(alertSettings).where(eq(alertSettings.userId, userId)),
    chatsOf(database, userId),
    groupsOf(database, userId),
  ]);
  return {
    language: user[0]?.language ?? 'en',
    settings: settingsOf(settings[0]),
    chats: chats.map(chatOf),
    groups: groups.map(groupOf),
  };
}
