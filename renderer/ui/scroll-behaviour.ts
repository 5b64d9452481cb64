// How a view may move when it scrolls by itself: gently, or at once for those whose system asks for less motion. What CSS animates
// is held still in tokens.css.

export const scrollBehaviour = (): ScrollBehavior =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
