// The seeding screen: rows are dragged by their handle or moved by their buttons, and the numbers
// follow. Nothing is saved before the form is. Without this script the buttons send the form.
const list = document.querySelector("[data-seeds]");

if (list) {
  const before = Number(list.dataset.before);
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const seedOf = (row) => row.querySelector("input[name^='seed_']");
  const isLocked = (row) => row.querySelector("input[name^='lock_']").checked;
  const isMovable = (row) => row && !isLocked(row) && !("lot" in row.dataset);

  // Put locked rows back at their numbers, and number the others as far as somebody has a seed.
  const settle = (moved) => {
    const locked = new Map(
      rows()
        .filter((row) => isLocked(row) && seedOf(row).value)
        .map((row) => [Number(seedOf(row).value), row]),
    );
    const others = rows().filter((row) => ![...locked.values()].includes(row));
    const count = rows().length;
    const order = [];
    for (let place = before + 1; order.length < count; place += 1) {
      const row = locked.get(place) ?? others.shift() ?? [...locked.values()].find((one) => !order.includes(one));
      order.push(row);
    }
    list.append(...order);
    const last = Math.max(
      ...order.map((row, at) => (seedOf(row).value || moved.includes(row) ? at : -1)),
    );
    order.forEach((row, at) => {
      if ("lot" in row.dataset) return;
      row.querySelector("[data-place]").textContent = before + at + 1;
      row.querySelector("[data-meets]").textContent = "";
      if (at <= last && !isLocked(row)) seedOf(row).value = before + at + 1;
    });
    document.querySelector("[data-unsaved]").hidden = false;
  };

  const neighbour = (row, step) => {
    const all = rows();
    let at = all.indexOf(row) + step;
    while (all[at] && isLocked(all[at])) at += step;
    return isMovable(all[at]) ? all[at] : null;
  };

  const move = (row, step) => {
    const other = isMovable(row) && neighbour(row, step);
    if (!other) return false;
    if (step < 0) other.before(row);
    else other.after(row);
    settle([row, other]);
    return true;
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const all = rows();
    // Across the edge of a page only the server can move.
    const edge = Number(button.dataset.move) < 0 ? before > 0 && row === all[0] : false;
    if (edge) return;
    event.preventDefault();
    move(row, Number(button.dataset.move));
    button.focus();
  });

  // Listens to the document: a row that changes places loses a captured pointer.
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-handle]")?.closest("[data-row]");
    if (!isMovable(row)) return;
    event.preventDefault();
    row.classList.add("is-dragged");
    const start = rows().indexOf(row);
    const dragging = new AbortController();
    const follow = { signal: dragging.signal };

    const drag = ({ clientY }) => {
      const all = rows();
      const over = all.find((one) => {
        const box = one.getBoundingClientRect();
        return one !== row && isMovable(one) && clientY > box.top && clientY < box.bottom;
      });
      if (!over) return;
      if (all.indexOf(over) > all.indexOf(row)) over.after(row);
      else over.before(row);
    };
    const drop = () => {
      dragging.abort();
      row.classList.remove("is-dragged");
      const all = rows();
      const end = all.indexOf(row);
      if (end !== start) settle([row, all[Math.max(start, end)]]);
    };
    document.addEventListener("pointermove", drag, follow);
    document.addEventListener("pointerup", drop, follow);
    document.addEventListener("pointercancel", drop, follow);
  });
}
