// <span data-until="2026-03-31T18:00:00+06:00"> says how much time is left, as hours:minutes:seconds.
// The moment itself stands beside it, for those without this script.
(() => {
  const two = (number) => String(number).padStart(2, "0");

  const write = () => {
    for (const clock of document.querySelectorAll("[data-until]")) {
      const left = Math.max(0, Math.floor((new Date(clock.dataset.until) - Date.now()) / 1000));
      clock.textContent = `${two(Math.floor(left / 3600))}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    }
  };

  write();
  setInterval(write, 1000);
  document.addEventListener("part:replaced", write);
})();
