import { api, signedOut, tellSignedOut } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { turnOff } from '../push/this-device.ts';
import { act } from './act.ts';

/** Where the server did not hear it, that is told, and they are still here. */
export async function signOut(): Promise<void> {
  await act(async () => {
    await api.remove(routes.session);
    await leave();
  });
}

/** Their session has ended by their own wish: they are told of nothing here any more, and no tab shows anything. */
export async function leave(): Promise<void> {
  await turnOff().catch(() => undefined);
  tellSignedOut();
  signedOut.listener();
}
