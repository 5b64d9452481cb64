// "Change only this": a part of a picture, or all of it, is drawn over with other words. The result is compared with the picture and kept
// as a new version, tried again, or thrown away; until it is kept, the story knows nothing of it.
import { Brush, Check, RotateCcw, Square } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { chosenPictureOf, type Panel, type PictureVariant } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { writerWordsFrom } from '../../api/writer-words';
import { sentenceGap } from '../../i18n/format';
import { panelIndexOf, panelOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { BeforeAfter } from '../../ui/before-after';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Progress } from '../../ui/progress';
import { runEtaWords, runFraction, runWords } from '../storyboard/run-words';
import { isActive } from '../workspace/run';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { MaskBoard, regionWords, type Tool } from './mask-board';
import { firstRegion, marksAnything, type Mark, type Region } from './mask-marks';
import { brushSizes, MaskTools } from './mask-tools';
import { maskPng } from './paint-mask';
import { frameOf } from './picture-frame';
import { strengthWords } from './strength-words';
import { useTrial } from './use-trial';
import './redraw.css';

export function RedrawDialog({ panelId }: { readonly panelId: string }): ReactNode {
  const panel = useEditor((state) => panelOf(state.story, panelId));
  const picture = panel === null ? null : chosenPictureOf(panel);
  if (panel === null || picture === null) return null;
  return <Redraw key={picture.id} panel={panel} picture={picture} />;
}

const FIRST_STRENGTH = { part: 0.85, whole: 0.5 } as const;

