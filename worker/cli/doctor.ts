import { existsSync, statSync } from 'node:fs';
import { freeBytes } from '../host/disk.ts';
import { readLock } from '../host/lock.ts';
import { statePaths } from '../host/paths.ts';
import { lineOf } from '../host/plain-error.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

interface Finding {
  check: string;
  ok: boolean;
  /** What is, and how to mend it when it is not well. */
  detail: string;
}

const COMFORTABLE_BYTES = 1024 ** 3;

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'checks keys, clock, address, disk and database, and says how to mend each',
  async run(asked) {
    const here = lookAround(asked.stateDir);
    let inside: Finding[];
    try {
      inside = await withProduct(asked, async ({ admin }) => {
        const sentMs = Date.now();
        const { checks } = await admin.call<{ checks: Finding[] }>('GET', 'doctor');
        return [
          ...checks,
          { check: 'answers', ok: true, detail: `The product answered in ${Date.now() - sentMs} ms.` },
        ];
      });
    } catch (error) {
      inside = [{ check: 'answers', ok: false, detail: lineOf(error) }];
    }
    const findings = [...here, ...inside];
    if (asked.isJson) asked.print(JSON.stringify({ checks: findings }));
    else for (const { check, ok, detail } of findings) asked.print(`${ok ? 'ok  ' : 'MEND'}  ${check}: ${detail}`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};

/** What can be seen without the product: files, modes, disk, clock. */
function lookAround(stateDir: string): Finding[] {
  const paths = statePaths(stateDir);
  if (!existsSync(paths.identity))
    return [{ check: 'state', ok: true, detail: `Nothing at ${stateDir} yet; npm start makes it.` }];
  const lock = readLock(paths.lock);
  const free = freeBytes(stateDir);
  const mode = existsSync(paths.adminKey) ? statSync(paths.adminKey).mode & 0o777 : undefined;
  const year = new Date().getFullYear();
  return [
    {
      check: 'running',
      ok: true,
      detail: lock ? `Process ${lock.pid} on port ${lock.port}.` : 'Not running now.',
    },
    {
      check: 'disk',
      ok: free >= COMFORTABLE_BYTES,
      detail: `${(free / 1024 ** 3).toFixed(1)} GB free at ${stateDir}${free < COMFORTABLE_BYTES ? '; below 1 GB, make room soon' : ''}.`,
    },
    {
      check: 'admin key',
      ok: mode === 0o600,
      detail:
        mode === 0o600 ? 'Readable by you alone.' : `Should be readable by you alone: chmod 600 ${paths.adminKey}`,
    },
    {
      check: 'clock',
      ok: year >= 2026 && year < 2100,
      detail: `${new Date().toISOString()}. Set this computer's clock by the network if that is wrong.`,
    },
  ];
}
