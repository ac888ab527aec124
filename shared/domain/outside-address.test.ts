import { describe, expect, it } from 'vitest';
import { outsideAddress } from './outside-address.ts';

describe('an address that Nod is to call', () => {
  it.each(['https://hc-ping.com/3f2a-4b1c', 'https://uptime.example.org/api/push/abc?status=up&msg=OK'])(
    'may be %s',
    (text) => {
      expect(outsideAddress(text)?.href).toBe(text);
    },
  );

  it.each([
    ...['http://hc-ping.com/x', 'ftp://hc-ping.com/x', 'hc-ping.com/x', '', 'javascript:alert(1)', 'https://'],
    ...[
      'https://localhost/x',
      'https://nod.localhost/x',
      'https://router.local/x',
      'https://nas.lan./x',
      'https://nas/x',
    ],
    ...['https://127.0.0.1/x', 'https://10.0.0.1/x', 'https://169.254.169.254/latest', 'https://8.8.8.8/x'],
    ...['https://2130706433/x', 'https://0x7f.1/x', 'https://0177.0.0.1/x', 'https://[::1]/x', 'https://[fd00::1]/x'],
    ...['https://metadata.google.internal/x', 'https://user:word@hc-ping.com/x', 'https://hc-ping.com:8443/x'],
  ])('is not %j', (text) => {
    expect(outsideAddress(text)).toBeNull();
  });
});
