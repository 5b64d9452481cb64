// Loss and held-out validation over the steps, drawn by uPlot; the same numbers stand in a table for those who read instead of look.
import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { MetricPoint, TuningRun } from '../../../common/domain/tuning';
import { formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';

const HEIGHT_PX = 240;
const LINE_PX = 2;
const ROWS = 12;

/** The mean of a few steps around each: single batches jump. */
const SMOOTH_STEPS = 9;
function smoothed(points: readonly MetricPoint[]): (number | null)[] {
  return points.map((_, index) => {
    const near = points
      .slice(Math.max(0, index - SMOOTH_STEPS), index + 1)
      .flatMap(({ loss }) => (loss === null ? [] : [loss]));
    return near.length === 0 ? null : near.reduce((sum, loss) => sum + loss, 0) / near.length;
  });
}

const dataFrom = (points: readonly MetricPoint[]): UPlot.AlignedData => [
  points.map(({ step }) => step),
  smoothed(points),
  points.map(({ validation }) => validation),
];

export function TuningCurves({ run }: { readonly run: TuningRun }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const style = getComputedStyle(element);
    const colour = (name: string): string => {
      // A colour of two themes is resolved where it is used.
      element.style.color = `var(${name})`;
      const resolved = getComputedStyle(element).color;
      element.style.color = '';
      return resolved;
    };
    const axis: UPlot.Axis = {
      stroke: colour('--ink-quiet'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
      font: `12px ${style.fontFamily}`,
    };
    const made = new UPlot(
      {
        width: Math.max(element.clientWidth, 200),
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 60 }],
        series: [
          {},
          { stroke: colour('--ink-faint'), width: LINE_PX, points: { show: false } },
          { stroke: colour('--accent'), width: LINE_PX, dash: [6, 4], spanGaps: true, points: { show: true, size: 7 } },
        ],
      },
      [[], [], []],
      element,
    );
    plot.current = made;
    const watcher = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height: HEIGHT_PX });
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(dataFrom(run.metrics));
  }, [run.metrics]);

  return (
    <div className="tune-curves" data-testid="tune-curves">
      <p className="tune-legend" aria-hidden>
        <span data-line="loss">{t('what it learns from')}</span>
        <span data-line="validation">{t('what was kept back')}</span>
      </p>
      <div ref={host} className="tune-plot" aria-hidden />
      <p className="field-hint">
        {t('Lower is better. When the dashed line turns up again, it learns by heart instead of understanding.')}
      </p>
      <details>
        <summary>{t('The numbers')}</summary>
        <CurveTable points={run.metrics} />
      </details>
    </div>
  );
}

/** Every measurement of what was kept back, and steps between them where there are none. */
function CurveTable({ points }: { readonly points: readonly MetricPoint[] }): ReactNode {
  const checked = points.filter(({ validation }) => validation !== null);
  const every = Math.max(1, Math.ceil(points.length / ROWS));
  const rows = checked.length >= 2 ? checked : points.filter((_, index) => index % every === 0);
  const words = (value: number | null): string =>
    value === null ? '–' : formatNumber(value, { maximumFractionDigits: 4 });
  return (
    <table className="tune-numbers">
      <thead>
        <tr>
          <th scope="col">{t('Step')}</th>
          <th scope="col">{t('Loss')}</th>
          <th scope="col">{t('Kept back')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ step, loss, validation }) => (
          <tr key={step}>
            <th scope="row">{formatNumber(step)}</th>
            <td>{words(loss)}</td>
            <td>{words(validation)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
