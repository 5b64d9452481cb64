// What the print window may see: its page, and the pictures and fonts of its job. Pure.
import type { PrintJob } from '../services/exports/pdf-printer';
import { printContentSecurityPolicy } from './security';

/** The answer to a request of the print page: the page itself or one of its files, nothing else. */
export function printResponse(job: PrintJob, url: string): Response {
  const { host, pathname } = new URL(url);
  if (host === 'print' && pathname === '/index.html') {
    return new Response(job.html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': printContentSecurityPolicy },
    });
  }
  const file = host === 'print' ? job.files.get(pathname.slice(1)) : undefined;
  if (file === undefined) return new Response('not found', { status: 404 });
  return new Response(new Uint8Array(file.bytes), { headers: { 'content-type': file.mimeType } });
}
