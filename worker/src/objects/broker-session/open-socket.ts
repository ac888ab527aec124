import type { BrokerSecret, VendorStream } from '../../brokers/vendor.ts';
import { vendorUrl, type VendorHttpParts } from '../../brokers/vendor-http.ts';
import type { OpenSocket } from './vendor-socket.ts';

/** Opens a vendor's socket: an upgraded request to one of its own hosts. Frames come in order, in the turn they arrive. */
export function openSocket(parts: Pick<VendorHttpParts, 'vendor' | 'environment' | 'rehearsalUrl'>) {
  return async (
    stream: VendorStream,
    secret: BrokerSecret,
    told: { frame(frame: string | ArrayBuffer): void; closed(message: string): void },
  ): Promise<OpenSocket> => {
    const target = vendorUrl(parts, stream.host, stream.path);
    if (target === null) throw new Error('there is no such address');
    const headers = { ...stream.headers(secret), ...target.headers, Upgrade: 'websocket' };
    const response = await fetch(target.url, { headers, redirect: 'manual' });
    const socket = response.webSocket;
    if (socket === null) throw new Error(`answered ${response.status} instead of a socket`);
    // The default hands frames out as blobs, whose reading could change their order.
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' || data instanceof ArrayBuffer) told.frame(data);
    });
    socket.addEventListener('close', ({ code }) => {
      told.closed(String(code));
    });
    socket.addEventListener('error', () => {
      told.closed('error');
    });
    socket.accept();
    return {
      send: (text) => {
        socket.send(text);
      },
      close: () => {
        socket.close(1000);
      },
    };
  };
}
