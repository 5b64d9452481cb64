// What a page may and may not do, as data and pure checks, and the guards that put them onto an Electron session.
// Every rule here has a test in test/security.
import type { Session, WebContents } from 'electron';

export const UI_ORIGIN = 'app://bundle';

/** Response header of every page and script of the interface. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' story-asset: blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Response header of the page that is printed: it has one style block, pictures, and no script at all. */
export const printContentSecurityPolicy =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; font-src 'self'";

const OWN_SCHEMES = new Set(['app:', 'story-asset:', 'blob:', 'devtools:']);

/** Whether a request may leave the page at all: only our own schemes. */
export function requestAllowed(url: string): boolean {
  return URL.canParse(url) && OWN_SCHEMES.has(new URL(url).protocol);
}

/** Whether a frame's address is our interface. `app:` is a standard scheme, so host and scheme decide. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}` === UI_ORIGIN;
}

const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['www.apache.org', 'creativecommons.org', 'www.electronjs.org']);

/** Links that may be handed to the system browser: https to a listed host, or mailto. */
export function externalAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === 'mailto:' || (parsed.protocol === 'https:' && EXTERNAL_HOSTS.has(parsed.host));
}

/** Denies every permission, cancels every request outside our schemes, and keeps spelling dictionaries off the network. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !requestAllowed(details.url) });
  });
}

/** No navigation away, no new windows, no webviews. `openExternal` receives allowed links only. */
export function guardContents(contents: WebContents, openExternal: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    if (externalAllowed(url)) openExternal(url);
    return { action: 'deny' };
  });
}
