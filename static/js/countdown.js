// <span data-until="2026-03-31T18:00:00+06:00"> says how much time is left, as hours:minutes:seconds.
// The moment itself stands beside it, for those without this script. Clocks that come with a part
// of the page are found as well. When one runs out it says so once, by the event "over": not all
// browsers at the same moment, so that they do not ask the server all at once.
(() => {
  const over = new WeakSet();
  const two = (number) => String(number).padStart(2, "0");

  const end = (clock) => {
    over.add(clock);
    const say = () => clock.dispatchEvent(new CustomEvent("over", { bubbles: true }));
    setTimeout(say, 200 + Math.random() * 1500);
  };

  const write = () => {
    for (const clock of document.querySelectorAll("[data-until]")) {
      const left = Math.max(0, Math.floor((new Date(clock.dataset.until) - Date.now()) / 1000));
      clock.textContent = `${two(Math.floor(left / 3600))}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
      if (!left && !over.has(clock)) end(clock);
    }
  };

  write();
  setInterval(write, 1000);
})();
