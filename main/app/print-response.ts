// What the print window may see: its page and the pictures of its job. Pure.
import type { PrintJob } from '../services/exports/pdf-printer';
import { printContentSecurityPolicy } from './security';

/** The answer to a request of the print page: the page itself or one of its pictures, nothing else. */
export function printResponse(job: PrintJob, url: string): Response {
  const { host, pathname } = new URL(url);
  if (host === 'print' && pathname === '/index.html') {
    return new Response(job.html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': printContentSecurityPolicy },
    });
  }
  const picture = host === 'print' ? job.pictures.get(pathname.replace(/^\/pictures\//, '')) : undefined;
  if (picture === undefined) return new Response('not found', { status: 404 });
  return new Response(new Uint8Array(picture.bytes), { headers: { 'content-type': picture.mimeType } });
}
