import { redirect } from '@sveltejs/kit';
import { paths } from '../lib/paths.ts';
import { session } from '../lib/state/session.svelte.ts';
import { ui } from '../lib/state/ui.svelte.ts';

/** A single page without a server behind it: everything it shows comes from /api. */
export const ssr = false;
export const prerender = false;

/** The words, and who it is; whoever is not signed in is led to the door. */
export async function load({ url, route }: { url: URL; route: { id: string | null } }): Promise<void> {
  const words = ui.start(route.id);
  if (url.pathname === paths.signIn) return words;
  await Promise.all([words, session.me === null && session.start()]);
  // Whoever opens an invitation need not be anybody yet.
  if (url.pathname === paths.join) return;
  if (session.error?.code === 'not-signed-in') redirect(307, paths.signIn);
  // After days away the first screen says what happened meanwhile. Whoever opens a question gets the question.
  if (url.pathname === paths.home && session.me?.away != null) redirect(307, paths.away);
}