function Redraw({ panel, picture }: { readonly panel: Panel; readonly picture: PictureVariant }): ReactNode {
  const { ui, report } = useWorkspace();
  const { storyId } = useSession();
  const number = useEditor((state) => panelIndexOf(state.story, panel.id) + 1);
  const trial = useTrial();
  const [scope, setScope] = useState<'part' | 'whole'>('part');
  const [tool, setTool] = useState<Tool>('brush');
  const [radius, setRadius] = useState<number>(brushSizes[1]);
  const [region, setRegion] = useState<Region>(firstRegion('rectangle'));
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  const [words, setWords] = useState(panel.text);
  const [strength, setStrength] = useState<number>(FIRST_STRENGTH.part);
  const { announce } = ui.actions;
  const close = (): void => ui.actions.openDialog(null);
  const src = assetUrl(storyId, picture.asset);
  const { run } = trial;
  const running = run !== null && isActive(run);
  const ready = run?.phase === 'ready' ? (run.job?.result?.asset ?? null) : null;
  const missing =
    words.trim() === ''
      ? t('Say what shall be there.')
      : scope === 'part' && !marksAnything(marks)
        ? t('Mark what may change first.')
        : null;

  const chooseTool = (next: Tool): void => {
    setTool(next);
    if (next === 'rectangle' || next === 'ellipse') setRegion({ ...region, shape: next });
  };
  const mark = (next: Mark): void => {
    setMarks([...marks, next]);
    if (next.kind === 'region') {
      announce(
        next.erases
          ? t('Unmarked: {region}.', { region: regionWords(next.region) })
          : t('Marked: {region}.', { region: regionWords(next.region) }),
      );
    }
  };
  const draw = async (): Promise<void> => {
    try {
      const mask = scope === 'part' ? await maskPng(marks, picture.asset) : null;
      trial.start(panel, words.trim(), { image: picture.asset.sha256, strength, mask });
    } catch (thrown) {
      report(thrown);
    }
  };
  const keep = (): void => {
    if (!trial.keep()) return;
    announce(t('Kept as a new version of the picture.'));
    close();
  };
  // The marks have an undo of their own while the dialog is open; the story's must not run behind it.
  const takeBackByKey = (event: KeyboardEvent): void => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    if (!isUndo) return;
    event.stopPropagation();
    if (event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    setMarks(marks.slice(0, -1));
  };

  const foot =
    ready !== null ? (
      <>
        <Button tone="quiet" data-testid="redraw-discard" onClick={trial.discard}>
          {t('Discard')}
        </Button>
        <Button data-testid="redraw-again" onClick={() => void draw()}>
          <RotateCcw size={15} aria-hidden />
          {t('Try again')}
        </Button>
        <Button tone="primary" data-testid="redraw-keep" onClick={keep}>
          <Check size={16} aria-hidden />
          {t('Keep')}
        </Button>
      </>
    ) : running ? (
      <Button disabled={run.phase === 'stopping'} data-testid="redraw-stop" onClick={trial.discard}>
        <Square size={13} fill="currentColor" aria-hidden />
        {t('Stop')}
      </Button>
    ) : (
      <>
        <span className="redraw-missing" role="status">
          {missing}
        </span>
        <Button tone="primary" disabled={missing !== null} data-testid="redraw-draw" onClick={() => void draw()}>
          <Brush size={16} aria-hidden />
          {t('Draw')}
        </Button>
      </>
    );

  return (
    <Dialog
      title={t('Change the picture of panel {number}', { number })}
      width="wide"
      onClose={close}
      foot={foot}
      forReading={running} // then nothing in it can be pressed, and it still has to be scrolled
      testId="redraw-dialog"
    >
      <div className="redraw" onKeyDown={takeBackByKey}>
        <div className="redraw-picture" data-busy={running ? '' : undefined}>
          {ready !== null ? (
            <BeforeAfter
              before={{ src, alt: t('Before'), label: t('Before') }}
              after={{ src: assetUrl(storyId, ready), alt: t('After'), label: t('After') }}
              label={t('Compare before and after')}
              frame={frameOf(picture.asset)}
            />
          ) : running ? (
            <>
              <img
                className="redraw-preview"
                style={frameOf(picture.asset)}
                src={run.previewUrl ?? src}
                alt={t('The picture as it comes into being')}
                data-waiting={run.previewUrl === null ? '' : undefined}
                data-testid="redraw-preview"
              />
              <div className="redraw-progress" data-testid="run-progress">
                <span>{runWords(run)}</span>
                <span>{runEtaWords(run)}</span>
                <Progress label={runWords(run)} fraction={runFraction(run)} />
              </div>
            </>
          ) : scope === 'part' ? (
            <MaskBoard
              src={src}
              alt={picture.alt}
              asset={picture.asset}
              tool={tool}
              radius={radius}
              region={region}
              marks={marks}
              onMark={mark}
              onRegion={setRegion}
              onTool={chooseTool}
              announce={announce}
            />
          ) : (
            <img className="redraw-preview" style={frameOf(picture.asset)} src={src} alt={picture.alt} />
          )}
        </div>
        <fieldset className="redraw-side" disabled={running}>
          <legend className="visually-hidden">{t('How to change it')}</legend>
          {run?.phase === 'failed' && run.failure !== null && <Failed failure={run.failure} />}
          <div className="segments">
            {(['part', 'whole'] as const).map((id) => (
              <label key={id} className="segment" data-testid={`redraw-${id}`}>
                <input
                  type="radio"
                  name="redraw-scope"
                  className="visually-hidden"
                  checked={scope === id}
                  onChange={() => {
                    setScope(id);
                    setStrength(FIRST_STRENGTH[id]);
                  }}
                />
                {id === 'part' ? t('Only what I mark') : t('Whole picture')}
              </label>
            ))}
          </div>
          {scope === 'part' && ready === null && (
            <MaskTools
              tool={tool}
              radius={radius}
              canTakeBack={marks.length > 0}
              onTool={chooseTool}
              onRadius={setRadius}
              onTakeBack={() => setMarks(marks.slice(0, -1))}
              onClear={() => setMarks([])}
              onInvert={() => mark({ kind: 'invert' })}
              onMarkRegion={() => mark({ kind: 'region', region, erases: false })}
            />
          )}
          <label className="field">
            <span className="field-label">{t('What shall be there')}</span>
            <textarea
              className="text-input redraw-words"
              data-testid="redraw-words"
              data-own-undo=""
              rows={4}
              dir="auto"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
            <span className="field-hint">{t('For this drawing only; the words of the panel stay as they are.')}</span>
          </label>
          <label className="field">
            <span className="redraw-strength">
              <span className="field-label">{t('How much may change')}</span>
              <span>{strengthWords(strength)}</span>
            </span>
            <input
              className="range-input"
              type="range"
              min={0.1}
              max={1}
              step={0.05}
              value={strength}
              aria-valuetext={strengthWords(strength)}
              data-testid="redraw-strength"
              onChange={(event) => setStrength(Number(event.target.value))}
            />
          </label>
        </fieldset>
      </div>
    </Dialog>
  );
}

function Failed({ failure }: { readonly failure: Parameters<typeof writerWordsFrom>[0] }): ReactNode {
  const { title, advice } = writerWordsFrom(failure);
  return (
    <p className="redraw-failed" role="alert" data-testid="redraw-failed">
      <strong>{title}</strong>
      {sentenceGap()}
      {advice}
    </p>
  );
}
