import { and, eq } from 'drizzle-orm';
import type { Mode } from '#shared/risk/check.ts';
import type { Database } from './database.ts';
import { settings } from './schema.ts';

/** What the installation knows about itself. */
export type SettingName =
  | 'owner'
  | 'active-market'
  | 'state-id'
  | 'global-mode'
  | 'owner-limits'
  | 'channels'
  | 'deploy-code'
  | 'watch'
  | 'heartbeat'
  | 'heartbeat-last';

export async function readSetting(database: Database, name: SettingName): Promise<string | null> {
  const row = await database.select().from(settings).where(eq(settings.name, name)).get();
  return row?.value ?? null;
}

export async function writeSetting(database: Database, name: SettingName, value: string): Promise<void> {
  await database.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
}

/**
 * A setting that is read, and written only where what was read still stands there: of two that change it at once the
 * slower one hears of it.
 */
export function writtenIn<T>(
  database: Database,
  name: SettingName,
  as: { readonly parse: (stored: string | null) => T; readonly text: (value: NonNullable<T>) => string },
): {
  readonly read: () => Promise<T>;
  readonly replace: (before: T, value: NonNullable<T>) => Promise<boolean>;
} {
  return {
    read: async () => as.parse(await readSetting(database, name)),
    replace: async (before, value) => {
      const stored = await readSetting(database, name);
      if (JSON.stringify(as.parse(stored)) !== JSON.stringify(before)) return false;
      const text = as.text(value);
      const written =
        stored === null
          ? database.insert(settings).values({ name, value: text }).onConflictDoNothing()
          : database
              .update(settings)
              .set({ value: text })
              .where(and(eq(settings.name, name), eq(settings.value, stored)));
      return (await written.returning()).length > 0;
    },
  };
}

/** Anything that is no mode counts as none. */
export function parseMode(value: string | null): Mode | null {
  return value === 'active' || value === 'reducing' || value === 'halted' ? value : null;
}

/** Writes a setting only when it is not there yet, and answers what stands there now. */
export async function claimSetting(database: Database, name: SettingName, value: string): Promise<string> {
  await database.insert(settings).values({ name, value }).onConflictDoNothing();
  return (await readSetting(database, name)) ?? value;
}
