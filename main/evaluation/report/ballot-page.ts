// The ballot as a page that anybody can fill in without a network: the story so far, the panel's text, two pictures, two questions. The
// answers go into a JSON file that the voter saves. Which picture is whose is not in here. How pairs are made: ballot.ts.
import { ballotQuestions, type BallotPair, type BallotQuestion } from './ballot';
import { escaped, htmlPage, pictureTag } from './html-page';

const STYLE = `fieldset { border: 1px solid #ccc; border-radius: 8px; margin: 0 0 1.6rem; padding: 0.8rem 1rem; background: #fff; }
.before { display: flex; gap: 0.6rem; flex-wrap: wrap; margin: 0 0 0.8rem; } .before figure { width: 150px; }
.two { display: flex; gap: 1.2rem; margin: 0.8rem 0; } .two figcaption { text-align: center; font-weight: 600; }
.text { font-size: 1.05rem; } .question { margin: 0.4rem 0; } .question label { margin-right: 1rem; white-space: nowrap; }
.bar { position: sticky; bottom: 0; background: #fafaf8; border-top: 1px solid #ccc; padding: 0.7rem 0; display: flex; gap: 1rem; align-items: center; }
button { font: inherit; padding: 0.4rem 1rem; }
`;

const SCRIPT = `const form = document.querySelector('form');
const state = document.querySelector('output');
const groups = () => [...form.querySelectorAll('.question')];
const answered = () => groups().filter((group) => group.querySelector(':checked') !== null).length;
const show = () => { state.textContent = answered() + ' of ' + groups().length + ' questions answered'; };
form.addEventListener('change', show);
document.querySelector('button').addEventListener('click', () => {
  const answers = [...form.querySelectorAll('fieldset')].map((field) => {
    const answer = { pair: field.dataset.pair };
    for (const input of field.querySelectorAll(':checked')) answer[input.dataset.question] = input.value;
    return answer;
  }).filter((answer) => Object.keys(answer).length > 1);
  const file = new Blob([JSON.stringify({ ballot: form.dataset.ballot, answers }, null, 1)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'ballot-answers.json';
  link.click();
  URL.revokeObjectURL(link.href);
});
show();`;

/** The page. @param ballot name that ties answers to the key */
export function ballotPage(pairs: readonly BallotPair[], ballot: string): string {
  return htmlPage({
    title: 'Which picture?',
    style: STYLE,
    script: SCRIPT,
    body: `<h1>Which picture?</h1>
<p>${pairs.length} short stories, each up to one panel for which there are two pictures, A and B. Two programs drew them from the
same story; which is which changes from pair to pair. Answer what you see, leave out what you cannot say, and save your answers
at the end: nothing is sent anywhere.</p>
<form data-ballot="${escaped(ballot)}">
${pairs.map(pairField).join('\n')}
</form>
<div class="bar"><button type="button">Save the answers</button><output></output></div>`,
  });
}

function pairField({ id, context, text, a, b }: BallotPair, index: number): string {
  const before = context.map(
    (panel) =>
      `<figure>${pictureTag(panel.png, panel.text, 96)}<figcaption>${escaped(panel.text)}</figcaption></figure>`,
  );
  const questions = Object.entries(ballotQuestions).map(([name, question]) =>
    questionRow(id, name as BallotQuestion, question),
  );
  return `<fieldset data-pair="${escaped(id)}"><legend>${index + 1}</legend>
<div class="before">${before.join('')}</div>
<p class="text">${escaped(text)}</p>
<div class="two"><figure>${pictureTag(a, 'picture A', 256)}<figcaption>A</figcaption></figure><figure>${pictureTag(b, 'picture B', 256)}<figcaption>B</figcaption></figure></div>
${questions.join('\n')}
</fieldset>`;
}

function questionRow(id: string, name: BallotQuestion, question: string): string {
  const choices = [
    ['a', 'A'],
    ['b', 'B'],
    ['same', 'no difference'],
  ].map(
    ([value, label]) =>
      `<label><input type="radio" name="${escaped(`${name}-${id}`)}" data-question="${name}" value="${value}"> ${label}</label>`,
  );
  return `<div class="question" role="radiogroup" aria-label="${escaped(question)}">${escaped(question)}<br>${choices.join('')}</div>`;
}
