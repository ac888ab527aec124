/** Names of this machine and of home networks: nobody outside is called so. */
const AT_HOME = /(^|\.)(localhost|local|internal|lan|home|home\.arpa|corp|intranet|test|invalid|onion)$/;
const IP_LITERAL = /^\[|^\d+(\.\d+){3}$/;

/**
 * An address that a person gave and Nod calls: https on its own port, a public name, no user and password in it. Null: it
 * is none. That the name leads to no private address is seen to where it is called.
 */
export function outsideAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null;
  const name = url.hostname.replace(/\.$/, '').toLowerCase();
  return IP_LITERAL.test(name) || !name.includes('.') || AT_HOME.test(name) ? null : url;
}
