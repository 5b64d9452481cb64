// Prints in a hidden window: no script, no preload, its own session in memory, which can see one page and its pictures and fonts.
import { randomUUID } from 'node:crypto';
import { BrowserWindow, session as sessions } from 'electron';
import type { PdfPrinter } from '../services/exports/pdf-printer';
import { printResponse } from './print-response';
import { guardContents, guardSession } from './security';

const PRINT_ORIGIN = 'app://print';

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
        generateTaggedPDF: true,
      });
    } finally {
      session.protocol.unhandle('app');
      window.destroy();
    }
  },
};
