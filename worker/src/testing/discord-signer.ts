/** Signs as Discord does, with a key pair of its own. */
export interface DiscordSigner {
  /** Ed25519, hex: what an application shows as its public key. */
  readonly publicKey: string;
  readonly sign: (body: string, timestamp: string) => Promise<string>;
}

/** Workers and Node call it by other names. */
type KeyPair = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { publicKey: unknown }>;

export async function discordSigner(): Promise<DiscordSigner> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as KeyPair;
  const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
  return {
    publicKey: hex(raw),
    sign: async (body, timestamp) =>
      hex(await crypto.subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode(timestamp + body))),
  };
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
