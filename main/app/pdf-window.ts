// Prints in a hidden window: no script, no preload, its own session in memory, which can see one page and its pictures.
import { randomUUID } from 'node:crypto';
import { BrowserWindow, session as sessions } from 'electron';
import type { PdfPrinter, PrintJob } from '../services/exports/pdf-printer';
import { guardContents, guardSession, printContentSecurityPolicy } from './security';

const PRINT_ORIGIN = 'app://print';

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

export const pdfWindowPrinter: PdfPrinter = {
  async print(job) {
    const session = sessions.fromPartition(`print-${randomUUID()}`); // no "persist:": gone with the window
    guardSession(session);
    session.protocol.handle('app', (request) => printResponse(job, request.url));
    const window = new BrowserWindow({
      show: false,
      webPreferences: { session, javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    guardContents(window.webContents, () => undefined);
    try {
      await window.loadURL(`${PRINT_ORIGIN}/index.html`);
      return await window.webContents.printToPDF({
        printBackground: true,
        preferCSSPageSize: true,
        generateTaggedPDF: true, // the outline is silently dropped without tagging
        generateDocumentOutline: true,
      });
    } finally {
      session.protocol.unhandle('app');
      window.destroy();
    }
  },
};
