// The image of a proof: larger, smaller, turned, moved. Without this script it is shown whole.
(() => {
  const viewer = document.querySelector("[data-viewer]");
  const image = viewer?.querySelector("[data-viewer-image]");
  if (!image) return;

  const stage = viewer.querySelector("[data-viewer-stage]");
  const state = viewer.querySelector("[data-viewer-state]");
  const MOST = 8;
  const STEP = 1.5;
  const view = { zoom: 1, turn: 0, x: 0, y: 0 };

  // How large the image is when it just fits, as it is turned now.
  const fit = () => {
    const sides = [image.naturalWidth, image.naturalHeight];
    if (view.turn % 180) sides.reverse();
    return Math.min(stage.clientWidth / sides[0], stage.clientHeight / sides[1]) || 1;
  };

  const draw = () => {
    const half = (side, room) => Math.max(0, (side * fit() * view.zoom - room) / 2);
    const sides = [image.naturalWidth, image.naturalHeight];
    if (view.turn % 180) sides.reverse();
    const [wide, high] = [half(sides[0], stage.clientWidth), half(sides[1], stage.clientHeight)];
    view.x = Math.min(wide, Math.max(-wide, view.x));
    view.y = Math.min(high, Math.max(-high, view.y));
    image.style.transform =
      `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) ` +
      `rotate(${view.turn}deg) scale(${fit() * view.zoom})`;
    stage.classList.toggle("is-movable", view.zoom > 1);
  };

  const say = () => {
    const parts = [state.dataset.zoomed.replace("%s", Math.round(view.zoom * 100))];
    if (view.turn) parts.push(state.dataset.turned.replace("%s", view.turn));
    state.textContent = parts.join(", ");
  };

  const zoom = (factor) => {
    const next = Math.min(MOST, Math.max(1, view.zoom * factor));
    view.x *= next / view.zoom;
    view.y *= next / view.zoom;
    view.zoom = next;
  };

  const actions = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    fit: () => Object.assign(view, { zoom: 1, x: 0, y: 0 }),
    turn: () => Object.assign(view, { turn: (view.turn + 90) % 360, x: 0, y: 0 }),
  };
  const act = (name) => {
    actions[name]();
    draw();
    say();
  };

  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view]");
    if (button) act(button.dataset.view);
  });
  document.addEventListener("proof-view", (event) => act(event.detail));
  stage.addEventListener("dblclick", () => act(view.zoom > 1 ? "fit" : "in"));

  const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  stage.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || view.zoom === 1) return;
    event.preventDefault();
    view.x += way[0] * 60;
    view.y += way[1] * 60;
    draw();
  });

  let from = null;
  stage.addEventListener("pointerdown", (event) => {
    if (view.zoom === 1 || event.button) return;
    from = { x: event.clientX - view.x, y: event.clientY - view.y };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!from) return;
    view.x = event.clientX - from.x;
    view.y = event.clientY - from.y;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, () => (from = null));
  }

  const start = () => {
    viewer.classList.add("is-live");
    viewer.querySelector("[data-viewer-tools]").hidden = false;
    stage.tabIndex = 0;
    draw();
    new ResizeObserver(draw).observe(stage);
  };
  if (image.complete && image.naturalWidth) start();
  else image.addEventListener("load", start, { once: true });
})();
