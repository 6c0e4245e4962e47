/*
 * Parts of a page that follow what happens.
 *
 *   <section data-part="/t/cup/bracket/" data-topics="tournament:5@12" data-said="…">
 *     is fetched again, and its content replaced, when one of its topics has another version than
 *     the one it shows (@12; not known without it). data-said is what a screen reader is told.
 *   <span data-viewers="tournament:5" data-words="# watching" hidden>
 *     says how many watch.
 *   <span data-live data-url="/live/events?t=…">
 *     is the stream of the page: {% live_stream %}.
 *
 * Without the stream the parts are asked for every quarter of a minute; a hidden tab does neither,
 * and asks for everything when it is looked at again. A part in which somebody writes waits for
 * them; data-keep-ticks says that ticked boxes are no reason to wait. After a part was replaced it fires
 * "part:replaced". The site works without this script: then a page is as old as its last load.
 */
(() => {
  const POLL = 15_000;
  const SPREAD = 300; // so that a crowd does not ask in the same moment
  const LONGEST = 5 * 60_000;
  const SILENCE = 20_000; // between two things that a screen reader is told
  const KEPT_OPEN = "details";
  const SCROLLED = ".bracket__scroll, .table-wrap, [data-keep-scroll]";
  const FOCUSED = "a[href], button, summary, input, select, textarea, [tabindex]";

  const memory = new WeakMap(); // of each part: its mark, what is shown, what is under way
  const versions = new Map(); // of each topic, as the stream told it
  const sources = new Map(); // streams by address
  let poll = null;

  const parts = () => [...document.querySelectorAll("[data-part]")];
  const around = (time) => time * (0.75 + Math.random() / 2);

  const known = (part) => {
    if (!memory.has(part)) {
      const shown = new Map();
      for (const word of (part.dataset.topics ?? "").split(/\s+/).filter(Boolean)) {
        const [topic, version] = word.split("@");
        shown.set(topic, version ?? null);
      }
      memory.set(part, { shown, etag: "", html: null, timer: null, fetching: false, again: false });
    }
    return memory.get(part);
  };

  // --- a part -------------------------------------------------------------------------------

  const ask = (part, wait = Math.random() * SPREAD) => {
    const own = known(part);
    if (own.fetching) own.again = true;
    else own.timer ??= setTimeout(() => fetchAgain(part), wait);
  };

  const fetchAgain = async (part) => {
    const own = known(part);
    own.timer = null;
    if (document.hidden || !part.isConnected) return;
    if (isEdited(part)) return ask(part, around(5_000));
    own.fetching = true;
    // What happens from here on may or may not be in the answer: then it is asked for again.
    const before = new Map([...own.shown.keys()].map((topic) => [topic, versions.get(topic)]));
    try {
      const headers = own.etag ? { "If-None-Match": own.etag } : {};
      const answer = await fetch(part.dataset.part, { headers, cache: "no-store", redirect: "error" });
      if (answer.status === 200) {
        const html = await answer.text();
        // Somebody began to write in the meantime: that is not thrown away.
        if (isEdited(part)) {
          own.again = true;
          return;
        }
        own.etag = answer.headers.get("ETag") ?? "";
        show(part, html);
      }
      // No longer this visitor's to see: a correction put others into the match.
      if (answer.status === 404) show(part, "");
      if (answer.status === 200 || answer.status === 304) {
        for (const [topic, version] of before) own.shown.set(topic, version ?? own.shown.get(topic));
      } else if (answer.status >= 500 || answer.status === 429) {
        const wait = Number(answer.headers.get("Retry-After")) * 1000;
        setTimeout(() => part.isConnected && ask(part), around(wait || POLL));
      }
    } catch {
      // Offline, or sent elsewhere: asked again with the next change.
      setTimeout(() => part.isConnected && isBehind(part) && ask(part), around(POLL));
    } finally {
      own.fetching = false;
      if (own.again) {
        own.again = false;
        ask(part);
      }
    }
  };

  const isBehind = (part) =>
    [...known(part).shown].some(([topic, version]) => {
      const now = versions.get(topic);
      return now !== undefined && String(now) !== String(version);
    });

  // Whoever writes in a part keeps it as it is until it is sent or left as it was. Ticks alone, in a
  // part with data-keep-ticks, are carried over.
  const isEdited = (part) =>
    [...part.querySelectorAll("input, textarea, select")].some((field) => {
      if (field.type === "hidden") return false;
      if (field.type === "checkbox" || field.type === "radio") {
        return field.checked !== field.defaultChecked && !("keepTicks" in part.dataset);
      }
      if (field.options) {
        return [...field.options].some((option) => option.selected !== option.defaultSelected) &&
          [...field.options].some((option) => option.defaultSelected);
      }
      return field.value !== field.defaultValue;
    });

  const ticks = (part) => ("keepTicks" in part.dataset ? [...part.querySelectorAll("[type=checkbox]")] : []);

  const show = (part, html) => {
    const own = known(part);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const same = own.html === null ? part.innerHTML.trim() === fresh.innerHTML.trim() : own.html === html;
    own.html = html;
    if (same) return;
    const kept = keep(part);
    part.replaceChildren(fresh.content);
    restore(part, kept);
    announce(part.dataset.said);
    part.dispatchEvent(new CustomEvent("part:replaced", { bubbles: true }));
  };

  // --- what the visitor did to it -------------------------------------------------------------

  const nameOf = (element) =>
    element.id || element.getAttribute("href") || element.getAttribute("name") ||
    element.getAttribute("aria-label") || element.textContent.trim();

  // The n-th of those with the same name is the n-th of them afterwards.
  const named = (part, selector) => {
    const found = new Map();
    for (const element of part.querySelectorAll(selector)) {
      let key = `${element.tagName} ${nameOf(element.matches("details") ? element.querySelector("summary") ?? element : element)}`;
      while (found.has(key)) key += "'";
      found.set(key, element);
    }
    return found;
  };

  const keep = (part) => ({
    open: [...named(part, KEPT_OPEN)].map(([key, fold]) => [key, fold.open]),
    scrolled: [...part.querySelectorAll(SCROLLED)].map((box) => [box.scrollLeft, box.scrollTop]),
    ticked: new Set(ticks(part).filter((box) => box.checked).map((box) => `${box.name} ${box.value}`)),
    focus: part.contains(document.activeElement)
      ? [...named(part, FOCUSED)].find(([, element]) => element === document.activeElement)?.[0]
      : null,
  });

  const restore = (part, kept) => {
    const folds = named(part, KEPT_OPEN);
    for (const [key, open] of kept.open) {
      const fold = folds.get(key);
      if (fold) fold.open = open;
    }
    for (const box of ticks(part)) box.checked ||= kept.ticked.has(`${box.name} ${box.value}`);
    part.querySelectorAll(SCROLLED).forEach((box, place) => {
      box.scrollTo({ left: kept.scrolled[place]?.[0] ?? 0, top: kept.scrolled[place]?.[1] ?? 0, behavior: "instant" });
    });
    if (kept.focus) named(part, FOCUSED).get(kept.focus)?.focus({ preventScroll: true });
  };

  // --- what is said of it ---------------------------------------------------------------------

  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  let saidAt = -SILENCE;

  const announce = (words) => {
    if (!words || performance.now() - saidAt < SILENCE) return;
    saidAt = performance.now();
    voice.textContent = "";
    setTimeout(() => (voice.textContent = words), 50);
  };

  const tellViewers = ({ topic, viewers }) => {
    for (const place of document.querySelectorAll(`[data-viewers="${CSS.escape(topic)}"]`)) {
      place.textContent = place.dataset.words.replace("#", viewers);
      place.hidden = !viewers;
    }
  };

  // --- the stream -----------------------------------------------------------------------------

  const changed = ({ topic, version }) => {
    versions.set(topic, version);
    for (const part of parts()) {
      if (known(part).shown.has(topic) && isBehind(part)) ask(part);
    }
  };

  const open = (url) => {
    const source = { stream: new EventSource(url), failures: 0, timer: null };
    sources.set(url, source);
    const connect = () => {
      const { stream } = source;
      stream.addEventListener("open", () => {
        source.failures = 0;
        pollOrNot();
      });
      stream.addEventListener("version", (event) => changed(JSON.parse(event.data)));
      stream.addEventListener("viewers", (event) => tellViewers(JSON.parse(event.data)));
      stream.addEventListener("error", () => {
        source.failures += 1;
        // The browser tries again by itself when the connection breaks, not when it is refused.
        if (stream.readyState === EventSource.CLOSED || source.failures > 3) {
          stream.close();
          source.timer = setTimeout(() => {
            source.stream = new EventSource(url);
            connect();
          }, around(Math.min(LONGEST, 1000 * 2 ** source.failures)));
        }
        pollOrNot();
      });
    };
    connect();
  };

  const isFollowed = () =>
    sources.size > 0 &&
    [...sources.values()].every(({ stream }) => stream.readyState === EventSource.OPEN);

  const pollOrNot = () => {
    if (document.hidden || isFollowed()) {
      clearTimeout(poll);
      poll = null;
    } else {
      poll ??= setTimeout(() => {
        poll = null;
        parts().forEach((part) => ask(part));
        pollOrNot();
      }, around(POLL));
    }
  };

  const start = () => {
    if (!parts().length && !document.querySelector("[data-viewers]")) return; // nothing to follow
    const urls = new Set([...document.querySelectorAll("[data-live]")].map((each) => each.dataset.url));
    for (const url of urls) if (!sources.has(url)) open(url);
    pollOrNot();
  };

  const stop = () => {
    for (const source of sources.values()) {
      clearTimeout(source.timer);
      source.stream.close();
    }
    sources.clear();
    clearTimeout(poll);
    poll = null;
  };

  const comeBack = () => {
    stop();
    parts().forEach((part) => ask(part));
    start();
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : comeBack()));
  addEventListener("online", () => !document.hidden && comeBack());
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && comeBack());

  document.body.append(voice);
  if (!document.hidden) start();
})();
