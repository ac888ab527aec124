/**
 * Where a request comes from, as one sender can be told from another: an IPv4 address, or the first half of an IPv6 one,
 * as the second half is each sender's own to choose. The platform sets the header; at home, whoever is nearest does.
 */
export function sourceOf(request: Request): string {
  const address = request.headers.get('cf-connecting-ip')?.trim() ?? '';
  return address.includes(':') ? networkOf(address) : address;
}

/** `2001:db8::7` is `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [before = '', after = ''] = address.toLowerCase().split('::');
  const groupsOf = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [head, tail] = [groupsOf(before), groupsOf(after)];
  const missing = address.includes('::') ? Math.max(0, 8 - head.length - tail.length) : 0;
  return [...head, ...Array<string>(missing).fill('0'), ...tail].slice(0, 4).join(':');
}
