// The card "Notices in this browser": asks the browser for its permission and the site to send.
(() => {
  const card = document.querySelector("[data-push]");

  const show = (state) => {
    for (const text of card.querySelectorAll("[data-push-says]")) {
      text.hidden = text.dataset.pushSays !== state;
    }
    card.querySelector("[data-push-on]").hidden = !["off", "failed"].includes(state);
    card.querySelector("[data-push-off]").hidden = state !== "on";
  };

  const tell = async (address, values) => {
    const body = new URLSearchParams(values);
    body.set("csrfmiddlewaretoken", card.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(address, { method: "POST", body });
    if (answer.ok) return;
    const { message } = await answer.json().catch(() => ({}));
    throw new Error(message ?? "");
  };

  const fail = (error) => {
    const reason = card.querySelector("[data-push-reason]");
    reason.textContent = error.message;
    show("failed");
  };

  const subscription = async () => {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return (await worker?.pushManager.getSubscription()) ?? null;
  };

  const isKnown = (endpoint) =>
    [...document.querySelectorAll("[data-push-endpoint]")].some(
      (row) => row.dataset.pushEndpoint === endpoint,
    );

  const state = async () => {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
      return "missing";
    }
    if (Notification.permission === "denied") return "denied";
    const current = await subscription();
    return current && isKnown(current.endpoint) ? "on" : "off";
  };

  const turnOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") return show(await state());
    await navigator.serviceWorker.register(card.dataset.worker, { scope: "/" });
    const worker = await navigator.serviceWorker.ready;
    // One for another key, or for another person here, is of no use: begin anew.
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    const made = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: card.dataset.key,
    });
    const { endpoint, keys } = made.toJSON();
    try {
      await tell(card.dataset.subscribe, { endpoint, ...keys });
    } catch (error) {
      await made.unsubscribe();
      throw error;
    }
    location.reload();
  };

  const turnOff = async () => {
    const current = await subscription();
    if (current) {
      await tell(card.dataset.unsubscribe, { endpoint: current.endpoint });
      await current.unsubscribe();
    }
    location.reload();
  };

  if (card) {
    card.querySelector("[data-push-on]").addEventListener("click", () => turnOn().catch(fail));
    card.querySelector("[data-push-off]").addEventListener("click", () => turnOff().catch(fail));
    state().then(show, fail);
  }
})();
