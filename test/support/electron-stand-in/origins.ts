// Chromium aborts a navigation to an unknown scheme before anything can answer it, so `app://host/…` becomes
// `https://host.app.localhost/…` in the browser and back again wherever the app sees an address.
const SUFFIX = '.app.localhost';

export function toBrowserUrl(url: string): string {
  const parsed = new URL(url);
  return parsed.protocol === 'app:'
    ? `https://${parsed.host}${SUFFIX}${parsed.pathname}${parsed.search}${parsed.hash}`
    : url;
}

export function toAppUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' || !parsed.host.endsWith(SUFFIX)) return url;
  return `app://${parsed.host.slice(0, -SUFFIX.length)}${parsed.pathname}${parsed.search}${parsed.hash}`;
}
