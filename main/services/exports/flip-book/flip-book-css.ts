// The look of the flip-book: one leaf after another on a page that scrolls; with its script, one leaf at a time, picture and words
// facing each other where the window is wide. Light, dark, print and less motion.
import { fontFaceCss, type BookType, type EmbeddedFont } from '../embedded-font';

export const flipBookCss = (type: BookType, fontUrl: (font: EmbeddedFont) => string): string =>
  `${fontFaceCss(type.fonts, fontUrl)}
:root { color-scheme: light dark; --desk: light-dark(#efe8db, #14110e); --paper: light-dark(#fffdf8, #221e19); --ink: light-dark(#2b2620, #ece4d6);
  --quiet: light-dark(#6b6052, #b3a794); --line: light-dark(#d9cfbd, #3d362d); --accent: light-dark(#8a4623, #e2a47c);
  --shadow: 0 1px 2px #0002, 0 14px 40px #00000018; }
* { box-sizing: border-box; }
html { background: var(--desk); color: var(--ink); font-family: ${type.textFamily}; text-size-adjust: 100%; }
body { margin: 0; font-size: clamp(1.06rem, 0.9rem + 0.6vw, 1.4rem); line-height: 1.55; }
h1, h2, p, figure { margin: 0; }
img { display: block; max-width: 100%; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.leaf:focus-visible, .side:focus-visible { outline-offset: -3px; }
.leaf { width: min(42rem, 100% - 1.25rem); margin: 2rem auto; padding: clamp(1rem, 4vw, 2.4rem); background: var(--paper); border-radius: 10px; box-shadow: var(--shadow); }
.leaf img { width: 100%; height: auto; border-radius: 6px; }
.words { padding-top: 1.2rem; text-align: center; }
.words p { text-wrap: balance; overflow-wrap: anywhere; }
.words .line { display: inline-block; max-width: 100%; }
.words p + p { margin-top: 0.7em; }
.long .words { text-align: start; }
.long .words p { text-wrap: pretty; }
.folio { color: var(--quiet); font-size: 0.72em; padding-top: 1.2rem; text-align: center; font-variant-numeric: tabular-nums; }
.cover .words { padding-top: 1.6rem; }
h1 { font-family: ${type.titleFamily}; font-size: 1.9em; font-weight: 600; line-height: 1.15; text-wrap: balance; overflow-wrap: anywhere; }
.author { color: var(--quiet); font-style: italic; padding-top: 0.6em; }
.controls { display: none; }
@media screen {
  .flip, .flip body { height: 100%; overflow: hidden; }
  .flip body { display: grid; grid-template-rows: minmax(0, 1fr) auto; height: 100dvh; }
  .flip .book { position: relative; min-height: 0; padding: clamp(0.5rem, 2vmin, 2rem); overflow: hidden; }
  .flip .leaf { display: none; position: absolute; inset: clamp(0.5rem, 2vmin, 2rem); width: auto; margin: 0; padding: 0; overflow: auto; grid-template-rows: auto minmax(0, 1fr); }
  .flip .leaf.shown { display: grid; }
  .flip .side { align-content: safe center; display: grid; padding-block: 1.2rem; }
  .flip .folio { display: none; }
  .flip .leaf.shown.forward { animation: come-forward 320ms cubic-bezier(.2,.7,.2,1); }
  .flip .leaf.shown.back { animation: come-back 320ms cubic-bezier(.2,.7,.2,1); }
  .flip figure { background: var(--paper); }
  .flip .leaf img { width: 100%; max-height: 62dvh; object-fit: contain; border-radius: 0; }
  .flip .words { padding: 0 clamp(1rem, 5vw, 2.6rem); margin-inline: auto; max-width: 38rem; }
  .flip .leaf.words-only { grid-template-rows: minmax(100%, auto); }
  .flip .leaf.words-only:not(.long, .cover) .words { font-size: 1.2em; }
  .flip .leaf.picture-only { grid-template-rows: minmax(0, 1fr); }
  .flip .leaf.picture-only .side { display: none; }
  .flip .leaf.picture-only figure { position: relative; }
  .flip .leaf.picture-only img { position: absolute; inset: 0; height: 100%; max-height: none; padding: clamp(0px, 3vmin, 3rem); }
  .flip .controls { display: flex; align-items: center; justify-content: center; gap: 0.75rem; padding: 0.25rem 0.75rem calc(0.5rem + env(safe-area-inset-bottom)); font-size: 1rem; }
  .controls button { min-width: 3rem; min-height: 2.75rem; border: 1px solid var(--line); border-radius: 999px; background: var(--paper); color: var(--ink); font: inherit; line-height: 1; cursor: pointer; }
  .controls button:disabled { opacity: 0.4; cursor: default; }
  .controls button:not(:disabled):hover { border-color: var(--accent); }
  .counter { min-width: 6.5rem; text-align: center; color: var(--quiet); font-variant-numeric: tabular-nums; }
  .controls .mode { position: absolute; inset-inline-end: 0.75rem; padding: 0 1rem; font-size: 0.85rem; }
  .scroll .controls { display: flex; position: sticky; bottom: 0; justify-content: end; padding: 0.5rem 0.75rem; font-size: 1rem; pointer-events: none; }
  .scroll .controls > * { display: none; }
  .scroll .controls .mode { display: block; position: static; pointer-events: auto; box-shadow: var(--shadow); }
}
@media screen and (min-width: 56rem) and (min-aspect-ratio: 5/4) {
  .flip .leaf.illustrated { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); grid-template-rows: minmax(0, 1fr); }
  .flip .leaf.illustrated figure { position: relative; min-height: 0; border-inline-end: 1px solid var(--line); }
  .flip .leaf.illustrated figure img { position: absolute; inset: 0; height: 100%; max-height: none; padding: clamp(1rem, 3vmin, 3rem); }
  .flip .leaf.illustrated .side { min-height: 0; overflow: auto; padding-block: 2rem; }
  .flip .leaf.illustrated .words { font-size: 1.12em; }
  .flip .book { max-width: min(100%, 190dvh); width: 100%; margin-inline: auto; }
}
@media screen and (max-width: 34rem) {
  .flip .book { padding: 0; }
  .flip .leaf { inset: 0; border-radius: 0; box-shadow: none; }
  .flip .words { padding-inline: 1.4rem; }
  .flip .leaf img { max-height: 58dvh; }
  .controls .mode { padding: 0 0.75rem; }
  .counter { min-width: 4.5rem; }
}
@keyframes come-forward { from { transform: perspective(1600px) translateX(var(--way, 6%)) rotateY(calc(var(--turn, 1) * -9deg)); opacity: 0; } }
@keyframes come-back { from { transform: perspective(1600px) translateX(calc(var(--way, 6%) * -1)) rotateY(calc(var(--turn, 1) * 9deg)); opacity: 0; } }
[dir='rtl'] { --way: -6%; --turn: -1; }
@media (prefers-reduced-motion: reduce) { .flip .leaf.shown { animation: none !important; } }
@media (forced-colors: active) { .leaf { border: 1px solid; } }
@media print {
  @page { margin: 15mm; }
  :root { color-scheme: light; }
  html { background: none; }
  body { font-size: 13pt; }
  .leaf { box-shadow: none; padding: 0; margin: 0 auto; width: auto; max-width: 160mm; break-after: page; break-inside: avoid; background: none; }
  .leaf.long { break-inside: auto; }
  .leaf.long img { max-height: 110mm; }
  .words p { orphans: 3; widows: 3; }
  .leaf:last-child { break-after: auto; }
  .leaf img { width: auto; max-height: 165mm; margin-inline: auto; min-width: 60%; object-fit: contain; }
}`;
