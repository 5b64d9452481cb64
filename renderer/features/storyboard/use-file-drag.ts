// Knows whether a file is being dragged over the window, and marks the page with it, so that the targets show by style alone:
// no panel renders for it. Also keeps a file that misses every target from replacing the page.
import { useEffect } from 'react';
import { carriesFiles, filesOf } from './picture-import';

/**
 * What a paste means by its files. A word processor puts a picture of the words beside them: there the words are meant. A file manager
 * puts no words, or the file's name: then what is no picture comes too, so that it is named and not passed over in silence.
 */
export function pastedPictures(clipboard: DataTransfer | null): File[] {
  const files = filesOf(clipboard);
  const types = clipboard?.types ?? [];
  if (types.includes('text/html') && types.includes('text/plain')) return [];
  const pictures = files.filter((file) => file.type.startsWith('image/'));
  return pictures.length > 0 || types.includes('text/plain') ? pictures : files;
}

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
      const files = enabled ? pastedPictures(event.clipboardData) : [];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      onPaste(files);
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
