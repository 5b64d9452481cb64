// The picture to be marked: a brush and an eraser for the pointer, and a region that moves and grows with the arrow keys, which does the
// same for the keyboard.
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Asset } from '../../../common/domain/story';
import { formatPercent } from '../../i18n/format';
import { t } from '../../i18n/translate';
import {
  movedRegion,
  regionBetween,
  REGION_STEP,
  resizedRegion,
  type Mark,
  type Point,
  type Region,
} from './mask-marks';
import { frameOf } from './picture-frame';
import { paintVeil } from './paint-mask';

export type Tool = 'brush' | 'eraser' | 'rectangle' | 'ellipse';

interface MaskBoardProps {
  readonly src: string;
  readonly alt: string;
  readonly asset: Asset;
  readonly tool: Tool;
  readonly radius: number;
  readonly region: Region;
  readonly marks: readonly Mark[];
  readonly onMark: (mark: Mark) => void;
  readonly onRegion: (region: Region) => void;
  readonly onTool: (tool: Tool) => void;
  readonly announce: (sentence: string) => void;
}

const VEIL_PX = 512;

export const regionWords = ({ x, y, width, height }: Region): string =>
  t('{left} from the left, {top} from the top, {width} wide, {height} high', {
    left: formatPercent(x),
    top: formatPercent(y),
    width: formatPercent(width),
    height: formatPercent(height),
  });

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-REGION_STEP, 0],
  ArrowRight: [REGION_STEP, 0],
  ArrowUp: [0, -REGION_STEP],
  ArrowDown: [0, REGION_STEP],
};

export function MaskBoard(props: MaskBoardProps): ReactNode {
  const { asset, tool, radius, region, marks, onMark, onRegion, onTool, announce } = props;
  const board = useRef<HTMLDivElement>(null);
  const veil = useRef<HTMLCanvasElement>(null);
  const [stroke, setStroke] = useState<readonly Point[] | null>(null);
  const isRegion = tool === 'rectangle' || tool === 'ellipse';
  const longest = Math.max(asset.widthPx, asset.heightPx);
  const canvasSize = {
    width: Math.round((VEIL_PX * asset.widthPx) / longest),
    height: Math.round((VEIL_PX * asset.heightPx) / longest),
  };

  useEffect(() => {
    const running: Mark[] =
      stroke === null || isRegion ? [] : [{ kind: 'stroke', points: stroke, radius, erases: tool === 'eraser' }];
    if (veil.current !== null) paintVeil(veil.current, [...marks, ...running]);
  }, [marks, stroke, radius, tool, isRegion]);

  const pointOf = (event: PointerEvent): Point => {
    const box = board.current?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const begin = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setStroke([pointOf(event)]);
  };
  const go = (event: PointerEvent): void => {
    if (stroke === null) return;
    const point = pointOf(event);
    if (isRegion && stroke[0] !== undefined) onRegion(regionBetween(tool, stroke[0], point));
    else setStroke([...stroke, point]);
  };
  const end = (): void => {
    if (stroke === null) return;
    setStroke(null);
    if (isRegion) onMark({ kind: 'region', region, erases: false });
    else onMark({ kind: 'stroke', points: stroke, radius, erases: tool === 'eraser' });
  };

  const byKey = (event: KeyboardEvent): void => {
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      if (!isRegion) onTool('rectangle');
      const next = event.shiftKey ? resizedRegion(region, ...arrow) : movedRegion(region, ...arrow);
      onRegion(next);
      announce(regionWords(next));
      return;
    }
    if (!isRegion || event.ctrlKey || event.metaKey || event.altKey) return;
    const erases = event.key === 'Delete' || event.key === 'Backspace';
    if (!erases && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onMark({ kind: 'region', region, erases });
  };

  return (
    <div
      ref={board}
      className="mask-board"
      data-testid="mask-board"
      data-tool={tool}
      role="application"
      tabIndex={0}
      style={frameOf(asset)}
      aria-label={t('The picture to mark')}
      aria-describedby="mask-board-keys"
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={() => setStroke(null)}
      onKeyDown={byKey}
    >
      <img src={props.src} alt={props.alt} draggable={false} />
      <canvas ref={veil} {...canvasSize} aria-hidden />
      {isRegion && (
        <span
          className="mask-region"
          data-shape={tool}
          aria-hidden
          style={{
            left: `${region.x * 100}%`,
            top: `${region.y * 100}%`,
            width: `${region.width * 100}%`,
            height: `${region.height * 100}%`,
          }}
        />
      )}
    </div>
  );
}
