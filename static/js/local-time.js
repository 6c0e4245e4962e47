/*
 * Times in the visitor's own zone. The server writes them in the site's zone and names it, so a
 * page is right without this script. A signed-in person has chosen a zone: theirs is kept.
 */
(() => {
  const root = document.documentElement;
  if (root.dataset.zone === "chosen") return;

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const write = new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : root.lang, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    numberingSystem: "latn", // as the server writes them, in Bengali too
    timeZone: zone,
  });
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const rewrite = (part) => {
    for (const time of part.querySelectorAll("time.js-local")) {
      const moment = new Date(time.dateTime);
      time.textContent =
        "clock" in time.dataset ? clock.format(moment) : `${write.format(moment)} (${zone})`;
    }
    for (const name of part.querySelectorAll(".js-zone")) name.textContent = zone;
  };

  rewrite(document);
  document.addEventListener("part:replaced", (event) => rewrite(event.target));
  document.addEventListener("htmx:load", (event) => rewrite(event.target.parentElement ?? document));
})();
