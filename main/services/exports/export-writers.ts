// What each format does when its job runs: gathers the parts, counts its steps, writes one file provably. The table of formats.
import { writeProved } from '../files/write-proved';
import { reportHtml, reportMarkdown } from './ai-use-report';
import { bookTypeOf, type FontBytes } from './book-type';
import { epubFrom } from './epub/epub';
import type { ExportWork, ExportWriters } from './export-service';
import { flipBookFrom } from './flip-book/flip-book';
import { picturesShown } from './markup';
import type { PdfExport } from './pdf-export';
import { pictureSetWriter, pictureWriter } from './picture-set';

export interface WriterPorts {
  readonly pdf: PdfExport;
  readonly fontBytes: FontBytes;
  readonly appName: string;
}

/** Reads pictures one after the other, counting them; the last step is the writing. */
function countedPictures(work: ExportWork<'epub'> | ExportWork<'html'>): {
  readonly picture: ExportWork<'epub'>['picture'];
  readonly writing: () => void;
} {
  const steps = picturesShown(work.story) + 2;
  let step = 0;
  const count = (): void => work.step(Math.min(++step, steps - 1), steps);
  return {
    picture: (picture) => {
      count();
      return work.picture(picture);
    },
    writing: () => work.step(steps - 1, steps),
  };
}

export const exportWriters = ({ pdf, fontBytes, appName }: WriterPorts): ExportWriters => ({
  pdf: async ({ story, request, path, pictureBytes, step }) =>
    pdf.toFile(story, request.design, path, pictureBytes, step),
  epub: async (work) => {
    const { picture, writing } = countedPictures(work);
    const type = await bookTypeOf(work.story, fontBytes);
    const bytes = await epubFrom(work.story, { type, modified: work.now, picture });
    writing();
    await writeProved(work.write, work.path, bytes);
    return { bytes: bytes.byteLength, pictures: picturesShown(work.story) };
  },
  html: async (work) => {
    const { picture, writing } = countedPictures(work);
    const type = await bookTypeOf(work.story, fontBytes);
    const bytes = await flipBookFrom(work.story, { type, appName, picture });
    writing();
    await writeProved(work.write, work.path, bytes);
    return { bytes: bytes.byteLength, pictures: picturesShown(work.story) };
  },
  pictures: pictureSetWriter(appName),
  picture: pictureWriter(appName),
  report: async ({ story, request, now, write, path, step }) => {
    const report = request.as === 'html' ? reportHtml : reportMarkdown;
    const bytes = new TextEncoder().encode(report({ story, now, appName }));
    step(1, 2);
    await writeProved(write, path, bytes);
    return { bytes: bytes.byteLength };
  },
});
