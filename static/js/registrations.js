// Ticks all registrations of a page at once, and says how many are ticked. Part of the page may be
// replaced by a search, so the document listens.
const boxes = () => [...document.querySelectorAll("input[name='reference']:not(:disabled)")];

const count = () => {
  const ticked = boxes().filter((box) => box.checked).length;
  const shown = document.querySelector("[data-ticked]");
  if (shown) shown.textContent = ticked ? `${ticked} ✓` : "";
  const all = document.querySelector("[data-tick-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && ticked < boxes().length;
  }
};

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    boxes().forEach((box) => {
      box.checked = event.target.checked;
    });
  }
  count();
});
