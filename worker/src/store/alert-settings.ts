import { eq } from 'drizzle-orm';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import type { AlertSettingsStore } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { alertSettings } from './schema.ts';

/** What people want to hear. */
export function alertSettingsIn(database: Database): AlertSettingsStore {
  return {
    read: async (userId) => {
      return settingsOf(await database.select().from(alertSettings).where(eq(alertSettings.userId, userId)).get());
    },
    write: async (userId, settings) => {
      const body = JSON.stringify(settings);
      await database
        .insert(alertSettings)
        .values({ userId, body })
        .onConflictDoUpdate({ target: alertSettings.userId, set: { body } });
    },
  };
}

/** A row that cannot be read (of another version) is as if nothing was said: all is on. */
export function settingsOf(row: typeof alertSettings.$inferSelect | undefined): AlertSettings {
  const parsed = AlertSettings.safeParse(row === undefined ? {} : parseJson(row.body));
  return parsed.success ? parsed.data : AlertSettings.parse({});
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
