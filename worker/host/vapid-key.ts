import { createECDH } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, writeKeyFile } from './key-file.ts';

const CURVE = 'prime256v1';

/**
 * The key pair that pushes are signed with, as the Worker's setting: `<public>.<private>`, base64url. Made where it is
 * missing, also beside an older state: nothing that is stored needs it, and devices that subscribed under a lost one
 * subscribe anew when the app is opened there.
 */
export function openVapidKey(keysDir: string): string {
  const path = join(keysDir, 'push.key');
  const pair = createECDH(CURVE);
  if (existsSync(path)) pair.setPrivateKey(readKeyFile(path), 'hex');
  else {
    pair.generateKeys();
    writeKeyFile(path, hexOf(pair.getPrivateKey()));
  }
  const secret = Buffer.from(hexOf(pair.getPrivateKey()), 'hex');
  return `${pair.getPublicKey('base64url')}.${secret.toString('base64url')}`;
}

/** 32 bytes also where the number is a small one. */
function hexOf(key: Buffer): string {
  return key.toString('hex').padStart(64, '0');
}
