// Knows whether a file is being dragged over the window, and marks the page with it, so that the targets show by style alone:
// no panel renders for it. Also keeps a file that misses every target from replacing the page.
import { useEffect } from 'react';
import { carriesFiles, filesOf } from './picture-import';

/** `onPaste` gets picture files from the clipboard. */
export function useFileDrag(enabled: boolean, onPaste: (files: File[]) => void): void {
  useEffect(() => {
    const root = document.documentElement;
    let endTimer = 0;
    const show = (): void => {
      if (enabled) root.dataset['fileDrag'] = '';
      window.clearTimeout(endTimer);
      // dragover comes many times a second while a file is over the window; its silence means that the file has gone.
      endTimer = window.setTimeout(hide, 400);
    };
    const hide = (): void => {
      window.clearTimeout(endTimer);
      delete root.dataset['fileDrag'];
    };
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      show();
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      hide();
    };
    const paste = (event: ClipboardEvent): void => {
      const pictures = filesOf(event.clipboardData).filter((file) => file.type.startsWith('image/'));
      if (pictures.length === 0 || !enabled) return;
      event.preventDefault();
      onPaste(pictures);
    };
    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      hide();
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [enabled, onPaste]);
}
