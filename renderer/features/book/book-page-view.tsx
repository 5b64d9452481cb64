// One page of a typeset book, drawn: every box at its place, every line as it was set, at any size. The printed page is made from the same
// data (main/services/exports/book-html.ts). What a click in it does, the view around it decides.
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import type { BookPage, Box, PictureBox, Rect, SetParagraph, TextBox } from '../../../common/book/book';
import { cssOf } from '../../../common/book/faces';
import { paragraphLanguageOf } from '../../../common/book/paragraph-language';
import { assetUrl } from '../../api/asset-url';
import { useEditor } from '../workspace/use-workspace';
import './book.css';

interface BookPageViewProps {
  readonly page: BookPage;
  readonly storyId: string;
  readonly width: number;
  readonly height: number;
  /** Pixels for each point. */
  readonly zoom: number;
  /** Drawn instead of a box of words, for example while it is edited; null: as usual. */
  readonly replace?: (box: TextBox) => ReactNode;
  /** Laid over the page, in points. */
  readonly children?: ReactNode;
}

const place = ({ x, y, width, height }: Rect): CSSProperties => ({ left: x, top: y, width, height });

export function BookPageView({ page, storyId, width, height, zoom, replace, children }: BookPageViewProps): ReactNode {
  // Pages that did not change are the same objects: typing redraws one of them.
  const boxes = useMemo(
    () => page.boxes.map((box, index) => <BoxView key={index} box={box} storyId={storyId} replace={replace} />),
    [page, storyId, replace],
  );
  return (
    <div className="book-page" data-side={page.side} style={{ width: width * zoom, height: height * zoom }}>
      <div className="book-sheet" style={{ width, height, transform: `scale(${zoom})` }}>
        {boxes}
        {children}
      </div>
    </div>
  );
}

interface BoxViewProps {
  readonly box: Box;
  readonly storyId: string;
  readonly replace: ((box: TextBox) => ReactNode) | undefined;
}

function BoxView({ box, storyId, replace }: BoxViewProps): ReactNode {
  switch (box.kind) {
    case 'picture':
      return <PictureView box={box} storyId={storyId} />;
    case 'text':
      return replace?.(box) ?? <TextView box={box} />;
    case 'ground':
      return (
        <div
          className="book-box"
          style={{
            ...place(box.rect),
            background: box.fill,
            opacity: box.opacity,
            borderRadius: box.radius,
            ...(box.stroke === null ? {} : { border: `0.6px solid ${box.stroke}` }),
          }}
        />
      );
  }
}

function PictureView({ box, storyId }: { readonly box: PictureBox; readonly storyId: string }): ReactNode {
  const { rect, crop } = box;
  return (
    <div className="book-box book-picture" style={{ ...place(rect), borderRadius: box.radius }}>
      <img
        className="book-box"
        src={assetUrl(storyId, box.asset)}
        alt={box.decorative ? '' : box.alt}
        loading="lazy"
        decoding="async"
        draggable={false}
        style={place({
          x: (-crop.x / crop.width) * rect.width,
          y: (-crop.y / crop.height) * rect.height,
          width: rect.width / crop.width,
          height: rect.height / crop.height,
        })}
      />
    </div>
  );
}

/** The look of a text box, for its lines and for the field that edits them. */
export const textLook = (box: TextBox): CSSProperties => {
  const { family, weight } = cssOf(box.face);
  return {
    ...place(box.rect),
    color: box.colour,
    fontFamily: family,
    fontSize: box.size,
    fontWeight: weight,
    lineHeight: `${box.leading}px`,
    textAlign: box.align,
  };
};

export function TextView({ box }: { readonly box: TextBox }): ReactNode {
  return (
    <div className="book-box" data-role={box.role} style={textLook(box)}>
      {box.paragraphs.map((paragraph, index) => (
        <ParagraphView key={index} paragraph={paragraph} gap={index === 0 ? 0 : box.paragraphGap} role={box.role} />
      ))}
    </div>
  );
}

interface ParagraphViewProps {
  readonly paragraph: SetParagraph;
  readonly gap: number;
  readonly role: TextBox['role'];
}

function ParagraphView({ paragraph, gap, role }: ParagraphViewProps): ReactNode {
  const bookLanguage = useEditor((state) => state.story.language);
  const Tag = role === 'title' ? 'h2' : 'p';
  // As in the printed page, so that the system's font for another script is the same here and there.
  const language = paragraphLanguageOf(paragraph.lines.map(({ text }) => text).join(' '), bookLanguage) ?? undefined;
  return (
    <Tag dir={paragraph.direction} lang={language} style={{ marginTop: gap }} className="book-paragraph">
      {paragraph.lines.map((line, index) => (
        <span
          key={index}
          className="book-line"
          style={line.indent === 0 ? undefined : { paddingInlineStart: line.indent }}
        >
          {line.text}
          {line.joint === '' ? '' : ' '}
        </span>
      ))}
    </Tag>
  );
}
