// A target for picture files: always in the document, shown while a file is dragged over the window.
import { ImagePlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { carriesFiles, filesOf, importPictures, type PictureDestination } from './picture-import';

interface DropZoneProps {
  readonly destination: PictureDestination;
  readonly label: string;
  readonly testId: 'drop-into' | 'drop-new' | 'drop-reference';
}

export function DropZone({ destination, label, testId }: DropZoneProps): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      className="drop-zone"
      data-testid={testId}
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        if (!carriesFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false);
        const files = filesOf(event.dataTransfer);
        if (files.length === 0) return;
        event.preventDefault();
        void importPictures(workspace, session, files, destination);
      }}
    >
      <ImagePlus size={18} aria-hidden />
      <span>{label}</span>
    </div>
  );
}
