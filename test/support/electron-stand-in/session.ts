// Sessions: protocol handlers, request filters and permission rules of one browser context, answered through Fetch interception.
import type { CdpConnection, CdpSession } from './cdp';
import { toAppUrl } from './origins';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (
  details: { url: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void;

export interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> };
  readonly resourceType: string;
  readonly frameId: string;
}

export class StandInSession {
  readonly #handlers = new Map<string, ProtocolHandler>();
  #beforeRequest: BeforeRequest | null = null;
  #contextId: Promise<string | undefined> | null = null;

  constructor(
    private readonly cdp: CdpConnection,
    private readonly partition: string | null,
  ) {}

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler): void => void this.#handlers.set(scheme, handler),
    unhandle: (scheme: string): void => void this.#handlers.delete(scheme),
    isProtocolHandled: (scheme: string): boolean => this.#handlers.has(scheme),
  };
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null): void => {
      this.#beforeRequest = listener;
    },
  };

  // Headless Chromium grants nothing by itself; the app's own rules are unit-tested.
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setSpellCheckerEnabled(): void {}

  /** The browser context behind the session: the default one, or an own one in memory. */
  browserContextId(): Promise<string | undefined> {
    this.#contextId ??=
      this.partition === null
        ? Promise.resolve(undefined)
        : this.cdp.root
            .send<{ browserContextId: string }>('Target.createBrowserContext', { disposeOnDetach: true })
            .then((r) => r.browserContextId);
    return this.#contextId;
  }

  /** Answers one paused request: by the filter, by a protocol handler, or not at all. */
  async answer(page: CdpSession, paused: PausedRequest): Promise<void> {
    const url = toAppUrl(paused.request.url);
    const { requestId } = paused;
    if (this.#cancelled(url, paused.resourceType)) {
      page.post('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) {
      page.post('Fetch.continueRequest', { requestId });
      return;
    }
    const { method, headers } = paused.request;
    const response = await Promise.resolve(handler(new Request(url, { method, headers }))).catch(
      () => new Response('error', { status: 500 }),
    );
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
    page.post('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
  }

  #cancelled(url: string, resourceType: string): boolean {
    let cancel = false;
    this.#beforeRequest?.({ url, resourceType }, (response) => {
      cancel = response.cancel === true;
    });
    return cancel;
  }
}

/** `session` of the electron module. */
export function sessionsOver(cdp: CdpConnection) {
  const byPartition = new Map<string, StandInSession>();
  const defaultSession = new StandInSession(cdp, null);
  return {
    defaultSession,
    fromPartition(partition: string): StandInSession {
      const session = byPartition.get(partition) ?? new StandInSession(cdp, partition);
      byPartition.set(partition, session);
      return session;
    },
  };
}
