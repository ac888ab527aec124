import { ulid } from 'ulid';
import type { UserId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Composition } from '../../composition.ts';
import { claimSetting, readSetting } from '../../store/settings.ts';

/** Null before the first start. */
export async function ownerId({ database }: Composition): Promise<UserId | null> {
  return (await readSetting(database, 'owner')) as UserId | null;
}

/** The owner, made at the first start. Two starts at once make one. */
export async function ensureOwner({ database, users }: Composition, now: WallMs): Promise<UserId> {
  const id = await claimSetting(database, 'owner', `u_${ulid(now).slice(-16).toLowerCase()}`);
  await users.create({ id, name: 'Owner', role: 'owner' }, now);
  return id as UserId;
}

/** Whom the person at the machine means: by id, or by a name that one alone has; the owner where nobody is named. */
export async function personNamed(composition: Composition, wanted: string | undefined): Promise<string | null> {
  if (wanted === undefined) return ownerId(composition);
  const found = (await composition.users.list()).filter(({ id, name }) => id === wanted || name === wanted);
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
