/*
 * The screen of a venue: one panel after the other, each made to fit. Space pauses, the arrows
 * turn, F fills the screen. A panel that is replaced while it is looked at stays.
 */
(() => {
  const body = document.body;
  const main = document.getElementById("tv-panels");
  const turn = document.getElementById("tv-turn");
  const clock = document.getElementById("tv-clock");
  const paused = document.getElementById("tv-paused");
  const seconds = Number(body.dataset.seconds);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  let current = ""; // the id of the panel that is shown
  let place = 0; // where it stood, in case it is gone
  let timer = null;

  const panels = () => [...main.querySelectorAll("[data-panel]")];

  const fit = (panel) => {
    const content = panel.querySelector(".tv__content");
    content.style.transform = "none";
    content.style.inlineSize = "auto";
    const box = content.getBoundingClientRect();
    const scale = Math.min(1, box.width / content.scrollWidth, box.height / content.scrollHeight);
    if (scale < 1) {
      content.style.transform = `scale(${scale})`;
      content.style.inlineSize = `${box.width / scale}px`;
    }
  };

  const show = (panel) => {
    const all = panels();
    place = Math.max(0, all.indexOf(panel));
    current = all[place]?.id ?? "";
    for (const each of all) each.hidden = each.id !== current;
    turn.textContent = all.length > 1 ? `${place + 1} / ${all.length}` : "";
    if (all[place]) fit(all[place]);
  };

  const step = (by) => {
    const all = panels();
    if (all.length) show(all[(place + by + all.length) % all.length]);
  };

  const go = () => {
    clearInterval(timer);
    timer = paused.hidden ? setInterval(step, seconds * 1000, 1) : null;
  };

  const writeTimes = () => {
    for (const each of main.querySelectorAll("time[datetime]")) {
      each.textContent = time.format(new Date(each.dateTime));
    }
  };

  const tick = () => (clock.textContent = `${time.format(new Date())} ${zone}`);

  const keys = {
    " ": () => {
      paused.hidden = !paused.hidden;
      go();
    },
    ArrowRight: () => (step(1), go()),
    ArrowLeft: () => (step(-1), go()),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : body.requestFullscreen()),
  };

  document.addEventListener("keydown", (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  main.addEventListener("part:replaced", () => {
    const all = panels();
    writeTimes();
    show(all.find((panel) => panel.id === current) ?? all[Math.min(place, all.length - 1)]);
  });
  addEventListener("resize", () => show(document.getElementById(current)));

  body.classList.add("tv--turns");
  writeTimes();
  tick();
  setInterval(tick, 1000);
  show(panels()[0]);
  go();
})();
