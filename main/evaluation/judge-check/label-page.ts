// The labels of a check of the judge as a page that anybody can fill in without a network: one picture at a time, with the keyboard
// alone if wanted. Nothing of what the picture should show, or of what the judge says, is in here. What is chosen is kept in the
// browser between visits; the file that is saved has the form of labels.ts.
import { escaped, htmlPage, pictureTag } from '../report/html-page';
import { fieldHints, listFields, UNCLEAR, type Choices, type ListField } from './labels';

export interface LabelPagePicture {
  readonly id: string;
  readonly png: Uint8Array;
}

const SIDE_PX = 384;
const QUESTIONS = {
  who: 'Who is the main character?',
  others: 'Who else is there?',
  place: 'Where is it?',
  time: 'When, or what weather?',
  props: 'Which things are there?',
  style: 'How is it drawn?',
} as const;

const STYLE = `main { display: flex; gap: 1.5rem; align-items: flex-start; flex-wrap: wrap; } #pictures { position: sticky; top: 1rem; }
#pictures [hidden] { display: none; } form { flex: 1 1 24rem; } form > div { margin: 0 0 0.8rem; }
label { display: inline-block; min-width: 13rem; } small { color: #555; display: block; } select, button, input { font: inherit; padding: 0.2rem 0.5rem; }
.items { display: flex; flex-wrap: wrap; gap: 0.3rem; margin-top: 0.4rem; } .items button { border: 1px solid #999; border-radius: 6px; background: #fff; }
.items button[aria-pressed="true"] { background: #1d5c3a; color: #fff; } .items button[aria-pressed="mixed"] { background: #f3dfa2; }
.bar { display: flex; gap: 0.8rem; align-items: center; margin: 0 0 1rem; } kbd { border: 1px solid #bbb; border-radius: 3px; padding: 0 0.25rem; }
`;

const SCRIPT = `const form = document.querySelector('form');
const state = document.querySelector('output');
const images = [...document.querySelectorAll('#pictures [data-picture]')];
const selects = [...form.querySelectorAll('select')];
const items = [...form.querySelectorAll('[data-list]')];
const check = form.dataset.check;
const fields = ['who', 'others', 'place', 'time', 'props', 'style'];
const labels = images.map((image) => ({ picture: image.dataset.picture, ...Object.fromEntries(fields.map((field) => [field, null])) }));
const take = (given) => {
  for (const label of given) {
    const own = labels.find(({ picture }) => picture === label.picture);
    if (own !== undefined) for (const field of fields) own[field] = label[field] ?? null;
  }
};
try { take(JSON.parse(localStorage.getItem(check) ?? '[]')); } catch { /* a browser that keeps nothing */ }
let at = 0;
const isDone = (label) => fields.every((field) => label[field] !== null);
const doubt = (answer, id) => (!Array.isArray(answer) ? '' : answer.includes(id) ? 'true' : answer.includes(id + '?') ? 'mixed' : '');
const show = () => {
  const label = labels[at];
  for (const [index, image] of images.entries()) image.hidden = index !== at;
  for (const select of selects) {
    const answer = label[select.name];
    select.value = answer === null ? '' : Array.isArray(answer) ? 'listed' : answer;
  }
  for (const item of items) {
    const pressed = doubt(label[item.dataset.list], item.dataset.id);
    item.setAttribute('aria-pressed', pressed === '' ? 'false' : pressed);
    item.textContent = (pressed === 'true' ? '✓ ' : pressed === 'mixed' ? '? ' : '') + item.dataset.id;
  }
  state.textContent = 'Picture ' + label.picture + '; ' + labels.filter(isDone).length + ' of ' + labels.length + ' labelled in full';
};
const keep = () => {
  try { localStorage.setItem(check, JSON.stringify(labels)); } catch { /* the file can still be saved */ }
  show();
};
const go = (step) => {
  at = Math.min(Math.max(at + step, 0), labels.length - 1);
  show();
  selects[0].focus();
};
form.addEventListener('change', ({ target }) => {
  if (!selects.includes(target)) return;
  const answer = labels[at][target.name];
  labels[at][target.name] = target.value === '' ? null : target.value === 'listed' ? (Array.isArray(answer) ? answer : []) : target.value;
  keep();
});
form.addEventListener('click', ({ target }) => {
  const { list, id } = target.dataset;
  if (list === undefined) return;
  const before = Array.isArray(labels[at][list]) ? labels[at][list] : [];
  const pressed = doubt(before, id);
  const others = before.filter((one) => one !== id && one !== id + '?');
  labels[at][list] = pressed === '' ? [...others, id] : pressed === 'true' ? [...others, id + '?'] : others;
  keep();
});
addEventListener('keydown', (event) => {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  go(step);
});
document.querySelector('#before').addEventListener('click', () => go(-1));
document.querySelector('#next').addEventListener('click', () => go(1));
document.querySelector('#save').addEventListener('click', () => {
  const file = new Blob([JSON.stringify({ check, pictures: labels }, null, 1)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'labels.json';
  link.click();
  URL.revokeObjectURL(link.href);
});
show();`;

