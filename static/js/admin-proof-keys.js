// The keys of the proof desk. Each presses a button or follows a link that is there for everybody.
(() => {
  const desk = document.querySelector("[data-proof-desk]");
  if (!desk) return;

  const says = desk.querySelector("[data-desk-says]");
  const reject = desk.querySelector("[data-reject]");
  const rejectForm = desk.querySelector("[data-reject-form]");
  const keys = desk.querySelector("[data-keys]");
  const keysOn = desk.querySelector("[data-keys-on]");
  const start = desk.querySelector("[data-desk-start]");
  const VIEWS = { "+": "in", "=": "in", "-": "out", 0: "fit", ".": "turn" };

  // --- where one is, said and focused ------------------------------------------------------

  const before = document.querySelector(".messages")?.textContent.trim().replace(/\s+/g, " ");
  start.focus({ preventScroll: true });
  // A live region speaks of what changes after it is there.
  if (before) setTimeout(() => (says.textContent = before), 150);

  // --- the keys ------------------------------------------------------------------------------

  const byKey = (key) =>
    [...desk.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(key));
  const isTyping = (element) =>
    element.closest("textarea, select, [contenteditable]") ||
    (element.matches("input") && !["checkbox", "radio", "button", "submit"].includes(element.type));

  const openReject = () => {
    reject.open = true;
    reject.scrollIntoView({ block: "nearest" });
    rejectForm.querySelector("input[type=radio]").focus();
  };
  const closeReject = () => {
    reject.open = false;
    start.focus();
  };
  const rejectFor = (number) => {
    const radio = /^[1-9]$/.test(number) && rejectForm.querySelector(`input[value="${number}"]`);
    if (!radio) return false;
    radio.checked = true;
    rejectForm.requestSubmit(rejectForm.querySelector("[name=decision]"));
    return true;
  };
  const inReject = (key) => {
    if (key === "Escape") closeReject();
    else if (key === "t") rejectForm.querySelector("textarea").focus();
    else return rejectFor(key);
    return true;
  };

  const press = (key) => {
    if (reject?.open && inReject(key)) return true;
    if (VIEWS[key]) {
      document.dispatchEvent(new CustomEvent("proof-view", { detail: VIEWS[key] }));
      return true;
    }
    const target = byKey(key);
    target?.click();
    return Boolean(target);
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea") && event.key === "Enter" && event.ctrlKey) {
      rejectForm?.requestSubmit(rejectForm.querySelector("[name=decision]"));
      return;
    }
    if (event.key === "Escape" && reject?.open && reject.contains(event.target)) return closeReject();
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (keysOn && !keysOn.checked) return;
    if (isTyping(event.target)) return;
    // Not in the menu and the search of the admin around the desk.
    if (event.target !== document.body && !desk.contains(event.target)) return;
    if (press(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
  });

  desk.addEventListener("click", (event) => {
    if (!event.target.closest("[data-opens-reject]")) return;
    event.preventDefault();
    openReject();
  });

  // One decision a page: a second press while the next page comes would be for that one.
  let sent = false;
  desk.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => (sent = false));

  if (location.hash === "#reject" && reject) openReject();

  // --- whether the keys are on, remembered in this browser ------------------------------------

  if (keys) {
    keys.hidden = false;
    keysOn.checked = localStorage.getItem("proof-keys") !== "off";
    keysOn.addEventListener("change", () => {
      localStorage.setItem("proof-keys", keysOn.checked ? "on" : "off");
    });
  }

  // --- the claim is renewed while somebody is at work -------------------------------------------

  const RENEW_AFTER = 60_000;
  let renewed = Date.now();
  const renew = async () => {
    if (!rejectForm || Date.now() - renewed < RENEW_AFTER) return;
    renewed = Date.now();
    const body = new FormData(rejectForm);
    body.set("decision", "renew");
    const answer = await fetch(location.href, { method: "POST", body });
    if (answer.status !== 409) return;
    says.classList.remove("w-sr-only");
    says.textContent = await answer.text();
  };
  for (const sign of ["keydown", "pointermove"]) document.addEventListener(sign, renew);
})();
