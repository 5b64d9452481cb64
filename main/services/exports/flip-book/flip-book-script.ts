// The script inside the flip-book, as the text that is hashed and embedded. It shows one leaf at a time; without it the page scrolls.
// Keys, swipes, buttons, addresses (#panel-3), and a switch back to scrolling. No network, no storage, no dependencies.

export const flipBookScript = `'use strict';
(() => {
  const root = document.documentElement;
  const leaves = [...document.querySelectorAll('.leaf')];
  const byName = (name) => document.querySelector('[data-' + name + ']');
  const [counter, previous, next, mode] = ['counter', 'previous', 'next', 'mode'].map(byName);
  const rtl = root.dir === 'rtl';
  let at = 0;

  const indexOfAddress = () => Math.max(0, leaves.findIndex((leaf) => '#' + leaf.id === location.hash));
  const rememberAddress = () => {
    try { history.replaceState(null, '', '#' + leaves[at].id); } catch { /* not allowed in some viewers */ }
  };

  const show = (index, direction) => {
    const flipping = root.classList.contains('flip');
    at = Math.min(Math.max(index, 0), leaves.length - 1);
    leaves.forEach((leaf, i) => {
      leaf.classList.toggle('shown', i === at);
      leaf.classList.remove('forward', 'back');
      leaf.inert = flipping && i !== at;
    });
    if (direction !== 0) leaves[at].classList.add(direction > 0 ? 'forward' : 'back');
    counter.textContent = at === 0 ? '–' : at + ' / ' + (leaves.length - 1); // the cover has no number
    previous.disabled = at === 0;
    next.disabled = at === leaves.length - 1;
    for (const near of [leaves[at + 1], leaves[at - 1]]) near?.querySelector('img')?.decode().catch(() => {}); // so that turning shows no empty leaf
    const sides = [leaves[at], ...leaves[at].querySelectorAll('.side')];
    for (const side of sides) {
      side.scrollTop = 0;
      if (side.scrollHeight > side.clientHeight + 1) side.tabIndex = 0;
      else side.removeAttribute('tabindex');
    }
  };
  const turn = (step) => {
    if (at + step < 0 || at + step >= leaves.length) return;
    show(at + step, step);
    rememberAddress();
  };
  const setMode = (flip) => {
    root.classList.toggle('flip', flip);
    root.classList.toggle('scroll', !flip);
    mode.textContent = flip ? mode.dataset.scroll : mode.dataset.flip;
    show(at, 0);
    if (!flip) leaves[at].scrollIntoView();
  };

  previous.addEventListener('click', () => turn(-1));
  next.addEventListener('click', () => turn(1));
  mode.addEventListener('click', () => setMode(!root.classList.contains('flip')));
  addEventListener('hashchange', () => show(indexOfAddress(), 0));
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !root.classList.contains('flip')) return;
    const steps = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, PageDown: 1, PageUp: -1 };
    if (event.key in steps) turn(steps[event.key]);
    else if (event.key === 'Home') turn(-at);
    else if (event.key === 'End') turn(leaves.length - 1 - at);
    else return;
    event.preventDefault();
  });

  let start = null;
  addEventListener('touchstart', (event) => {
    const [touch] = event.touches;
    start = event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
  }, { passive: true });
  addEventListener('touchend', (event) => {
    if (start === null || !root.classList.contains('flip')) return;
    const [touch] = event.changedTouches;
    const across = touch.clientX - start.x;
    const down = touch.clientY - start.y;
    start = null;
    if ((window.visualViewport?.scale ?? 1) > 1.05) return; // the reader moves an enlarged page
    if (Math.abs(across) > 48 && Math.abs(across) > 1.5 * Math.abs(down)) turn((across < 0) !== rtl ? 1 : -1);
  }, { passive: true });

  at = indexOfAddress();
  setMode(true);
})();`;