/** The page. @param check name that ties labels to the judge's answers */
export function labelPage(pictures: readonly LabelPagePicture[], check: string, choices: Choices): string {
  const shown = pictures.map(
    ({ id, png }, index) =>
      `<figure data-picture="${escaped(id)}"${index === 0 ? '' : ' hidden'}>${pictureTag(png, `picture ${id}`, SIDE_PX)}</figure>`,
  );
  const fields = (['who', 'others', 'place', 'time', 'props', 'style'] as const).map((field) =>
    (listFields as readonly string[]).includes(field)
      ? listRow(field as ListField, choices[field])
      : `<div>${selectRow(field, [...choices[field], UNCLEAR])}</div>`,
  );
  return htmlPage({
    title: 'What is in the picture?',
    style: STYLE,
    script: SCRIPT,
    body: `<h1>What is in the picture?</h1>
<p>${pictures.length} pictures, one at a time. Say what you see, not what you think was meant; where the picture does not let you tell,
say “${UNCLEAR}”. A thing is marked by one press, doubted by a second (it is then not counted), taken back by a third; choose “as
marked” where there is nothing. <kbd>Tab</kbd> goes from field to field, letters choose, <kbd>Page Down</kbd> and <kbd>Page Up</kbd>
change the picture. Your browser keeps what you chose; save the file at the end: nothing is sent anywhere.</p>
<div class="bar"><button type="button" id="before">Before</button><button type="button" id="next">Next</button>
<button type="button" id="save">Save the labels</button><output></output></div>
<main><div id="pictures">${shown.join('\n')}</div>
<form data-check="${escaped(check)}">
${fields.join('\n')}
</form></main>`,
  });
}

function selectRow(field: keyof typeof QUESTIONS, answers: readonly string[]): string {
  const options = answers.map((answer) =>
    answer === 'listed'
      ? '<option value="listed">as marked</option>'
      : `<option value="${escaped(answer)}">${escaped(answer)}</option>`,
  );
  return `<label for="${field}">${QUESTIONS[field]}</label> <select id="${field}" name="${field}" aria-describedby="${field}-hint"><option value="">not labelled</option>${options.join('')}</select><small id="${field}-hint">${escaped(fieldHints[field])}</small>`;
}

function listRow(field: ListField, ids: readonly string[]): string {
  const buttons = ids.map(
    (id) =>
      `<button type="button" data-list="${field}" data-id="${escaped(id)}" aria-pressed="false">${escaped(id)}</button>`,
  );
  return `<div>${selectRow(field, ['listed', UNCLEAR])}<div class="items" role="group" aria-label="${escaped(QUESTIONS[field])}">${buttons.join('')}</div></div>`;
}
