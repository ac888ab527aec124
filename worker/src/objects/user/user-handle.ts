/** What a passkey keeps of whose it is: 32 bytes that tell nothing of the person (WebAuthn, 14.6.1). */
export async function userHandleOf(userId: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(`nod user ${userId}`);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', text));
}
