// What a panel's text field does: every key is typing in the story, and the picture is told that its words have changed. While an
// input method is still composing a word, the picture waits.
import type { ChangeEvent, CompositionEvent } from 'react';
import { setText } from '../../editor/commands/text-commands';
import { panelOf } from '../../editor/selectors';
import { useSession, useWorkspace } from '../workspace/use-workspace';

interface PanelWriting {
  readonly onChange: (event: ChangeEvent<HTMLTextAreaElement>) => void;
  readonly onCompositionEnd: (event: CompositionEvent<HTMLTextAreaElement>) => void;
  /** Other words, put in at once. */
  readonly replace: (text: string) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

export function usePanelWriting(panelId: string): PanelWriting {
  const { follow } = useWorkspace();
  const session = useSession();
  const { editor } = session;
  const textNow = (): string => panelOf(editor.getState().story, panelId)?.text ?? '';
  return {
    onChange: (event) => {
      const before = textNow();
      editor.run(setText({ panelId, text: event.target.value }));
      const composing = event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing;
      follow.edited(session, panelId, before, composing);
    },
    onCompositionEnd: () => follow.edited(session, panelId, textNow(), false),
    replace: (text) => {
      const before = textNow();
      editor.endBurst();
      editor.run(setText({ panelId, text }));
      editor.endBurst();
      follow.edited(session, panelId, before, false);
    },
    onFocus: () => editor.setActivePanel(panelId),
    onBlur: () => {
      editor.endBurst();
      follow.left(session, panelId);
    },
  };
}
