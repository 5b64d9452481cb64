// The contact sheet as a page: every story in three rows, the world's own, the model's drawings of the world's texts with what the judge
// makes of them, and what the model tells and draws by itself. It shows; drawn-stories.ts draws.
import type { DrawnStory, ShownPanel } from './drawn-stories';
import { escaped, htmlPage, pictureTag } from './html-page';

const SIDE_PX = 128;

const STYLE = `section { break-inside: avoid; }
.row { display: flex; gap: 0.8rem; margin: 0 0 0.9rem; overflow-x: auto; }
.row > h3 { flex: 0 0 6rem; font-size: 0.85rem; font-weight: 600; margin: 0; color: #555; }
.row > figure { flex: 0 0 ${SIDE_PX + 16}px; }
.marks { color: #666; } .marks b { color: #a3231d; font-weight: 600; }
`;

/** The page. @param about one sentence on bundle and seed */
export function storyPage(stories: readonly DrawnStory[], about: string): string {
  const sections = stories.map(
    ({ world, drawn, told }, index) => `<section>
<h2>Story ${index + 1}</h2>
${row(
  'The world',
  world.map((panel) => cell(panel)),
)}
${row(
  'The model draws these texts',
  drawn.map((panel, at) =>
    cell({ ...panel, text: '' }, marks(panel, world[at]?.graph.props.map(({ id }) => id) ?? [])),
  ),
)}
${row(
  'The model tells and draws on',
  told.map((panel) => cell(panel)),
)}
</section>`,
  );
  return htmlPage({
    title: 'Contact sheet: held-out stories',
    style: STYLE,
    body: `<h1>The first ${stories.length} held-out stories</h1>
<p>${escaped(about)} In order and not chosen; failures are shown as they are. Each story in three rows: what the world
draws; the model's drawings of the same texts, with its own pictures as context; and from the same opening, texts and pictures
by the model. Below a drawing of a given text stands what the judge reads; what is wrong is red.</p>
${sections.join('\n')}`,
  });
}

function row(title: string, cells: readonly string[]): string {
  return `<div class="row"><h3>${escaped(title)}</h3>${cells.join('')}</div>`;
}

function cell({ text, png }: ShownPanel, note = ''): string {
  const picture = pictureTag(png, text === '' ? 'the same panel, drawn' : text, SIDE_PX);
  return `<figure>${picture}<figcaption>${escaped(text)}${note}</figcaption></figure>`;
}

function marks({ reading, verdict }: DrawnStory['drawn'][number], props: readonly string[]): string {
  const words = [
    mark(reading.who, verdict.who),
    mark(reading.place, verdict.place),
    mark(reading.time, verdict.time),
    mark(reading.style, verdict.style),
    ...props.map((id, i) => mark(verdict.props[i] === true ? id : `no ${id}`, verdict.props[i] === true)),
  ];
  return `<span class="marks">${words.join(', ')}</span>`;
}

const mark = (word: string, isRight: boolean): string => (isRight ? escaped(word) : `<b>${escaped(word)}</b>`);
