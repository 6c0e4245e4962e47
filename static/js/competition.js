/*
 * A part that is fetched again while a tournament is live keeps what the visitor did to it: where
 * a bracket is scrolled to, which groups are open, and what has the focus.
 */
(() => {
  let kept = null;

  const scrollers = (part) => [...part.querySelectorAll(".bracket__scroll, .table-wrap")];
  const folds = (part) => [...part.querySelectorAll("details")];
  const links = (part) => [...part.querySelectorAll("a[href], summary, [tabindex]")];

  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.target.closest("[data-part]");
    if (!part || !event.detail.shouldSwap) return;
    kept = {
      parent: part.parentElement,
      place: [...part.parentElement.children].indexOf(part),
      scrolled: scrollers(part).map((box) => [box.scrollLeft, box.scrollTop]),
      open: folds(part).map((fold) => fold.open),
      focus: links(part).indexOf(document.activeElement),
    };
  });

  document.addEventListener("htmx:afterSettle", () => {
    const part = kept?.parent.children[kept.place];
    if (!part) return;
    folds(part).forEach((fold, place) => (fold.open = kept.open[place] ?? fold.open));
    scrollers(part).forEach((box, place) => box.scrollTo(...(kept.scrolled[place] ?? [0, 0])));
    links(part)[kept.focus]?.focus({ preventScroll: true });
    kept = null;
  });
})();
