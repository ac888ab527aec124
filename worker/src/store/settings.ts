import { eq } from 'drizzle-orm';
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

/** Anything that is no mode counts as none. */
export function parseMode(value: string | null): Mode | null {
  return value === 'active' || value === 'reducing' || value === 'halted' ? value : null;
}

/** Writes a setting only when it is not there yet, and answers what stands there now. */
export async function claimSetting(database: Database, name: SettingName, value: string): Promise<string> {
  await database.insert(settings).values({ name, value }).onConflictDoNothing();
  return (await readSetting(database, name)) ?? value;
}
