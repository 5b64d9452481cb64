// The tools beside the picture: what marks, how broad, and taking marks back.
import { Brush, Circle, Contrast, Eraser, RotateCcw, Square, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import type { Tool } from './mask-board';

export const brushSizes = [0.03, 0.06, 0.11] as const;

interface MaskToolsProps {
  readonly tool: Tool;
  readonly radius: number;
  readonly canTakeBack: boolean;
  readonly onTool: (tool: Tool) => void;
  readonly onRadius: (radius: number) => void;
  readonly onTakeBack: () => void;
  readonly onClear: () => void;
  readonly onInvert: () => void;
  readonly onMarkRegion: () => void;
}

export function MaskTools(props: MaskToolsProps): ReactNode {
  const { tool, radius } = props;
  const tools = [
    { id: 'brush', name: t('Brush'), Icon: Brush },
    { id: 'eraser', name: t('Eraser'), Icon: Eraser },
    { id: 'rectangle', name: t('Rectangle'), Icon: Square },
    { id: 'ellipse', name: t('Ellipse'), Icon: Circle },
  ] as const;
  const sizeNames = [t('Fine'), t('Medium'), t('Broad')];
  const isRegion = tool === 'rectangle' || tool === 'ellipse';
  return (
    <div className="mask-tools">
      <div className="mask-tools-row" role="radiogroup" aria-label={t('Tool')}>
        {tools.map(({ id, name, Icon }) => (
          <label key={id} className="mask-tool" data-testid={`tool-${id}`}>
            <input
              type="radio"
              name="mask-tool"
              className="visually-hidden"
              checked={tool === id}
              onChange={() => props.onTool(id)}
            />
            <Icon size={16} aria-hidden />
            {name}
          </label>
        ))}
      </div>
      <div className="mask-tools-row">
        {isRegion ? (
          <Button size="small" onClick={props.onMarkRegion} data-testid="mark-region">
            {t('Mark this region')}
          </Button>
        ) : (
          <div className="brush-sizes" role="radiogroup" aria-label={t('Size')}>
            {brushSizes.map((size, index) => (
              <label key={size} className="brush-size" title={sizeNames[index]}>
                <input
                  type="radio"
                  name="brush-size"
                  className="visually-hidden"
                  checked={radius === size}
                  aria-label={sizeNames[index]}
                  onChange={() => props.onRadius(size)}
                />
                <span data-size={index} aria-hidden />
              </label>
            ))}
          </div>
        )}
        <span className="mask-tools-gap" />
        <IconButton
          size="small"
          label={t('Take the last mark back')}
          disabled={!props.canTakeBack}
          onClick={props.onTakeBack}
        >
          <RotateCcw size={15} />
        </IconButton>
        <IconButton
          size="small"
          label={t('Swap marked and unmarked')}
          data-testid="invert-marks"
          onClick={props.onInvert}
        >
          <Contrast size={15} />
        </IconButton>
        <IconButton
          size="small"
          label={t('Clear all marks')}
          tooltipAlign="end"
          disabled={!props.canTakeBack}
          onClick={props.onClear}
        >
          <Trash2 size={15} />
        </IconButton>
      </div>
      <p id="mask-board-keys" className="field-hint">
        {t(
          'With the keyboard: arrow keys move a region, Shift and arrow keys resize it, Enter marks it, Delete unmarks it.',
        )}
      </p>
    </div>
  );
}
