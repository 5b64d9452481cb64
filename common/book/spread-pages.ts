// A panel on two facing pages: the words on the left and the picture on the right, framed or to the edges, or one picture across both.
import type { Placement } from '../domain/book-design';
import type { Panel, PictureVariant } from '../domain/story';
import type { Box, Rect } from './book';
import { aspectOf, cropToFill, pictureBox } from './fit-picture';
import { blankPage, type PageDraft } from './page-draft';
import type { PageFrame } from './page-frame';
import { fitOnPicture, fullPageBox, groundedWords, overleafPages, platePage } from './panel-pages';
import { wordPages } from './text-pages';

/** Of an upright picture across two pages hardly a third is left: it fills the right page instead, and its words face it. */
const LEAST_ASPECT_ACROSS = 0.85;

/** The left page comes first; what follows may begin on either side. */
export function spreadPages(
  panel: Panel,
  picture: PictureVariant,
  placement: Placement,
  frame: PageFrame,
): PageDraft[] {
  const isOver = placement === 'over' || placement === 'over-top';
  if (isOver && aspectOf(picture) >= LEAST_ASPECT_ACROSS) return acrossPages(panel, picture, placement, frame);
  const plate: PageDraft =
    placement === 'under'
      ? platePage(panel, picture, frame)
      : { kind: 'panel', bare: true, boxesOn: () => [fullPageBox(panel, picture, frame)] };
  // A picture without words faces what comes before or after it: a blank page beside it would look forgotten.
  if (panel.text.trim() === '') return [plate];
  const [words = blankPage, ...more] = wordPages(panel, frame);
  return [{ ...words, side: 'left' }, plate, ...more];
}

/** One picture over both pages, each half cut at the gutter; the words stand on one page, clear of it. */
function acrossPages(panel: Panel, picture: PictureVariant, placement: Placement, frame: PageFrame): PageDraft[] {
  const { width, height, bleed } = frame;
  const whole: Rect = { x: 0, y: 0, width: 2 * (width + bleed), height: height + 2 * bleed };
  const crop = cropToFill(picture, whole);
  // Each page shows its own half and, into the gutter's bleed, a little of the other.
  const share = (width + 2 * bleed) / whole.width;
  const half = (side: 'left' | 'right'): Box =>
    pictureBox(
      panel,
      picture,
      { x: -bleed, y: -bleed, width: width + 2 * bleed, height: whole.height },
      {
        crop: {
          ...crop,
          x: side === 'left' ? crop.x : crop.x + crop.width * (1 - share),
          width: crop.width * share,
        },
        decorative: side === 'right',
      },
    );
  const hasWords = panel.text.trim() !== '';
  const { words, padding } = fitOnPicture(panel, frame);
  const wordsSide = placement === 'over-top' ? 'left' : 'right';
  const page = (side: 'left' | 'right'): PageDraft => ({
    kind: 'panel',
    bare: true,
    side,
    boxesOn: () => [
      half(side),
      ...(hasWords && side === wordsSide ? groundedWords(words, panel, frame.safe(side), placement, padding) : []),
    ],
  });
  return [page('left'), page('right'), ...(hasWords ? overleafPages(panel, frame, words) : [])];
}
