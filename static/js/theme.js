/*
 * The theme, before the first paint. Loaded in the head and blocking, so that a dark page never
 * flashes white. The choice stays in this browser; without one the system decides.
 */
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the system decides
    }
  };
  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice then lasts for this page.
    }
  };
  const shown = () => root.dataset.theme ?? (systemDark.matches ? "dark" : "light");
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    root.dataset.shown = shown();
  };

  root.dataset.script = "";
  show(chosen());
  systemDark.addEventListener("change", () => show(null));
  addEventListener("storage", (event) => event.key === KEY && show(event.newValue));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    show(shown() === "dark" ? "light" : "dark");
    remember(root.dataset.theme);
  });
})();
